// From draft to published policy: members sign, the LPSE adds its own signature at a majority, the KMS judges, the log takes
// it in (app/protocol/SPEC.md 3). An LPSE alone cannot name its own openers.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { mergeSignatures, signContent } from '../../../crypto/cms/sign.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { equalBytes, sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { LpseHooks, PackageRecord, TransparencyLog } from '../context.ts';
import { composePolicy, saysTheSame, type DraftNeeds } from './draft-policy.ts';
import { requireOpenable } from './openable.ts';
import type { PackageStore } from './package-store.ts';
import type { Draft, PolicyStore } from './policy-store.ts';

export interface PolicyServiceNeeds extends Omit<DraftNeeds, 'policies'> {
  readonly policies: PolicyStore;
  readonly packages: PackageStore;
  readonly log: TransparencyLog;
  readonly lpseKey: SigningKey;
  readonly hooks: LpseHooks;
}

export interface DraftState {
  readonly draft: Draft;
  readonly signedBy: readonly string[];
  readonly required: number;
}

export interface PolicyService {
  /** @throws policy/no-draft when the published policy says all there is; policy/members-incomplete */
  draft(kdTender: string): Promise<DraftState>;
  /**
   * Takes one member's signature over the draft and publishes with a majority.
   * @throws policy/draft-changed, policy/signature-refused
   */
  sign(kdTender: string, accountId: string, der: Buffer): Promise<Omit<DraftState, 'draft'> & { published: boolean }>;
}

export function createPolicyService(needs: PolicyServiceNeeds): PolicyService {
  const { policies, packages, clock } = needs;

  const draftState = async (kdTender: string): Promise<DraftState> => {
    const record = packages.require(kdTender);
    const wanted = await composePolicy(needs, record);
    const published = policies.newest(kdTender);
    if (published !== null && saysTheSame(published.policy, wanted)) {
      policies.dropDraft(kdTender);
      throw new CodedError('policy/no-draft', { kdTender });
    }
    if (published !== null) requireOpenable(needs, { record, next: wanted });
    const present = policies.draft(kdTender);
    const stands = present !== null && present.policy.serial === wanted.serial && saysTheSame(present.policy, wanted);
    const draft = stands ? present : policies.saveDraft(kdTender, encodeCanonicalJson(wanted));
    return stateOf(needs, record, draft);
  };

  const publish = async (draft: Draft): Promise<void> => {
    const at = clock.now();
    const own = await signContent({
      content: draft.content,
      detached: false,
      signers: [{ key: needs.lpseKey, signingTime: at }],
    });
    const der = mergeSignatures(own, ...policies.signatures(draft.policySha256).values());
    // The KMS first: what it refuses is not published.
    await needs.kms.acceptPolicy(der);
    const { kdTender, policySha256, policy } = draft;
    const body = { policySha256, serial: policy.serial, mode: policy.mode };
    const { versiTender } = policy;
    const leaf = { type: 'policy-issued', kdTender, versiTender, envelopeId: null, time: toInstant(at), body } as const;
    const { index } = needs.log.append(leaf, `policy:${policySha256}`);
    policies.publish(draft, { der, at, logIndex: index });
  };

  return {
    draft: draftState,
    async sign(kdTender, accountId, der) {
      const late = lateSignature(needs, kdTender, { accountId, der });
      if (late !== null) return late;
      const { draft } = await draftState(kdTender);
      const certificate = readSignature(der, draft);
      const isTheirs = needs.ams.ownerOf(certificate) === accountId && signersOf(draft).has(certificate.sha256);
      if (!isTheirs) throw new CodedError('policy/signature-refused', { why: 'signer' });
      policies.addSignature(draft.policySha256, certificate.sha256, der);
      const { signedBy, required } = stateOf(needs, packages.require(kdTender), draft);
      const published = signedBy.length >= required;
      if (published) await publish(draft);
      return { published, signedBy, required };
    },
  };
}

/** A member who signs after the majority did: the policy is published already, and nothing is refused. */
function lateSignature(
  needs: PolicyServiceNeeds,
  kdTender: string,
  { accountId, der }: { readonly accountId: string; readonly der: Buffer },
): { published: boolean; signedBy: readonly string[]; required: number } | null {
  const published = needs.policies.newest(kdTender);
  if (published === null) return null;
  const content = encodeCanonicalJson(published.policy);
  const draft = { ...published, content };
  try {
    const certificate = readSignature(der, draft);
    if (needs.ams.ownerOf(certificate) !== accountId || !signersOf(draft).has(certificate.sha256)) return null;
    needs.policies.addSignature(published.policySha256, certificate.sha256, der);
  } catch (error) {
    if (error instanceof CodedError) return null;
    throw error;
  }
  const { signedBy, required } = stateOf(needs, needs.packages.require(kdTender), draft);
  return { published: true, signedBy, required };
}

/** More than half of the members; the officer or the leader alone in NON_CA. */
function stateOf(
  { policies }: PolicyServiceNeeds,
  { mode }: PackageRecord,
  draft: Draft,
): { draft: Draft; signedBy: readonly string[]; required: number } {
  const members = signersOf(draft);
  const required = mode === 'CA' ? Math.floor(members.size / 2) + 1 : 1;
  return { draft, signedBy: [...policies.signatures(draft.policySha256).keys()], required };
}

function signersOf({ policy }: Draft): ReadonlySet<string> {
  const all = policy.envelopes.flatMap(({ signers }) => signers);
  return new Set(all.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256));
}

/** The certificate of the one signer over exactly the draft's bytes. */
function readSignature(der: Buffer, draft: Draft): Certificate {
  try {
    const { content, signers } = verifySignedData(der);
    if (!equalBytes(content, draft.content)) {
      throw new CodedError('policy/draft-changed', { signed: sha256Hex(content), draft: draft.policySha256 });
    }
    const [signer, ...more] = signers;
    if (signer === undefined || more.length > 0) throw new CodedError('policy/signature-refused', { why: 'signers' });
    return signer.certificate;
  } catch (cause) {
    if (!isCryptoError(cause)) throw cause;
    throw new CodedError('policy/signature-refused', { why: cause.code }, { cause });
  }
}
