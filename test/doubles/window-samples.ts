// What the in-memory program answers unless a test says otherwise: one bidder of a demo LPSE with a few packages.
// Times are relative to now, because the screens count on a running clock.
import { randomBytes } from 'node:crypto';
import QRCode from 'qrcode';
import type { CallOutput } from '../../app/contract/contract.ts';
import type { FakeAnswers } from './bridge.ts';
import { OPENING_ANSWERS } from './opening-samples.ts';
import {
  fromNow,
  sampleDigest,
  SAMPLE_CONNECTION,
  SAMPLE_ACCOUNT,
  SAMPLE_IDENTITY,
  SAMPLE_REPORT,
  withNumbers,
} from './sample-account.ts';
import { samplePackage, SAMPLE_PACKAGES, sampleDetail } from './sample-packages.ts';
import { sampleBid, SAMPLE_BIDS } from './sample-bids.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const handle = (): string => randomBytes(16).toString('base64url');
const CAPTCHA = `<svg xmlns="http://www.w3.org/2000/svg" width="220" height="70"><rect width="220" height="70" fill="#eef"/><text x="20" y="48" font-size="36" font-family="monospace">K7PX2M</text></svg>`;
const OTPAUTH = 'otpauth://totp/LPSE:karya.nusantara?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=LPSE';

export const SAMPLE_ANSWERS: FakeAnswers = {
  ...OPENING_ANSWERS,
  'app.info': () => ({
    version: '0.1.0',
    host: 'browser',
    platform: 'Debian GNU/Linux 12, x64',
    dataFolder: '/home/ratna/.local/share/segel',
    secretStore: 'libsecret',
    links: ['check-with-openssl', 'source'],
    licences: [
      { name: 'react', version: '19.3.1', licence: 'MIT' },
      { name: 'better-sqlite3', version: '13.2.0', licence: 'MIT' },
      { name: 'pkijs', version: '4.0.0', licence: 'BSD-3-Clause' },
    ],
  }),
  'app.preferences': () => ({ language: 'id', theme: 'system' }),
  'app.savePreferences': (preferences) => preferences,
  'app.openLink': () => null,
  'app.describe': ({ code, incident }) => ({ text: `${code} ${incident}` }),
  'files.choose': () => ({ files: [{ handle: handle(), name: 'ratna.p12', sizeBytes: 3120 }] }),
  'files.saveAs': ({ suggestedName }) => ({ handle: handle(), shownAs: `~/Unduhan/${suggestedName}` }),
  'lpse.list': () => ({
    known: [
      {
        baseUrl: SAMPLE_CONNECTION.baseUrl,
        name: SAMPLE_CONNECTION.name,
        kdLpse: SAMPLE_CONNECTION.kdLpse,
        current: true,
      },
      { baseUrl: 'https://spse.surakarta.go.id', name: 'LPSE Kota Surakarta', kdLpse: 112, current: false },
    ],
    demoAvailable: true,
  }),
  'lpse.look': ({ baseUrl }) => ({
    baseUrl,
    name: 'LPSE Kota Bandung',
    kdLpse: 117,
    anchors: (['LPSE', 'AMS', 'KMS', 'TSA', 'log'] as const).map((role, i) => ({
      role,
      subject: `CN=${role} LPSE Kota Bandung, O=Pemerintah Kota Bandung, C=ID`,
      sha256: sampleDigest('abcde'.charAt(i)),
      notAfter: fromNow(900 * DAY),
    })),
    ticket: handle(),
  }),
  'lpse.add': () => null,
  'lpse.use': () => SAMPLE_CONNECTION,
  'lpse.connect': () => SAMPLE_CONNECTION,
  'lpse.test': () => ({
    findings: [
      { id: 'proxy', outcome: 'passed', code: null, facts: { proxy: 'DIRECT' } },
      { id: 'name', outcome: 'passed', code: null, facts: { address: '127.0.0.1' } },
      { id: 'tcp', outcome: 'passed', code: null, facts: { port: 8443 } },
      { id: 'tls', outcome: 'passed', code: null, facts: { protocol: 'TLSv1.3' } },
      { id: 'certificate', outcome: 'passed', code: null, facts: {} },
      { id: 'discovery', outcome: 'passed', code: null, facts: { kdLpse: 990 } },
      { id: 'clock', outcome: 'warning', code: null, facts: { offsetMs: 41_000 } },
      { id: 'log', outcome: 'failed', code: 'log/forked', facts: {} },
      { id: 'latency', outcome: 'not-made', code: null, facts: {} },
    ],
  }),
  'lpse.uplink': () => ({ bytesPerSecond: 250_000, measuredAt: fromNow(-26 * HOUR) }),
  'lpse.startDemo': () => ({
    baseUrl: SAMPLE_CONNECTION.baseUrl,
    accounts: [
      demoAccount('karya.nusantara', 'PT Karya Bangun Nusantara'),
      demoAccount('cipta.mandiri', 'CV Cipta Mandiri Teknik'),
    ],
    identities: [{ owner: 'karya.nusantara', handle: handle(), passphrase: 'segel-demo-2026' }],
  }),
  'session.current': () => SAMPLE_ACCOUNT,
  'session.identify': () => ({ loginId: 'login-1', captchaSvg: CAPTCHA, captchaText: 'K7PX2M' }),
  'session.password': () => ({ step: 'in', account: SAMPLE_ACCOUNT }),
  'session.totp': () => ({ step: 'in', account: SAMPLE_ACCOUNT }),
  'session.logout': () => null,
  'session.enrolTotp': async () => ({
    otpauthUrl: OTPAUTH,
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    closesAt: fromNow(59_000),
    qrSvg: await QRCode.toString(OTPAUTH, { type: 'svg' }),
  }),
  'session.confirmTotp': () => null,
  'session.disableTotp': () => null,
  'session.requestTotpReset': () => null,
  'session.list': () => ({
    sessions: [
      ...[
        {
          sessionId: 's-1',
          startedAt: fromNow(-HOUR),
          lastUsedAt: fromNow(-60_000),
          address: '127.0.0.1',
          current: true,
        },
      ],
      ...[
        {
          sessionId: 's-2',
          startedAt: fromNow(-DAY),
          lastUsedAt: fromNow(-20 * HOUR),
          address: '10.0.4.17',
          current: false,
        },
      ],
    ],
  }),
  'session.revoke': () => null,
  'session.accessLog': () => ({
    entries: [
      { time: fromNow(-HOUR), event: 'login', address: '127.0.0.1', outcome: 'ok' },
      { time: fromNow(-2 * HOUR), event: 'login', address: '127.0.0.1', outcome: 'wrong-password' },
    ],
  }),
  'packages.list': () => ({
    packages: [...SAMPLE_PACKAGES],
    changes: [
      {
        kdTender: '10092474000',
        name: samplePackage().name,
        kind: 'schedule',
        text: 'Upload Dokumen Penawaran ditutup lebih lambat: adendum dokumen pemilihan.',
        time: fromNow(-2 * HOUR),
        bidId: sampleBid().bidId,
      },
    ],
  }),
  'packages.load': ({ kdTender }) => sampleDetail(SAMPLE_PACKAGES.find((one) => one.kdTender === kdTender)),
  'packages.resolveToken': () => ({
    kdTender: '10092474000',
    stage: 'Upload Dokumen Penawaran',
    expiresAt: fromNow(DAY),
  }),
  'bids.list': ({ kdTender }) => ({
    bids: SAMPLE_BIDS.filter((bid) => kdTender === null || bid.kdTender === kdTender),
  }),
  'bids.load': ({ bidId }) => SAMPLE_BIDS.find((bid) => bid.bidId === bidId) ?? sampleBid({ bidId }),
  'bids.start': ({ kdTender, envelopeId }) => sampleBid({ kdTender, envelopeId }),
  'bids.loadSchedule': () => ({ table: null }),
  'bids.saveSchedule': ({ bidId }) => sampleBid({ bidId }),
  'bids.removeSchedule': ({ bidId }) => sampleBid({ bidId }),
  'bids.importSchedule': () => ({ sheet: 'Harga', table: { rows: [], statedTotal: '' }, notes: [] }),
  'bids.exportSchedule': () => ({ shownAs: '~/Unduhan/daftar_kuantitas_harga.xlsx' }),
  'receipts.list': () => ({ receipts: [] }),
  'identities.list': () => ({ identities: [SAMPLE_IDENTITY] }),
  'identities.import': () => ({ imported: [SAMPLE_IDENTITY] }),
  'identities.remove': () => null,
  'watch.list': () => ({ bids: [] }),
  'watch.load': ({ kdTender }) => ({
    ...{ kdTender, namaPaket: 'Pengadaan Alat', lookedAt: fromNow(0), live: true, alarm: null },
    ...{ alarms: [], silence: null, envelopes: [], hidden: [], waiting: [], earlier: [], events: [] },
  }),
  'referrals.list': () => ({ referrals: [] }),
  'activity.list': () => ({
    entries: [
      {
        sequence: 1,
        time: fromNow(-2 * HOUR),
        event: 'login.done',
        kdTender: null,
        bidId: null,
        facts: { role: 'bidder' },
      },
      {
        ...{ sequence: 2, time: fromNow(-HOUR), event: 'bid.sealed', kdTender: '10092481000', bidId: null },
        facts: { sealedSha256: sampleDigest('a') },
      },
      {
        ...{ sequence: 3, time: fromNow(-HOUR / 2), event: 'receipt.verified', kdTender: '10092481000', bidId: null },
        facts: { sequence: 12 },
      },
    ],
    unbroken: true,
  }),
  'minutes.state': ({ kdTender, envelopeId }) => sampleMinutes(kdTender, envelopeId),
  'minutes.export': ({ format, to }) => ({
    folder: to === null ? '/home/siti/segel/pembukaan/berita-acara' : null,
    files: (format === 'all' ? ['xlsx', 'json', 'csv'] : [format]).map((one) => ({
      name: `hasil-pembukaan.${one}`,
      sha256: sampleDigest('e'),
      sizeBytes: 4096,
    })),
  }),
  'minutes.draft': ({ stage, format }) => ({
    folder: '/home/siti/segel/pembukaan/berita-acara',
    file: { name: `berita-acara-${stage}.${format}`, sha256: sampleDigest('f'), sizeBytes: 25_000 },
  }),
  'minutes.verify': () => withNumbers(['minutes-signature', 'minutes-timestamp', 'minutes-signer', 'minutes-member']),
  'committee.overview': () => ({ tenders: [sampleCommittee().tender], unavailable: [] }),
  'committee.load': () => sampleCommittee(),
  'committee.signPolicy': () => ({ published: false, signed: 1, required: 2 }),
  'committee.rehearse': () => ({ kind: 'opened' }),
  'committee.deal': () => ({ envelopes: 1 }),
  'committee.withdrawDealing': () => null,
  'committee.askForShares': () => ({ sessionSha256: [sampleDigest('d')] }),
  'committee.giveShares': () => null,
  'committee.redeal': () => ({ envelopes: 1 }),
  'committee.replaceMember': () => null,
  'activity.export': () => ({ shownAs: '~/Unduhan/aktivitas.jsonl' }),
};

function demoAccount(userId: string, name: string): CallOutput<'lpse.startDemo'>['accounts'][number] {
  return { userType: 'PENYEDIA', userId, password: 'Segel#Demo2026', name, role: 'bidder' };
}

function sampleMinutes(kdTender: string, envelopeId: string): CallOutput<'minutes.state'> {
  const name = `berita-acara-pembukaan-${kdTender}-${envelopeId}-id`;
  const paper = { sha256: sampleDigest('d'), sizeBytes: 25_117, signatures: [], members: 3 };
  return {
    folder: '/home/siti/.local/share/segel/profiles/0123456789abcdef01234567/pembukaan/berita acara',
    exports: [],
    esignHost: null,
    papers: [
      { ...paper, name: `${name}-draf.docx`, kind: 'draft', format: 'docx' },
      {
        ...{ ...paper, name: `${name}-1a2b3c4d.pdf`, kind: 'final', format: 'pdf' },
        signatures: [
          {
            name: `${name}-1a2b3c4d.pdf.0123456789abcdef.p7s`,
            signer: { holder: 'Siti Rahayu', certificateSha256: sampleDigest('c'), signedAt: fromNow(-HOUR) },
            ...{ timestamp: 'good', standing: 'counted', code: null },
          },
        ],
      },
    ],
  };
}

/** Three members: one ready, one who has not rehearsed, one whose certificate was revoked; a draft waits for the second signature. */
export function sampleCommittee(): CallOutput<'committee.load'> {
  const names = ['Siti Rahayu', 'Agus Pranoto', 'Maria Simbolon'] as const;
  const key = (letter: string, state: 'good' | 'revoked' = 'good') => ({
    sha256: sampleDigest(letter),
    notAfter: fromNow(400 * DAY),
    state,
  });
  const [envelopeId, name, opensAtStage] = ['satu', 'Dokumen Penawaran', 'Pembukaan Dokumen Penawaran'];
  const closesAt = fromNow(20 * HOUR);
  const outcomes = ['opened', 'none', 'opened'] as const;
  const alarms = [
    [],
    [{ kind: 'not-rehearsed' as const, key: 'opening' as const, envelopeId }],
    [{ kind: 'revoked' as const, key: 'opening' as const, envelopeId: null }],
  ];
  const people = names.map((person, i) => ({ name: person, sha256: sampleDigest(String(i)) }));
  return {
    tender: {
      ...{
        kdTender: '10092474000',
        name: samplePackage().name,
        mode: 'CA',
        currentStage: samplePackage().currentStage,
      },
      envelopes: [{ envelopeId, name, closesAt, opensAtStage, opensAt: fromNow(21 * HOUR), submissionCount: 0 }],
      policy: { state: 'waiting', serial: 1, signed: 1, required: 2, signedByMe: false, code: null },
      way: { kind: 'members', total: 3 },
      members: names.map((person, i) => ({
        ...{ accountId: `akun-${String(i)}`, name: person, leader: i === 0, me: i === 0 },
        signing: key(String(i)),
        opening: key('e', i === 2 ? 'revoked' : 'good'),
        rehearsals: [{ envelopeId, outcome: outcomes[i] ?? 'none', time: i === 1 ? null : fromNow(-HOUR) }],
        alarms: alarms[i] ?? [],
      })),
    },
    draft: {
      ...{ policySha256: sampleDigest('f'), serial: 2, report: SAMPLE_REPORT },
      envelopes: [
        {
          ...{ envelopeId, name, closesAt, opensAtStage },
          rule: { kind: 'members', members: [...names] },
          openers: people,
          signers: people.map((one, i) => ({ ...one, signed: i === 1 })),
        },
      ],
    },
    quorum: [],
    choices: { least: 2, most: 2, advised: 2 },
    canWithdraw: false,
    candidates: [{ accountId: 'akun-bayu-saputra', name: 'Bayu Saputra' }],
    closed: false,
  };
}
