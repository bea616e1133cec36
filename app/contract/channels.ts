// Names of every call and event between window and program, and nothing else: the preload script imports only this file.

/** Calls by area. The contract gives each its schemas, `main/ipc` its handler; both transports carry all of them. */
export const CALLS = {
  app: ['info', 'preferences', 'savePreferences', 'openLink', 'describe'],
  files: ['choose', 'saveAs'],
  lpse: ['list', 'look', 'add', 'use', 'connect', 'test', 'uplink', 'startDemo'],
  session: [
    'current',
    'identify',
    'password',
    'totp',
    'logout',
    'enrolTotp',
    'confirmTotp',
    'disableTotp',
    'requestTotpReset',
    'list',
    'revoke',
    'accessLog',
  ],
  packages: ['list', 'load', 'resolveToken'],
  bids: [
    'list',
    'load',
    'start',
    'addDocuments',
    'changeDocument',
    'removeDocument',
    'setLetter',
    'check',
    'previewEvidence',
    'seal',
    'submit',
    'cancel',
    'verify',
    'replace',
    'withdraw',
    'history',
    'exportSealed',
    'importSealed',
    'exportDraft',
    'importDraft',
    'loadSchedule',
    'saveSchedule',
    'removeSchedule',
    'importSchedule',
    'exportSchedule',
  ],
  receipts: ['list', 'verify', 'compareWitness', 'pdf', 'compare'],
  identities: ['list', 'import', 'remove'],
  activity: ['list', 'export'],
  committee: [
    'overview',
    'load',
    'signPolicy',
    'rehearse',
    'deal',
    'withdrawDealing',
    'askForShares',
    'giveShares',
    'redeal',
    'replaceMember',
  ],
  openings: [
    'list',
    'room',
    'lead',
    'release',
    'contribute',
    'open',
    'cancel',
    'results',
    'refer',
    'technicalResult',
    'signTechnicalResult',
    'showFolder',
  ],
  minutes: ['state', 'export', 'draft', 'save', 'sign', 'addSignature', 'verify', 'esign'],
  referrals: ['list', 'examine', 'preview', 'state'],
  audit: [
    'evidence',
    'exportEvidence',
    'timeline',
    'compareWitness',
    'exportTender',
    'cancelExport',
    'verifyTender',
    'saveReport',
  ],
  watch: ['list', 'load'],
} as const;

/** Pushed from the program to the window; each carries state, never a command. */
export const EVENTS = [
  'bids.progress',
  'bids.changed',
  'lpse.time',
  'lpse.uplink',
  'packages.changed',
  'app.token',
  'app.sealedFile',
  'openings.progress',
  'openings.changed',
  'watch.changed',
  'referrals.progress',
  'audit.progress',
] as const;

export type Area = keyof typeof CALLS;
export type CallName<A extends Area = Area> = A extends Area ? `${A}.${(typeof CALLS)[A][number]}` : never;
export type EventName = (typeof EVENTS)[number];

/** `area.call` of every call. */
export const CALL_NAMES: readonly CallName[] = Object.entries(CALLS).flatMap(([area, names]) =>
  // True by construction: both halves come from the table that `CallName` is made of.
  names.map((name) => `${area}.${name}` as CallName),
);
