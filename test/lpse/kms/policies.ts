// The KMS judges sealing policies for itself (app/protocol/SPEC.md 3): who signed them, that they only rise in serial, and that no
// deadline moves to an earlier time. It keeps every accepted one, because a bid is judged against the policy it names.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { SealingPolicy, type PolicyEnvelope } from '../../../app/protocol/policy.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { nameAttribute } from '../../../crypto/x509/distinguished-name.ts';
import type { EnvelopeScope } from '../context.ts';
import type { Store } from '../database.ts';
import { scopeDetails, type KeyRing } from './keys.ts';
import { isTrusted, type KmsTrust } from './trust.ts';

export interface AcceptedPolicy {
  readonly policy: SealingPolicy;
  readonly policySha256: string;
}

export interface PolicyBook {
  /** Idempotent for a policy already accepted. @throws kms/policy-refused */
  accept(policyDer: Uint8Array): AcceptedPolicy;
  /** @throws kms/unknown-envelope when no policy of this tender and version names the envelope */
  newest(id: EnvelopeScope): AcceptedPolicy & { readonly envelope: PolicyEnvelope };
  /** True for a policy, of any serial, of this tender and version. */
  knows(id: EnvelopeScope, policySha256: string): boolean;
  /** True for a policy that was accepted here, of whatever tender. */
  holds(policySha256: string): boolean;
  /** The latest `closesAt` ever accepted; null before the first policy. */
  hourOf(id: EnvelopeScope): Date | null;
}

interface PolicyRow {
  readonly policy_sha256: string;
  readonly content: Buffer;
}

export function createPolicyBook(
  store: Store,
  needs: { readonly kdLpse: number; readonly now: () => Date; readonly keys: KeyRing; readonly trust: KmsTrust },
): PolicyBook {
  const newestRow = store.prepare<[string, number], PolicyRow>(
    `SELECT policy_sha256, content FROM kms_policies WHERE kd_tender = ? AND versi_tender = ? ORDER BY serial DESC LIMIT 1`,
  );
  const known = store.prepare<[string, string, number], PolicyRow>(
    'SELECT policy_sha256, content FROM kms_policies WHERE policy_sha256 = ? AND kd_tender = ? AND versi_tender = ?',
  );
  const others = store.prepare<[string, number], Pick<PolicyRow, 'content'>>(
    'SELECT content FROM kms_policies WHERE kd_tender = ? AND versi_tender <> ?',
  );
  const held = store.prepare<[string], 1>('SELECT 1 FROM kms_policies WHERE policy_sha256 = ?').pluck();
  const deadline = store.prepare<[string, number, string], { closes_at: string }>(
    'SELECT closes_at FROM kms_deadlines WHERE kd_tender = ? AND versi_tender = ? AND envelope_id = ?',
  );
  const hourOf = (id: EnvelopeScope): Date | null => {
    const row = deadline.get(id.kdTender, id.versiTender, id.envelopeId);
    return row === undefined ? null : new Date(row.closes_at);
  };
  const save = store.transaction((accepted: AcceptedPolicy, content: Buffer) => {
    const { policy, policySha256 } = accepted;
    store
      .prepare('INSERT INTO kms_policies VALUES (?, ?, ?, ?, ?, ?)')
      .run(policySha256, policy.kdTender, policy.versiTender, policy.serial, content, needs.now().toISOString());
    const keep = store.prepare('INSERT OR REPLACE INTO kms_deadlines VALUES (?, ?, ?, ?)');
    for (const { envelopeId, closesAt } of policy.envelopes)
      keep.run(policy.kdTender, policy.versiTender, envelopeId, closesAt);
  });

  return {
    accept(policyDer) {
      const { policy, content, signers } = readPolicy(policyDer);
      const policySha256 = sha256Hex(content);
      if (known.get(policySha256, policy.kdTender, policy.versiTender) !== undefined) return { policy, policySha256 };
      requireSigners(policy, signers, needs);
      requireOwnKeys(policy, needs);
      requireNewQuorums(policy, others.all(policy.kdTender, policy.versiTender));
      const previous = newestRow.get(policy.kdTender, policy.versiTender);
      requireProgress(policy, previous === undefined ? null : parsePolicy(previous.content), {
        hourOf,
        now: needs.now(),
      });
      save({ policy, policySha256 }, content);
      return { policy, policySha256 };
    },
    newest(id) {
      const row = newestRow.get(id.kdTender, id.versiTender);
      const policy = row && parsePolicy(row.content);
      const envelope = policy?.envelopes.find(({ envelopeId }) => envelopeId === id.envelopeId);
      if (row === undefined || policy === undefined || envelope === undefined)
        throw new CodedError('kms/unknown-envelope', scopeDetails(id));
      return { policy, policySha256: row.policy_sha256, envelope };
    },
    knows: (id, policySha256) => known.get(policySha256, id.kdTender, id.versiTender) !== undefined,
    holds: (policySha256) => held.get(policySha256) === 1,
    hourOf,
  };
}

function parsePolicy(content: Uint8Array): SealingPolicy {
  return SealingPolicy.parse(parseCanonicalJson(content));
}

function readPolicy(der: Uint8Array): { policy: SealingPolicy; content: Buffer; signers: readonly Certificate[] } {
  try {
    const { content, signers } = verifySignedData(der);
    return { policy: parsePolicy(content), content, signers: signers.map(({ certificate }) => certificate) };
  } catch (cause) {
    throw new CodedError('kms/policy-refused', { why: 'signature or form' }, { cause });
  }
}

/** The LPSE, and a majority of every envelope's committee (NON_CA: one of its officers): the LPSE alone names nobody. */
function requireSigners(
  policy: SealingPolicy,
  signers: readonly Certificate[],
  { kdLpse, now, trust }: { readonly kdLpse: number; readonly now: () => Date; readonly trust: KmsTrust },
): void {
  if (policy.kdLpse !== kdLpse) throw refused('another LPSE');
  const byLpse = signers.some((signer) => isTrusted(signer, 'lpse', { trust, at: now() }));
  if (!byLpse) throw refused('not signed by the LPSE');
  const present = new Set(signers.map(({ sha256 }) => sha256));
  for (const envelope of policy.envelopes) {
    const committee = envelope.signers.map((der) => parseCertificate(Buffer.from(der, 'base64')));
    if (new Set(committee.map(({ sha256 }) => sha256)).size !== committee.length) throw refused('a member twice');
    requireOneCommittee(committee);
    for (const member of committee) {
      if (!isTrusted(member, 'committee', { trust, at: now() })) throw refused('a member without AMS certificate');
    }
    const signed = committee.filter(({ sha256 }) => present.has(sha256)).length;
    const needed = policy.mode === 'CA' ? Math.floor(committee.length / 2) + 1 : 1;
    if (signed < needed) throw new CodedError('kms/policy-refused', { why: 'too few members signed', signed, needed });
  }
}

/** Members' certificates name their committee (or work unit); a list drawn from several is none. */
function requireOneCommittee(members: readonly Certificate[]): void {
  const units = new Set(members.map(({ subject }) => nameAttribute(subject, 'OU')));
  if (units.size !== 1 || units.has(undefined)) throw refused('members of several committees');
}

function requireOwnKeys(
  policy: SealingPolicy,
  { keys, now, trust }: { readonly keys: KeyRing; readonly now: () => Date; readonly trust: KmsTrust },
): void {
  for (const { envelopeId, packageCertificate, rehearsalCertificate, openers } of policy.envelopes) {
    const id = { kdTender: policy.kdTender, versiTender: policy.versiTender, envelopeId };
    const own = keys.packageCertificate(id).der.toString('base64');
    if (packageCertificate !== own || rehearsalCertificate === own) throw refused('package certificate');
    if ((openers === null) !== (policy.mode === 'NON_CA')) throw refused('mode and openers');
    const certificates =
      openers === null ? [] : openers.kind === 'quorum' ? [openers.certificate] : openers.certificates;
    for (const der of certificates) {
      const opener = parseCertificate(Buffer.from(der, 'base64'));
      if (!isTrusted(opener, 'opener', { trust, at: now() })) throw refused('an opener without AMS certificate');
    }
  }
}

/** A tender that is held again is dealt anew: the shares of an earlier version must not open the bids of this one. */
function requireNewQuorums(policy: SealingPolicy, others: readonly Pick<PolicyRow, 'content'>[]): void {
  const used = new Set(others.flatMap(({ content }) => quorumKeys(parsePolicy(content))));
  if (quorumKeys(policy).some((key) => used.has(key))) throw refused('quorum of another version');
}

function quorumKeys({ envelopes }: SealingPolicy): readonly string[] {
  return envelopes.flatMap(({ openers }) =>
    openers?.kind === 'quorum' ? [sha256Hex(parseCertificate(Buffer.from(openers.certificate, 'base64')).spkiDer)] : [],
  );
}

function requireProgress(
  next: SealingPolicy,
  previous: SealingPolicy | null,
  { hourOf, now }: { hourOf: PolicyBook['hourOf']; now: Date },
): void {
  if (previous !== null && next.serial <= previous.serial) throw refused('serial');
  if (previous !== null && next.mode !== previous.mode) throw refused('mode changed');
  for (const { envelopeId, closesAt } of next.envelopes) {
    const hour = hourOf({ kdTender: next.kdTender, versiTender: next.versiTender, envelopeId });
    const moved = hour === null ? 0 : new Date(closesAt).getTime() - hour.getTime();
    if (moved < 0) throw refused('closes earlier');
    // Once the hour has come, headers may be out: nothing may be sealed to this envelope again.
    if (moved > 0 && hour !== null && now >= hour) throw refused('already closed');
  }
}

function refused(why: string): CodedError {
  return new CodedError('kms/policy-refused', { why });
}
