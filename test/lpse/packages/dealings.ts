// Quorum dealings (crypto/SPEC.md 11): made on the leader's computer, checked, certified by the AMS, logged. A re-dealing for
// changed holders keeps the key and its certificate.
import type { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { Dealing, type SealingPolicy } from '../../../app/protocol/policy.ts';
import { toInstant, type EnvelopeId } from '../../../app/protocol/primitives.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { equalBytes, sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { parseCsr, type Csr } from '../../../crypto/x509/csr.ts';
import type { Clock } from '../clock.ts';
import type {
  CertificateService,
  EnvelopeScope,
  LpseHooks,
  PackageRecord,
  PolicyLookup,
  TransparencyLog,
} from '../context.ts';
import { migrate, type Store } from '../database.ts';
import type { PackageStore } from './package-store.ts';

export type DealingContent = z.infer<typeof Dealing>;

export interface StoredDealing {
  /** CMS SignedData by the leader over canonical `Dealing`. */
  readonly dealing: Buffer;
  readonly content: DealingContent;
  readonly certificate: Certificate;
}

export interface DealingStore {
  /** The newest of this version of the tender. */
  latest(scope: EnvelopeScope): StoredDealing | null;
  /** The newest to the holders whom the policy in force names: a later one counts with the policy that names its holders. */
  inForce(scope: EnvelopeScope, policy: SealingPolicy | null): StoredDealing | null;
  /** Every one of other versions, of whatever envelope, also those that were taken back. */
  ofOtherVersions(scope: Omit<EnvelopeScope, 'envelopeId'>): readonly StoredDealing[];
  save(scope: EnvelopeScope, dealing: Omit<StoredDealing, 'content'>): void;
  /** From then on it counts as never dealt, and is not accepted again. */
  withdraw(dealingSha256: string): void;
  isWithdrawn(dealingSha256: string): boolean;
}

export function createDealingStore(store: Store): DealingStore {
  migrate(store, [
    {
      name: 'packages/dealings',
      sql: `CREATE TABLE dealings (kd_tender TEXT NOT NULL, envelope_id TEXT NOT NULL, dealing BLOB NOT NULL,
        certificate BLOB NOT NULL, PRIMARY KEY (kd_tender, envelope_id)) STRICT`,
    },
    {
      name: 'packages/dealings-kept',
      sql: `CREATE TABLE dealings_kept (kd_tender TEXT NOT NULL, envelope_id TEXT NOT NULL, dealing BLOB NOT NULL,
          certificate BLOB NOT NULL) STRICT;
        INSERT INTO dealings_kept SELECT * FROM dealings;
        DROP TABLE dealings`,
    },
    {
      name: 'packages/dealings-withdrawn',
      sql: 'CREATE TABLE dealings_withdrawn (dealing_sha256 TEXT PRIMARY KEY) STRICT',
    },
    {
      name: 'packages/dealings-by-version',
      sql: 'ALTER TABLE dealings_kept ADD COLUMN versi_tender INTEGER NOT NULL DEFAULT 1',
    },
  ]);
  const select = store.prepare<[string, string, number], StoredRow>(
    `SELECT dealing, certificate FROM dealings_kept WHERE kd_tender = ? AND envelope_id = ? AND versi_tender = ?
     ORDER BY rowid DESC`,
  );
  const others = store.prepare<[string, number], StoredRow>(
    'SELECT dealing, certificate FROM dealings_kept WHERE kd_tender = ? AND versi_tender <> ?',
  );
  const put = store.prepare(
    'INSERT INTO dealings_kept (kd_tender, envelope_id, versi_tender, dealing, certificate) VALUES (?, ?, ?, ?, ?)',
  );
  const withdraw = store.prepare('INSERT OR IGNORE INTO dealings_withdrawn VALUES (?)');
  const withdrawn = store.prepare<[string]>('SELECT 1 FROM dealings_withdrawn WHERE dealing_sha256 = ?');
  const isWithdrawn = (dealingSha256: string): boolean => withdrawn.get(dealingSha256) !== undefined;
  const all = ({ kdTender, envelopeId, versiTender }: EnvelopeScope): StoredDealing[] =>
    select
      .all(kdTender, envelopeId, versiTender)
      .filter(({ dealing }) => !isWithdrawn(sha256Hex(dealing)))
      .map(fromRow);
  return {
    latest: (scope) => all(scope)[0] ?? null,
    ofOtherVersions: ({ kdTender, versiTender }) => others.all(kdTender, versiTender).map(fromRow),
    inForce(scope, policy) {
      const known = all(scope);
      const openers = policy?.envelopes.find((one) => one.envelopeId === scope.envelopeId)?.openers;
      const holders = openers?.kind === 'quorum' ? openers.holders.map(digestOf) : [];
      return known.find(({ content }) => isDealtTo(content, holders)) ?? known[0] ?? null;
    },
    save: ({ kdTender, envelopeId, versiTender }, { dealing, certificate }) =>
      void put.run(kdTender, envelopeId, versiTender, dealing, certificate.der),
    withdraw: (dealingSha256) => void withdraw.run(dealingSha256),
    isWithdrawn,
  };
}

interface StoredRow {
  readonly dealing: Buffer;
  readonly certificate: Buffer;
}

function fromRow({ dealing, certificate }: StoredRow): StoredDealing {
  return {
    dealing,
    content: Dealing.parse(parseCanonicalJson(verifySignedData(dealing).content)),
    certificate: parseCertificate(certificate),
  };
}

/** `holders`: certificate digests in share order. */
export function isDealtTo({ shares }: DealingContent, holders: readonly string[]): boolean {
  return (
    shares.length === holders.length &&
    shares.every(({ holderCertificateSha256 }, i) => holderCertificateSha256 === holders[i])
  );
}

export interface DealingNeeds {
  readonly dealings: DealingStore;
  readonly packages: PackageStore;
  readonly policies: PolicyLookup;
  readonly hooks: LpseHooks;
  readonly ams: CertificateService;
  readonly log: TransparencyLog;
  readonly clock: Clock;
}

/**
 * The first dealing of an envelope chooses its threshold. Once a policy names the quorum, key and threshold stay, and only the holders
 * change; once a bid is there, so does the way of opening. A tender that is held again is dealt anew: with a key of an earlier version
 * the shares of that version would open its bids.
 * @throws access/forbidden when `accountId` is not the leader; policy/dealing-refused
 */
export function acceptDealing(
  needs: DealingNeeds,
  record: PackageRecord,
  { accountId, envelopeId, der }: { readonly accountId: string; readonly envelopeId: EnvelopeId; readonly der: Buffer },
): StoredDealing {
  const { dealings, packages, ams, log, clock } = needs;
  if (record.officials[0] !== accountId) throw new CodedError('access/forbidden');
  const { kdTender, versiTender } = record;
  const scope = { kdTender, versiTender, envelopeId };
  const present = dealings.latest(scope);
  if (present !== null && equalBytes(present.dealing, der)) return present;
  if (dealings.isWithdrawn(sha256Hex(der))) throw refused('withdrawn');
  const { dealing, csr } = readDealing(der, (signer) => ams.ownerOf(signer) === accountId);
  requireDealing(record, { envelopeId, dealing });
  requireNewKey(dealings, scope, { dealing, csr });
  if (clock.now() >= packages.closesAt(kdTender, envelopeId)) throw refused('deadline passed');
  requireHolders(record, { dealing, ams, at: clock.now() });
  const kept = requireSameQuorum(needs, record, { envelopeId, dealing, csr, present });
  const certificate = kept ?? ams.issueQuorum(accountId, `Kuorum ${kdTender} ${envelopeId}`, csr.publicKey).certificate;
  const dealingSha256 = sha256Hex(der);
  const body = {
    dealingSha256,
    certificateSha256: certificate.sha256,
    threshold: dealing.threshold,
    holders: dealing.shares.map(({ holderCertificateSha256 }) => holderCertificateSha256),
  };
  const time = toInstant(clock.now());
  log.append({ type: 'dealing', kdTender, versiTender, envelopeId, time, body }, `dealing:${dealingSha256}`);
  dealings.save(scope, { dealing: der, certificate });
  if (record.quorumThreshold !== dealing.threshold) {
    packages.replace({ ...record, quorumThreshold: dealing.threshold });
  }
  return { dealing: der, content: dealing, certificate };
}

/** @throws policy/dealing-refused when another version of the tender has or had this key */
function requireNewKey(
  dealings: DealingStore,
  scope: EnvelopeScope,
  { dealing, csr }: { readonly dealing: DealingContent; readonly csr: Csr },
): void {
  const isUsed = dealings
    .ofOtherVersions(scope)
    .some(
      ({ certificate, content }) =>
        equalBytes(certificate.spkiDer, csr.spkiDer) || content.commitment === dealing.commitment,
    );
  if (isUsed) throw refused('key of another version');
}

/** The certificate that stays; null when the key is a new one. */
function requireSameQuorum(
  { policies, hooks }: DealingNeeds,
  { kdTender, versiTender, envelopes }: PackageRecord,
  about: {
    readonly envelopeId: EnvelopeId;
    readonly dealing: DealingContent;
    readonly csr: Csr;
    readonly present: StoredDealing | null;
  },
): Certificate | null {
  const { envelopeId, dealing, csr, present } = about;
  const newest = policies.newest(kdTender)?.policy;
  const envelopesNow = newest?.versiTender === versiTender ? newest.envelopes : [];
  const named = envelopesNow.find((one) => one.envelopeId === envelopeId)?.openers;
  if (named?.kind === 'quorum') {
    const certificate = parseCertificate(Buffer.from(named.certificate, 'base64'));
    if (dealing.threshold !== named.threshold) throw refused('threshold');
    const { commitment, encryptedKey } = present?.content ?? {};
    const isSame = equalBytes(certificate.spkiDer, csr.spkiDer) && dealing.commitment === commitment;
    if (!isSame || dealing.encryptedKey !== encryptedKey) throw refused('another key');
    return certificate;
  }
  if (envelopes.some(({ envelopeId }) => hooks.livePolicies({ kdTender, versiTender, envelopeId }).length > 0))
    throw refused('bids received');
  return present !== null && equalBytes(present.certificate.spkiDer, csr.spkiDer) ? present.certificate : null;
}

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
  if (record.mode !== 'CA') throw refused('mode');
  const holders = record.officials.length;
  // crypto/SPEC.md 11.
  if (dealing.threshold < Math.ceil((holders + 1) / 2) || dealing.threshold > holders - 1) throw refused('threshold');
}

/** One share for each member's present encryption certificate, in the order of the committee. */
function requireHolders(
  { officials }: PackageRecord,
  { dealing, ams, at }: { readonly dealing: DealingContent; readonly ams: CertificateService; readonly at: Date },
): void {
  const wanted = officials.map((accountId) => ams.currentOf(accountId, 'member-encryption', at)?.certificate.sha256);
  if (
    !isDealtTo(
      dealing,
      wanted.map((sha256) => sha256 ?? ''),
    )
  )
    throw refused('holders');
}

function digestOf(der: string): string {
  return sha256Hex(Buffer.from(der, 'base64'));
}

function refused(why: string): CodedError {
  return new CodedError('policy/dealing-refused', { why });
}
