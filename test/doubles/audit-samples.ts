// What the in-memory program answers an auditor.
import type { EvidenceRecordView } from '../../app/contract/audit.ts';
import type { WitnessView } from '../../app/contract/witness.ts';
import type { FakeAnswers } from './bridge.ts';
import { fromNow, SAMPLE_ACCOUNT, SAMPLE_IDENTITY, sampleDigest } from './sample-account.ts';

const HOUR = 3_600_000;

function sampleRecord(bidderId: string, mac: string | null): EvidenceRecordView {
  const record = (moment: 'sealing' | 'sending') => ({
    format: 'segel-device-record/1' as const,
    moment,
    capturedAt: fromNow(-3 * HOUR),
    interfaces: [
      {
        ...{ name: 'wlan0', mac, locallyAdministered: mac === null, kind: 'wireless' as const },
        ...{ addresses: ['192.168.1.20', 'fe80::1'], defaultRoute: true },
      },
    ],
    os: { platform: 'win32', release: '10.0.22631', architecture: 'x64' },
    virtualMachine: null,
    client: { version: '0.1.0', platform: 'windows' },
    devicePublicKey: Buffer.alloc(91, bidderId).toString('base64'),
  });
  return {
    ...{ submissionId: `kirim-${bidderId}`, bidderId, envelopeId: 'satu' },
    atSealing: { record: record('sealing'), code: null },
    atSending:
      mac === null ? { record: null, code: 'cms/no-matching-recipient' } : { record: record('sending'), code: null },
    ...{ observedAddress: '203.0.113.7', observedPort: 50123, observedAt: fromNow(-2 * HOUR) },
  };
}

/** What a witness's file says, as the window is told. */
export function sampleWitness(stand: WitnessView['stand']): WitnessView {
  const head = (size: number) => `lpse.example/log\n${String(size)}\n${sampleDigest('a')}\n`;
  return {
    ...{ stand, because: stand === 'not-compared' ? 'not-cosigned' : null, code: null, receipt: null },
    ...{ size: 1200, shownSize: 1284, heads: { found: 1, compared: 1 } },
    cosignatures: [{ name: 'saksi.example/1', at: fromNow(-HOUR) }],
    report: { ok: stand !== 'forked', checks: [] },
    evidence: stand === 'forked' ? { witnessed: head(1200), shown: head(1284) } : null,
  };
}

export const AUDIT_ANSWERS: FakeAnswers = {
  'audit.evidence': () => ({
    records: [sampleRecord('701001', '3c:22:fb:10:20:30'), sampleRecord('701002', null)],
    shared: [
      { kind: 'observed-address', value: '203.0.113.7', bidderIds: ['701001', '701002'], strength: 'weak' },
      { kind: 'mac', value: '3c:22:fb:10:20:30', bidderIds: ['701001', '701003'], strength: 'weak' },
    ],
  }),
  'audit.exportEvidence': () => ({ shownAs: '~/Unduhan/jejak-perangkat.json' }),
  'audit.exportTender': () => ({
    ...{ shownAs: '~/Unduhan/tender.zip', entries: 64, sealedFiles: 0, indexSha256: sampleDigest('b') },
    openedBids: 0,
  }),
  'audit.cancelExport': () => null,
  'audit.saveReport': () => ({ shownAs: '~/Unduhan/pemeriksaan-tender.pdf' }),
  'audit.verifyTender': () => ({
    report: { ok: true, checks: [] },
    about: {
      kdLpse: 990,
      kdTender: '10092481000',
      createdAt: fromNow(-HOUR),
      sealed: 'digests' as const,
      openedBids: 0,
    },
  }),
  'audit.compareWitness': () => sampleWitness('older'),
  'audit.timeline': () => ({
    size: 1284,
    rootSha256: sampleDigest('f'),
    entries: [
      {
        ...{ index: 12, time: fromNow(-48 * HOUR), type: 'policy-issued' as const, envelopeId: null, hidden: false },
        facts: { serial: 1, policySha256: sampleDigest('a') },
      },
      {
        ...{ index: 801, time: fromNow(-3 * HOUR), type: 'submission-received' as const, envelopeId: 'satu' as const },
        ...{ hidden: true, facts: {} },
      },
    ],
  }),
};

export const AN_AUDITOR: FakeAnswers = {
  'session.current': () => ({
    ...SAMPLE_ACCOUNT,
    ...{ userId: 'auditor', name: 'Surya Darmawan', role: 'auditor', organisation: 'UKPBJ Kabupaten Nusantara Raya' },
    ...{ npwp: null, bidderId: null },
  }),
  'identities.list': () => ({
    identities: [{ ...SAMPLE_IDENTITY, holder: 'Surya Darmawan', usages: ['keyAgreement'] }],
  }),
};
