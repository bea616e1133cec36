// Who may sign the minutes: asked of the LPSE and its log when connected, and kept beside the paper so that nobody need ask later.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { leafHash, MerkleTree } from '../../crypto/merkle.ts';
import type { EnvelopeScope } from '../domain/tender-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { DossierFiles } from '../ports/dossier-files.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { LogCalls, PackageCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { SealingPolicy } from '../protocol/policy.ts';
import { certificatesOf } from '../policy/check-sealing-policy.ts';
import { membersByDossier, membersOf, proofOf, type MinutesMembers } from '../policy/minutes-members.ts';
import { findPolicyIssued } from '../policy/policy-issued.ts';
import { readSigned } from '../policy/signed-message.ts';
import { Dossier, parseIndex } from '../policy/tender/dossier.ts';
import type { RevocationAnswers } from './collect-revocation.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { loadIssuedPolicy, type IssuedPolicyNeeds } from './issued-policy.ts';
import { requireEnvelope, requirePolicy } from './load-policy.ts';
import { requireSmall } from './read-dossier.ts';
import { requireTree } from './log-tree.ts';
import { requireSameLog } from './verify-log.ts';

export interface MembersNeeds extends IssuedPolicyNeeds {
  readonly lpse: LogCalls & Pick<PackageCalls, 'policy' | 'package'>;
}

export interface AskedMembers extends MinutesMembers {
  /** `segel-minutes-proof/1` with the answers of the policy and these. */
  proof(answers: RevocationAnswers): Buffer;
}

/**
 * @throws minutes/earlier-version when the tender was held again since
 * @throws trust/* when the policy is not good, log/*, policy/not-published, draft/no-such-envelope, network/*
 */
export async function askMembers(
  needs: MembersNeeds,
  about: EnvelopeScope & { readonly connection: LpseConnection },
  options: CallOptions = {},
): Promise<AskedMembers> {
  const { connection, kdTender, versiTender, envelopeId } = about;
  const { versi_tender: current } = await needs.lpse.package(kdTender, options);
  if (current !== versiTender) throw new CodedError('minutes/earlier-version', { kdTender, versiTender, current });
  const checkpoint = await needs.lpse.checkpoint(options);
  const head = await requireSameLog(needs.lpse, { connection, note: checkpoint }, options);
  const entries = await requireTree(needs.lpse, head, options);
  const loaded = await loadIssuedPolicy(needs, { connection, kdTender, versiTender, known: entries }, options);
  const policy = requirePolicy(loaded);
  const envelope = requireEnvelope(policy, envelopeId);
  const { policySha256, policyBase64, revocation } = loaded;
  const index = findPolicyIssued(entries, { kdTender, policySha256 })?.index;
  const leaf = index === undefined ? undefined : entries[index];
  if (index === undefined || leaf === undefined)
    throw new CodedError('trust/policy-refused', { why: 'not in the log' });
  const { intermediates } = connection;
  const path = { intermediates: [...certificatesOf(Buffer.from(policyBase64, 'base64')), ...intermediates] };
  return {
    ...{ members: membersOf(envelope), policySha256, serial: policy.serial, path: { intermediates, ...revocation } },
    proof: ({ crls, ocsp }) => {
      const inclusion = MerkleTree.of(entries.map((entry) => leafHash(entry))).inclusionProof(index);
      const log = {
        ...{ checkpoint, index, leaf: Buffer.from(leaf).toString('base64') },
        inclusion: inclusion.map((hash) => hash.toString('hex')),
      };
      const lists = { crls: [...revocation.crls, ...crls], ocsp: [...revocation.ocsp, ...ocsp] };
      const { envelopeId: known } = envelope;
      return encodeCanonicalJson(
        proofOf({ policy, policyBase64, envelopeId: known, log, path: { ...path, ...lists } }),
      );
    },
  };
}

/** By the newest policy that this computer judged itself, for looking without the network; null when it saw none. */
export async function rememberedMembers(
  memory: LpseMemory,
  { trust, kdTender, versiTender, envelopeId }: EnvelopeScope & { readonly trust: LpseTrust },
): Promise<MinutesMembers | null> {
  const remembered = await memory.policy(trust.kdLpse, kdTender);
  if (remembered === null) return null;
  const { value } = readSigned(Buffer.from(remembered.policy, 'base64'), SealingPolicy);
  const envelope = value.envelopes.find((one) => one.envelopeId === envelopeId);
  if (value.versiTender !== versiTender || envelope === undefined) return null;
  const { policySha256, serial } = remembered;
  return { members: membersOf(envelope), policySha256, serial, path: {} };
}

/** What tells who is a member. */
const NEEDED = /^(?:dossier\.json$|policies\/|certificates\/|revocation\/|log\/)/;

/**
 * By a tender's dossier. Its sealed files are not read: who is a member does not hang on them.
 * @throws audit/*, log/*, proof/wrong-lpse, document/*; what a rule of the policy says
 */
export async function dossierMembers(
  dossiers: DossierFiles,
  about: { readonly path: string; readonly trust: LpseTrust; readonly scope: EnvelopeScope },
): Promise<MinutesMembers> {
  const { path, trust, scope } = about;
  const source = await dossiers.open(path);
  try {
    const parts = new Map<string, Buffer>();
    const needed = source.entries.filter(({ name }) => NEEDED.test(name));
    requireSmall(needed);
    for (const { name } of needed) parts.set(name, await source.read(name));
    const { kdLpse, kdTender, versiTender, createdAt } = parseIndex(parts.get('dossier.json') ?? Buffer.alloc(0));
    if (kdLpse !== trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse });
    if (kdTender !== scope.kdTender || versiTender !== scope.versiTender)
      throw new CodedError('minutes/proof-refused', { why: 'another opening', kdTender, versiTender });
    return membersByDossier(new Dossier(parts, { trust, kdTender, versiTender, createdAt }), scope);
  } finally {
    await source.close();
  }
}
