// Dealing the same quorum key again (crypto/SPEC.md 11): the leader's computer asks, holders seal their shares to it, and each holder
// says whether the own share of the newest dealing opens.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { RedealContribution, RedealSession, ShareConfirmation } from '../../../app/protocol/committee.ts';
import { toInstant, type EnvelopeId } from '../../../app/protocol/primitives.ts';
import { parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { requireRecipients } from '../../../crypto/cms/recipients.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { Clock } from '../clock.ts';
import type { CertificateService, PackageRecord, TransparencyLog } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import type { DealingStore, StoredDealing } from './dealings.ts';
import { readOfficialStatement } from './official-statement.ts';
import type { PackageStore } from './package-store.ts';

interface StoredSession {
  /** CMS SignedData over `RedealSession`. */
  readonly der: Buffer;
  readonly session: RedealSession;
  readonly sessionSha256: string;
}

export interface RedealingStore {
  /** The session that asks for shares of this dealing. */
  session(dealingSha256: string): StoredSession | null;
  setSession(session: Pick<StoredSession, 'der' | 'session'>): void;
  contributions(sessionSha256: string): readonly Buffer[];
  contribute(sessionSha256: string, holderSha256: string, der: Buffer): void;
  confirm(confirmation: ShareConfirmation, given: { readonly der: Buffer; readonly time: string }): void;
}

export function createRedealingStore(store: Store): RedealingStore {
  migrate(store, [
    {
      name: 'packages/redealings',
      sql: `CREATE TABLE redeal_sessions (dealing_sha256 TEXT PRIMARY KEY, session_sha256 TEXT NOT NULL,
          content TEXT NOT NULL, der BLOB NOT NULL) STRICT;
        CREATE TABLE redeal_contributions (session_sha256 TEXT NOT NULL, holder_sha256 TEXT NOT NULL, der BLOB NOT NULL,
          PRIMARY KEY (session_sha256, holder_sha256)) STRICT;
        CREATE TABLE share_confirmations (kd_tender TEXT NOT NULL, envelope_id TEXT NOT NULL, dealing_sha256 TEXT NOT NULL,
          holder_sha256 TEXT NOT NULL, opened INTEGER NOT NULL, time TEXT NOT NULL, der BLOB NOT NULL,
          PRIMARY KEY (dealing_sha256, holder_sha256)) STRICT`,
    },
  ]);
  const select = store.prepare<[string], { session_sha256: string; content: string; der: Buffer }>(
    'SELECT session_sha256, content, der FROM redeal_sessions WHERE dealing_sha256 = ?',
  );
  const put = store.prepare('INSERT OR REPLACE INTO redeal_sessions VALUES (?, ?, ?, ?)');
  const given = store.prepare<[string], { der: Buffer }>(
    'SELECT der FROM redeal_contributions WHERE session_sha256 = ? ORDER BY rowid',
  );
  const give = store.prepare('INSERT OR REPLACE INTO redeal_contributions VALUES (?, ?, ?)');
  const confirm = store.prepare('INSERT OR REPLACE INTO share_confirmations VALUES (?, ?, ?, ?, ?, ?, ?)');
  return {
    session(dealingSha256) {
      const row = select.get(dealingSha256);
      if (row === undefined) return null;
      const session = RedealSession.parse(JSON.parse(row.content));
      return { der: row.der, session, sessionSha256: row.session_sha256 };
    },
    setSession({ der, session }) {
      put.run(session.dealingSha256, digestOf(session.sessionCertificate), JSON.stringify(session), der);
    },
    contributions: (sessionSha256) => given.all(sessionSha256).map(({ der }) => der),
    contribute: (sessionSha256, holderSha256, der) => void give.run(sessionSha256, holderSha256, der),
    confirm(confirmation, { der, time }) {
      const { kdTender, envelopeId, dealingSha256, holderCertificateSha256, opened } = confirmation;
      confirm.run(kdTender, envelopeId, dealingSha256, holderCertificateSha256, opened ? 1 : 0, time, der);
    },
  };
}

export interface RedealNeeds {
  readonly redealings: RedealingStore;
  readonly dealings: DealingStore;
  readonly packages: PackageStore;
  readonly ams: CertificateService;
  readonly log: TransparencyLog;
  readonly clock: Clock;
}

interface Given {
  readonly accountId: string;
  readonly envelopeId: EnvelopeId;
  readonly der: Buffer;
}

/** @throws access/forbidden when it is not the leader's; policy/dealing-refused */
export function startRedealing(needs: RedealNeeds, record: PackageRecord, given: Given): void {
  const { accountId, envelopeId, der } = given;
  if (record.officials[0] !== accountId) throw new CodedError('access/forbidden');
  const dealing = requireDealing(needs, record, envelopeId);
  const session = readOfficialStatement(needs, accountId, {
    der,
    schema: RedealSession,
    code: 'policy/dealing-refused',
  });
  if (!isOf(session, { record, envelopeId, dealing })) throw refused('another dealing');
  const certificate = requireSessionCertificate(session.sessionCertificate);
  if (needs.redealings.session(session.dealingSha256)?.sessionSha256 === certificate.sha256) return;
  note(needs, record, { envelopeId, facts: { leader: accountId, sessionCertificateSha256: certificate.sha256 } });
  needs.redealings.setSession({ der, session });
}

/** @throws access/forbidden, opening/session-missing, policy/dealing-refused */
export function giveShare(needs: RedealNeeds, record: PackageRecord, given: Given): void {
  const { accountId, envelopeId, der } = given;
  const dealing = requireDealing(needs, record, envelopeId);
  const code = 'policy/dealing-refused';
  const statement = readOfficialStatement(needs, accountId, { der, schema: RedealContribution, code });
  const session = needs.redealings.session(sha256Hex(dealing.dealing));
  if (session === null) throw new CodedError('opening/session-missing');
  const share = Buffer.from(statement.sealedShare, 'base64');
  const isThis =
    isOf(statement, { record, envelopeId, dealing }) &&
    statement.sessionCertificateSha256 === session.sessionSha256 &&
    statement.shareSha256 === sha256Hex(share);
  if (!isThis) throw refused('another session');
  requireHolder(needs, { accountId, dealing, holderSha256: statement.holderCertificateSha256 });
  requireSealedTo(parseCertificate(Buffer.from(session.session.sessionCertificate, 'base64')), share);
  const { holderCertificateSha256, shareSha256 } = statement;
  note(needs, record, { envelopeId, facts: { holderCertificateSha256, shareSha256 } });
  needs.redealings.contribute(session.sessionSha256, holderCertificateSha256, der);
}

/** @throws access/forbidden, policy/dealing-refused */
export function confirmShare(needs: RedealNeeds, record: PackageRecord, given: Given): void {
  const { accountId, envelopeId, der } = given;
  const dealing = requireDealing(needs, record, envelopeId);
  const code = 'policy/dealing-refused';
  const statement = readOfficialStatement(needs, accountId, { der, schema: ShareConfirmation, code });
  if (!isOf(statement, { record, envelopeId, dealing })) throw refused('another dealing');
  requireHolder(needs, { accountId, dealing, holderSha256: statement.holderCertificateSha256 });
  const time = toInstant(needs.clock.now());
  const { holderCertificateSha256, dealingSha256, opened } = statement;
  const body = { holderCertificateSha256, dealingSha256, opened };
  const { kdTender, versiTender } = record;
  needs.log.append({ type: 'rehearsal', kdTender, versiTender, envelopeId, time, body });
  needs.redealings.confirm(statement, { der, time });
}

function requireDealing({ dealings, packages, clock }: RedealNeeds, record: PackageRecord, envelopeId: EnvelopeId) {
  const dealing = dealings.latest({ ...record, envelopeId });
  if (dealing === null) throw refused('no dealing');
  if (clock.now() >= packages.closesAt(record.kdTender, envelopeId)) throw refused('deadline passed');
  return dealing;
}

function isOf(
  statement: { readonly kdTender: string; readonly envelopeId: string; readonly dealingSha256: string },
  about: { readonly record: PackageRecord; readonly envelopeId: EnvelopeId; readonly dealing: StoredDealing },
): boolean {
  return (
    statement.kdTender === about.record.kdTender &&
    statement.envelopeId === about.envelopeId &&
    statement.dealingSha256 === sha256Hex(about.dealing.dealing)
  );
}

/** A share is given and tried by its own holder. */
function requireHolder(
  { ams }: RedealNeeds,
  about: { readonly accountId: string; readonly dealing: StoredDealing; readonly holderSha256: string },
): void {
  const { accountId, dealing, holderSha256 } = about;
  const isDealt = dealing.content.shares.some((share) => share.holderCertificateSha256 === holderSha256);
  if (!isDealt || ams.bySha256(holderSha256)?.accountId !== accountId) throw refused('holder');
}

function requireSessionCertificate(base64: string): Certificate {
  try {
    const certificate = parseCertificate(Buffer.from(base64, 'base64'));
    const usage = certificate.keyType.kind === 'rsa' ? 'keyEncipherment' : 'keyAgreement';
    if (certificate.keyUsage?.has(usage) === true) return certificate;
  } catch (error) {
    if (!isCryptoError(error)) throw error;
  }
  throw refused('session certificate');
}

function requireSealedTo(certificate: Certificate, share: Buffer): void {
  try {
    requireRecipients(parseAuthEnveloped(share, { maxBytes: 64 << 10 }), [certificate]);
  } catch (cause) {
    throw new CodedError('policy/dealing-refused', { why: 'share' }, { cause });
  }
}

function note(
  { log, clock }: RedealNeeds,
  { kdTender, versiTender }: PackageRecord,
  about: { readonly envelopeId: EnvelopeId; readonly facts: Record<string, string> },
): void {
  const { envelopeId, facts: body } = about;
  log.append({ type: 'dealing', kdTender, versiTender, envelopeId, time: toInstant(clock.now()), body });
}

function digestOf(der: string): string {
  return sha256Hex(Buffer.from(der, 'base64'));
}

function refused(why: string): CodedError {
  return new CodedError('policy/dealing-refused', { why });
}
