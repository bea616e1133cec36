// Enrolments: a request from the user's device, pending until a verifier has seen the person (protocol.md 8).
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { CertificateProfile, EnrolmentAnswer } from '../../../app/protocol/ams.ts';
import type { Role } from '../../../app/protocol/login.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCsr, type Csr } from '../../../crypto/x509/csr.ts';
import { nameText } from '../../../crypto/x509/distinguished-name.ts';
import { newId } from '../access/opaque.ts';
import type { Clock } from '../clock.ts';
import type { AccountRecord, CertificateService } from '../context.ts';
import { migrate, type Store } from '../database.ts';

/** Who may ask for what. */
const ALLOWED: Readonly<Record<CertificateProfile, readonly Role[]>> = {
  bidder: ['bidder'],
  'member-signing': ['committeeMember', 'procurementOfficer'],
  'member-encryption': ['committeeMember', 'procurementOfficer'],
  'auditor-encryption': ['auditor'],
};

export interface Enrolment extends EnrolmentAnswer {
  readonly subject: string;
  readonly accountId: string;
}

export interface EnrolmentRequestFields {
  readonly profile: CertificateProfile;
  readonly csr: Buffer;
  readonly phone: string;
  readonly letterSha256: string | null;
}

export interface Enrolments {
  /** Answers the pending one when the same request comes again. @throws access/forbidden, ams/request-refused */
  request(account: AccountRecord, fields: EnrolmentRequestFields): Enrolment;
  find(enrolmentId: string): Enrolment | null;
  pending(): readonly Enrolment[];
  ofAccount(accountId: string): readonly Enrolment[];
  /** @throws access/not-found, ams/already-decided */
  decide(enrolmentId: string, decision: { readonly approve: boolean; readonly reason: string }): Enrolment;
}

interface Row {
  readonly enrolment_id: string;
  readonly account_id: string;
  readonly profile: CertificateProfile;
  readonly csr: Buffer;
  readonly state: EnrolmentAnswer['state'];
  readonly requested_at: string;
  readonly reason: string | null;
  readonly certificate_sha256: string | null;
}

export function createEnrolments(
  store: Store,
  { ams, clock }: { readonly ams: CertificateService; readonly clock: Clock },
): Enrolments {
  migrate(store, MIGRATIONS);
  const byId = store.prepare<[string], Row>('SELECT * FROM enrolments WHERE enrolment_id = ?');
  const byCsr = store.prepare<[string, Buffer], Row>('SELECT * FROM enrolments WHERE account_id = ? AND csr = ?');
  const pending = store.prepare<[], Row>(`SELECT * FROM enrolments WHERE state = 'pending' ORDER BY rowid`);
  const own = store.prepare<[string], Row>('SELECT * FROM enrolments WHERE account_id = ? ORDER BY rowid');
  const insert = store.prepare(
    `INSERT INTO enrolments VALUES (@id, @accountId, @profile, @csr, 'pending', @requestedAt, NULL, NULL, @phone, @letterSha256)`,
  );
  const decide = store.prepare(
    'UPDATE enrolments SET state = ?, reason = ?, certificate_sha256 = ? WHERE enrolment_id = ? AND state = ?',
  );
  const toEnrolment = (row: Row): Enrolment => ({
    enrolmentId: row.enrolment_id,
    accountId: row.account_id,
    profile: row.profile,
    state: row.state,
    requestedAt: row.requested_at,
    reason: row.reason,
    subject: nameText(readCsr(row.csr).subject),
    certificate: certificateOf(ams, row)?.toString('base64') ?? null,
    chain: row.certificate_sha256 === null ? [] : ams.chain.map(({ der }) => der.toString('base64')),
  });
  const find = (enrolmentId: string): Enrolment | null => {
    const row = byId.get(enrolmentId);
    return row === undefined ? null : toEnrolment(row);
  };
  return {
    find,
    pending: () => pending.all().map(toEnrolment),
    ofAccount: (accountId) => own.all(accountId).map(toEnrolment),
    request({ accountId, role }, fields) {
      const { profile, csr, phone, letterSha256 } = fields;
      if (!ALLOWED[profile].includes(role)) throw new CodedError('access/forbidden');
      requireUsableKey(readCsr(csr));
      const known = byCsr.get(accountId, csr);
      if (known !== undefined) return toEnrolment(known);
      const id = newId();
      insert.run({ id, accountId, profile, csr, requestedAt: toInstant(clock.now()), phone, letterSha256 });
      return requireFound(find(id));
    },
    decide: store.transaction((enrolmentId: string, { approve, reason }: { approve: boolean; reason: string }) => {
      const row = byId.get(enrolmentId);
      if (row === undefined) throw new CodedError('access/not-found');
      if (row.state !== 'pending') throw new CodedError('ams/already-decided', { state: row.state });
      const issued = approve ? ams.issue(row.account_id, row.profile, readCsr(row.csr).publicKey) : null;
      const sha256 = issued?.certificate.sha256 ?? null;
      decide.run(approve ? 'approved' : 'rejected', reason === '' ? null : reason, sha256, enrolmentId, 'pending');
      return requireFound(find(enrolmentId));
    }),
  };
}

const MIGRATIONS = [
  {
    name: 'ams/enrolments',
    sql: `CREATE TABLE enrolments (enrolment_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, profile TEXT NOT NULL,
      csr BLOB NOT NULL, state TEXT NOT NULL, requested_at TEXT NOT NULL, reason TEXT, certificate_sha256 TEXT,
      phone TEXT NOT NULL, letter_sha256 TEXT, UNIQUE (account_id, csr)) STRICT`,
  },
];

function certificateOf(ams: CertificateService, { certificate_sha256: sha256 }: Row): Buffer | undefined {
  return sha256 === null ? undefined : ams.bySha256(sha256)?.certificate.der;
}

function requireFound(enrolment: Enrolment | null): Enrolment {
  if (enrolment === null) throw new CodedError('access/not-found');
  return enrolment;
}

/** Proof of possession is checked while reading. */
function readCsr(der: Buffer): Csr {
  try {
    return parseCsr(der);
  } catch (cause) {
    if (!isCryptoError(cause)) throw cause;
    throw new CodedError('ams/request-refused', { rule: cause.code }, { cause });
  }
}

function requireUsableKey({ keyType }: Csr): void {
  const isRsa = keyType.kind === 'rsa' && keyType.bits >= 2048;
  const isEc = keyType.kind === 'ec' && keyType.curve !== 'P-521';
  if (!isRsa && !isEc) throw new CodedError('ams/request-refused', { rule: 'certificate/weak-algorithm' });
}
