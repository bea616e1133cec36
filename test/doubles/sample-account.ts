// The person at the in-memory window, the LPSE it is connected to, and a good report. Times are relative to now, because the
// screens count on a running clock.
import type { CallOutput } from '../../app/contract/contract.ts';
import type { Connection } from '../../app/contract/lpse.ts';
import type { IdentityView } from '../../app/contract/records.ts';
import type { Report } from '../../app/contract/shapes.ts';
import { toReport } from '../../app/domain/check-report.ts';

const DAY = 24 * 3_600_000;

export function fromNow(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

export const sampleDigest = (letter: string): string => letter.repeat(4).padEnd(64, '0123456789abcdef');

export const SAMPLE_CONNECTION: Connection = {
  baseUrl: 'https://127.0.0.1:8443',
  name: 'LPSE Kabupaten Nusantara Raya',
  kdLpse: 990,
  timeZone: 'WIB',
  offsetMs: 180,
  uncertaintyMs: 24,
  clockDiffers: false,
  logSize: 42,
  reference: true,
  minimumClientVersion: '0.1.0',
};

export const SAMPLE_ACCOUNT: NonNullable<CallOutput<'session.current'>> = {
  accountId: 'akun-karya-nusantara',
  userId: 'karya.nusantara',
  name: 'Ratna Wulandari',
  role: 'bidder',
  organisation: 'PT Karya Bangun Nusantara',
  npwp: '01.234.567.8-901.000',
  bidderId: '701001',
  maskedEmail: 'k***a@penyedia.example',
  totpEnabled: false,
};

export const SAMPLE_IDENTITY: IdentityView = {
  identityId: 'identity-1',
  subject: 'CN=Ratna Wulandari, O=PT Karya Bangun Nusantara, C=ID',
  holder: 'Ratna Wulandari',
  organisation: 'PT Karya Bangun Nusantara',
  issuer: 'CN=AMS Peragaan, O=BSSN (peragaan), C=ID',
  serialHex: '1f3a90c2',
  sha256: sampleDigest('c'),
  notBefore: fromNow(-300 * DAY),
  notAfter: fromNow(420 * DAY),
  keyType: 'EC P-256',
  usages: ['digitalSignature', 'nonRepudiation'],
  expiresSoon: false,
  expired: false,
};

export const SAMPLE_REPORT: Report = withNumbers([
  'policy-readable',
  'policy-package',
  'policy-lpse',
  'policy-committee',
  'policy-members',
  'policy-openers',
  'policy-package-certificate',
  'policy-auditor',
  'policy-serial',
  'policy-deadline',
]);

export function withNumbers(ids: readonly Parameters<typeof toReport>[0][number]['id'][]): Report {
  const { ok, checks } = toReport(
    ids.map((id) => ({ id, outcome: 'passed', facts: id === 'policy-serial' ? { serial: 3 } : {} })),
  );
  return { ok, checks: checks.map((check) => ({ ...check, code: 'code' in check ? check.code : null })) };
}
