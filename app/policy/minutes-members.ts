// Whose signatures count under minutes, without asking anybody: from the proof beside them, or from a tender's dossier, judged by
// nothing but the anchors of whoever asks.
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { leafHash, verifyInclusion } from '../../crypto/merkle.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import { parseOcspResponse } from '../../crypto/x509/ocsp.ts';
import { firstFailure } from '../domain/check-report.ts';
import type { EnvelopeScope } from '../domain/tender-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { MinutesProof } from '../protocol/minutes-proof.ts';
import type { PolicyEnvelope, SealingPolicy } from '../protocol/policy.ts';
import { archivedAt, type ArchivedRevocation } from './check-receipt.ts';
import { checkSealingPolicy } from './check-sealing-policy.ts';
import { readLeaf } from './live-set.ts';
import { tryRead } from './run-check.ts';
import type { PathContext } from './signed-message.ts';
import { requireLogHead, requireOrder, treeOf } from './tender/check-log.ts';
import { envelopeOf, requirePolicies } from './tender/check-policies.ts';
import type { Dossier } from './tender/dossier.ts';

export interface MinutesMembers {
  /** SHA-256 of the signing certificates that the policy names. */
  readonly members: ReadonlySet<string>;
  readonly policySha256: string;
  readonly serial: number;
  /** What the signers' paths are judged with. */
  readonly path: Pick<PathContext, 'intermediates' | 'crls' | 'ocsp'>;
}

export function membersOf({ signers }: Pick<PolicyEnvelope, 'signers'>): ReadonlySet<string> {
  return new Set(signers.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256));
}

/** The lists beside minutes: each proves itself, whatever else the proof says. None where there is no readable proof. */
export function listsOfProof(bytes: Uint8Array | null): ArchivedRevocation {
  const proof = bytes === null ? null : tryRead(() => MinutesProof.safeParse(parseCanonicalJson(bytes)).data ?? null);
  return (proof === null ? null : tryRead(() => parseLists(proof))) ?? { crls: [], ocsp: [] };
}

export function withLists(path: MinutesMembers['path'], more: ArchivedRevocation): MinutesMembers['path'] {
  const { crls = [], ocsp = [] } = path;
  return { ...path, crls: [...crls, ...more.crls], ocsp: [...ocsp, ...more.ocsp] };
}

function parseLists({ crls, ocsp }: MinutesProof): ArchivedRevocation {
  return {
    crls: crls.map((der) => parseCrl(Buffer.from(der, 'base64'))),
    ocsp: ocsp.map((der) => parseOcspResponse(Buffer.from(der, 'base64'))),
  };
}

/**
 * @param scope - null when the paper does not say which opening it is about
 * @throws minutes/proof-refused with why; the code of what is wrong with policy or log
 */
export function membersByProof(
  bytes: Uint8Array,
  { trust, scope }: { readonly trust: LpseTrust; readonly scope: EnvelopeScope | null },
): MinutesMembers & EnvelopeScope {
  const parsed = MinutesProof.safeParse(parseCanonicalJson(bytes));
  if (!parsed.success) throw new CodedError('minutes/proof-refused', { why: 'form' });
  const proof = parsed.data;
  const { kdLpse, kdTender, versiTender, envelopeId } = proof;
  if (kdLpse !== trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse });
  const same =
    scope === null ||
    (scope.kdTender === kdTender && scope.versiTender === versiTender && scope.envelopeId === envelopeId);
  if (!same)
    throw new CodedError('minutes/proof-refused', { why: 'another opening', kdTender, versiTender, envelopeId });
  const { policySha256, at } = requireInLog(proof, trust);
  const intermediates = proof.certificates.map((der) => parseCertificate(Buffer.from(der, 'base64')));
  const lists = parseLists(proof);
  const { report, policy } = checkSealingPolicy({
    ...{ policyDer: Buffer.from(proof.policy, 'base64'), policySha256, trust, remembered: null, at, intermediates },
    package: { kdLpse, kdTender, versiTender },
    revocation: { ...lists, revocationAt: archivedAt(lists, at) },
  });
  const failure = firstFailure(report);
  if (failure !== null) throw new CodedError(failure.code, { ...failure.facts, check: failure.id });
  const envelope = policy?.envelopes.find((one) => one.envelopeId === envelopeId);
  if (envelope === undefined || policy === null) throw new CodedError('minutes/proof-refused', { why: 'envelope' });
  const { serial } = policy;
  return {
    members: membersOf(envelope),
    policySha256,
    serial,
    path: { intermediates, ...lists },
    kdTender,
    versiTender,
    envelopeId,
  };
}

/**
 * As the dossier's own check 2 judges it: with the whole log, so that no older policy passes for the newest.
 * @throws audit/*, log/*, and what a rule of the policy says
 */
export function membersByDossier(dossier: Dossier, { envelopeId }: Pick<EnvelopeScope, 'envelopeId'>): MinutesMembers {
  requireOrder(dossier);
  requireLogHead(dossier, treeOf(dossier));
  const policies = requirePolicies(dossier);
  const newest = policies.at(-1);
  const envelope = envelopeOf(policies, envelopeId);
  if (newest === undefined || envelope === undefined) throw new CodedError('draft/no-such-envelope', { envelopeId });
  const { policy, policySha256 } = newest;
  return {
    members: membersOf(envelope),
    policySha256,
    serial: policy.serial,
    path: { intermediates: dossier.certificates, crls: dossier.archive().crls },
  };
}

/** The policy's digest, and the time of its leaf under a head that the log signed. */
function requireInLog(proof: MinutesProof, trust: LpseTrust): { readonly policySha256: string; readonly at: Date } {
  const head = verifyCheckpoint(proof.log.checkpoint, parseVerifierKey(trust.logVerifierKey));
  const leaf = Buffer.from(proof.log.leaf, 'base64');
  verifyInclusion({
    ...{ leafHash: leafHash(leaf), index: proof.log.index, size: head.size, root: head.root },
    proof: proof.log.inclusion.map((hash) => Buffer.from(hash, 'hex')),
  });
  const { type, kdTender, versiTender, time, body } = readLeaf(leaf);
  const policySha256 = body?.policySha256;
  const isOfTender = kdTender === proof.kdTender && versiTender === proof.versiTender;
  if (type !== 'policy-issued' || !isOfTender || typeof policySha256 !== 'string') {
    throw new CodedError('minutes/proof-refused', { why: 'leaf' });
  }
  return { policySha256, at: new Date(time) };
}

/** What is put beside minutes; the signers' own answers are in their files. */
export function proofOf(about: {
  readonly policy: SealingPolicy;
  readonly policyBase64: string;
  readonly envelopeId: MinutesProof['envelopeId'];
  readonly log: MinutesProof['log'];
  readonly path: MinutesMembers['path'];
}): MinutesProof {
  const { policy, policyBase64, envelopeId, log, path } = about;
  const { kdLpse, kdTender, versiTender } = policy;
  const { intermediates = [], crls = [], ocsp = [] } = path;
  return {
    ...{ format: 'segel-minutes-proof/1', kdLpse, kdTender, versiTender, envelopeId, policy: policyBase64, log },
    certificates: distinct(intermediates),
    crls: distinct(crls),
    ocsp: distinct(ocsp),
  };
}

/** In an order that follows from the bytes alone. */
function distinct(parts: readonly { readonly der: Uint8Array }[]): string[] {
  const byDigest = new Map(parts.map(({ der }) => [sha256Hex(der), Buffer.from(der).toString('base64')]));
  return [...byDigest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, der]) => der);
}
