// Every command, in the order in which help lists them. A file is loaded when its command is called: the program's help needs names
// and descriptions only, and a command need not wait for what others import. A test holds this list and the files together.
import type { AddCommand } from '../program.ts';
import type { TextKey } from '../texts.ts';

export interface CommandFile {
  /** What the file adds to the program: usage, and the text that describes it. */
  readonly commands: Readonly<Record<string, TextKey>>;
  readonly load: () => Promise<AddCommand>;
}

export const ALL_COMMANDS: readonly CommandFile[] = [
  { commands: { lpse: 'help.lpse' }, load: async () => (await import('./lpse.ts')).addLpse },
  {
    commands: { 'login <user>': 'help.login', logout: 'help.logout' },
    load: async () => (await import('./login.ts')).addLogin,
  },
  {
    commands: { packages: 'help.packages', 'package <kode>': 'help.package' },
    load: async () => (await import('./packages.ts')).addPackages,
  },
  { commands: { identity: 'help.identity' }, load: async () => (await import('./identity.ts')).addIdentity },
  { commands: { 'check <files...>': 'help.check' }, load: async () => (await import('./check.ts')).addCheck },
  { commands: { 'seal <kode>': 'help.seal' }, load: async () => (await import('./seal.ts')).addSeal },
  {
    commands: { 'submit <kode>': 'help.submit', 'replace <kode>': 'help.replace', 'withdraw <kode>': 'help.withdraw' },
    load: async () => (await import('./submit.ts')).addSubmit,
  },
  {
    commands: { 'status [kode]': 'help.status', receipts: 'help.receipts', journal: 'help.journal' },
    load: async () => (await import('./status.ts')).addStatus,
  },
  { commands: { 'inspect <file>': 'help.inspect' }, load: async () => (await import('./inspect.ts')).addInspect },
  { commands: { 'verify <what> [file]': 'help.verify' }, load: async () => (await import('./verify.ts')).addVerify },
  { commands: { witness: 'help.witness' }, load: async () => (await import('./witness.ts')).addWitness },
  {
    commands: { 'export [kode]': 'help.export', 'evidence <kode>': 'help.evidence' },
    load: async () => (await import('./export.ts')).addExport,
  },
  { commands: { audit: 'help.audit' }, load: async () => (await import('./audit.ts')).addAudit },
  { commands: { policy: 'help.policy' }, load: async () => (await import('./policy.ts')).addPolicy },
  { commands: { member: 'help.member' }, load: async () => (await import('./member.ts')).addMember },
  {
    commands: { 'rehearse <kode> <envelope>': 'help.rehearse' },
    load: async () => (await import('./rehearse.ts')).addRehearse,
  },
  { commands: { open: 'help.open' }, load: async () => (await import('./open.ts')).addOpen },
  { commands: { 'watch <kode>': 'help.watch' }, load: async () => (await import('./watch.ts')).addWatch },
  { commands: { referral: 'help.referral' }, load: async () => (await import('./referral.ts')).addReferral },
  {
    commands: { results: 'help.results', minutes: 'help.minutes' },
    load: async () => (await import('./minutes.ts')).addMinutes,
  },
  { commands: { enrolments: 'help.enrolments' }, load: async () => (await import('./enrolment.ts')).addEnrolments },
  { commands: { 'keychain [choice]': 'help.keychain' }, load: async () => (await import('./keychain.ts')).addKeychain },
];
