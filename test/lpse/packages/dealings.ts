// Quorum dealings (container.md 7): made on the leader's computer, checked, certified by the AMS, logged. A re-dealing for
// changed holders keeps the key and its certificate.
import type { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { Dealing } from '../../../app/protocol/policy.ts';
import { toInstant, type EnvelopeId } from '../../../app/protocol/primitives.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { equalBytes, sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { parseCsr, type Csr } from '../../../crypto/x509/csr.ts';
import type { Clock } from '../clock.ts';
import type { CertificateService, PackageRecord, TransparencyLog } from '../context.ts';
import { migrate, type Store } from '../database.ts';

export interface StoredDealing {
  /** CMS SignedData by the leader over canonical `Dealing`. */
  readonly dealing: Buffer;
  readonly certificate: Certificate;
}

export interface DealingStore {
  find(kdTender: string, envelopeId: EnvelopeId): StoredDealing | null;
  certificate(kdTender: string, envelopeId: EnvelopeId): Certificate | null;
  save(kdTender: string, envelopeId: EnvelopeId, dealing: StoredDealing): void;
}

export function createDealingStore(store: Store): DealingStore {
  migrate(store, [
    {
      name: 'packages/dealings',
      sql: `CREATE TABLE dealings (kd_tender TEXT NOT NULL, envelope_id TEXT NOT NULL, dealing BLOB NOT NULL,
        certificate BLOB NOT NULL, PRIMARY KEY (kd_tender, envelope_id)) STRICT`,
    },
  ]);
  const select = store.prepare<[string, string], { dealing: Buffer; certificate: Buffer }>(
    'SELECT dealing, certificate FROM dealings WHERE kd_tender = ? AND envelope_id = ?',
  );
  const put = store.prepare('INSERT OR REPLACE INTO dealings VALUES (?, ?, ?, ?)');
  const find = (kdTender: string, envelopeId: EnvelopeId): StoredDealing | null => {
    const row = select.get(kdTender, envelopeId);
    return row === undefined ? null : { dealing: row.dealing, certificate: parseCertificate(row.certificate) };
  };
  return {
    find,
    certificate: (kdTender, envelopeId) => find(kdTender, envelopeId)?.certificate ?? null,
    save: (kdTender, envelopeId, { dealing, certificate }) =>
      void put.run(kdTender, envelopeId, dealing, certificate.der),
  };
}

export interface DealingNeeds {
  readonly dealings: DealingStore;
  readonly ams: CertificateService;
  readonly log: TransparencyLog;
  readonly clock: Clock;
}

/** @throws access/forbidden when `accountId` is not the leader; policy/dealing-refused */
export function acceptDealing(
  { dealings, ams, log, clock }: DealingNeeds,
  record: PackageRecord,
  { accountId, envelopeId, der }: { readonly accountId: string; readonly envelopeId: EnvelopeId; readonly der: Buffer },
): StoredDealing {
  if (record.officials[0] !== accountId) throw new CodedError('access/forbidden');
  const { kdTender } = record;
  const present = dealings.find(kdTender, envelopeId);
  if (present !== null && equalBytes(present.dealing, der)) return present;
  const { dealing, csr } = readDealing(der, (signer) => ams.ownerOf(signer) === accountId);
  requireDealing(record, { envelopeId, dealing });
  requireHolders(record, { dealing, ams, at: clock.now() });
  if (present !== null && !equalBytes(present.certificate.spkiDer, csr.spkiDer)) throw refused('another key');
  const certificate =
    present?.certificate ?? ams.issueQuorum(accountId, `Kuorum ${kdTender} ${envelopeId}`, csr.publicKey).certificate;
  const dealingSha256 = sha256Hex(der);
  const body = {
    dealingSha256,
    certificateSha256: certificate.sha256,
    threshold: dealing.threshold,
    holders: dealing.shares.map(({ holderCertificateSha256 }) => holderCertificateSha256),
  };
  const time = toInstant(clock.now());
  log.append({ type: 'dealing', kdTender, envelopeId, time, body }, `dealing:${dealingSha256}`);
  dealings.save(kdTender, envelopeId, { dealing: der, certificate });
  return { dealing: der, certificate };
}

type DealingContent = z.infer<typeof Dealing>;

function readDealing(der: Buffer, isLeader: (signer: Certificate) => boolean): { dealing: DealingContent; csr: Csr } {
  try {
    const { content, signers } = verifySignedData(der);
    const [signer, ...more] = signers;
    if (signer === undefined || more.length > 0 || !isLeader(signer.certificate)) throw refused('signer');
    const dealing = Dealing.safeParse(parseCanonicalJson(content));
    if (!dealing.success) throw refused('form');
    return { dealing: dealing.data, csr: parseCsr(Buffer.from(dealing.data.csr, 'base64')) };
  } catch (cause) {
    if (!isCryptoError(cause)) throw cause;
    throw new CodedError('policy/dealing-refused', { why: cause.code }, { cause });
  }
}

function requireDealing(
  record: PackageRecord,
  { envelopeId, dealing }: { readonly envelopeId: EnvelopeId; readonly dealing: DealingContent },
): void {
  if (dealing.kdTender !== record.kdTender || dealing.envelopeId !== envelopeId) throw refused('another envelope');
  if (!record.envelopes.some((envelope) => envelope.envelopeId === envelopeId)) throw refused('another envelope');
  if (dealing.threshold !== record.quorumThreshold) throw refused('threshold');
}

/** One share for each member's present encryption certificate, in the order of the committee. */
function requireHolders(
  { officials }: PackageRecord,
  { dealing, ams, at }: { readonly dealing: DealingContent; readonly ams: CertificateService; readonly at: Date },
): void {
  const wanted = officials.map((accountId) => ams.currentOf(accountId, 'member-encryption', at)?.certificate.sha256);
  const given = dealing.shares.map(({ holderCertificateSha256 }) => holderCertificateSha256);
  if (wanted.length !== given.length || wanted.some((sha256, i) => sha256 !== given[i])) throw refused('holders');
}

function refused(why: string): CodedError {
  return new CodedError('policy/dealing-refused', { why });
}
