// Checks 3 to 5 and 7 of app/protocol/DOSSIER.md: the log as a whole, and that what it says and what the dossier holds are the same.
import { z } from 'zod';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import {
  parseVerifierKey,
  requireGrowth,
  verifyCheckpoint,
  type VerifiedCheckpoint,
} from '../../../crypto/checkpoint.ts';
import { equalBytes, sha256Hex } from '../../../crypto/encoding.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import { CodedError, type ProblemDetails } from '../../errors/coded-error.ts';
import { ShareConfirmation } from '../../protocol/committee.ts';
import { DealingFacts } from '../../protocol/dossier.ts';
import { ConsistencyAnswer } from '../../protocol/log.ts';
import { RehearsalResult } from '../../protocol/openings.ts';
import type { PolicyEnvelope } from '../../protocol/policy.ts';
import { readSigned, requireSoleSigner } from '../signed-message.ts';
import type { Dossier, PlacedLeaf } from './dossier.ts';
import type { JudgedPolicy } from './check-policies.ts';

/** Clocks of LPSE and KMS may differ by this much. */
const TOLERANCE_MS = 5 * 60_000;

export function treeOf({ leaves }: Dossier): MerkleTree {
  return MerkleTree.of(leaves.map((leaf) => leafHash(leaf)));
}

/** A head that is signed by the log and is one of these leaves. */
export function requireHead(note: Uint8Array, dossier: Dossier, tree: MerkleTree): VerifiedCheckpoint {
  const head = verifyCheckpoint(noteText(note), parseVerifierKey(dossier.trust.logVerifierKey));
  if (head.size > tree.size || !equalBytes(tree.root(head.size), head.root))
    throw new CodedError('log/proof-invalid', { size: head.size, leaves: tree.size });
  return head;
}

/** C2SP signed-note: UTF-8, nothing else. @throws log/malformed */
function noteText(note: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note);
  } catch (cause) {
    throw new CodedError('log/malformed', {}, { cause });
  }
}

/** 3 */
export function requireLogHead(dossier: Dossier, tree: MerkleTree): ProblemDetails {
  const { size, origin } = requireHead(dossier.part('log/checkpoint'), dossier, tree);
  if (size !== tree.size) throw new CodedError('log/proof-invalid', { size, leaves: tree.size });
  const bytes = dossier.part('log/leaves.jsonl');
  if (bytes.length > 0 && bytes.at(-1) !== 0x0a) throw new CodedError('log/proof-invalid', { why: 'last line' });
  return { origin, size };
}

const FILED = new Set(['submission-received', 'submission-withdrawn', 'upload-expired']);

/** 4: filed leaves carry the bidder's moment, which may lie before leaves that were made meanwhile. */
export function requireOrder(dossier: Dossier): ProblemDetails {
  let newest = -Infinity;
  let filed: { readonly index: number; readonly at: number } | null = null;
  for (const { index, leaf } of dossier.allLeaves()) {
    const at = Date.parse(leaf.time);
    if (FILED.has(leaf.type)) {
      if (filed === null || at > filed.at) filed = { index, at };
      continue;
    }
    if (at + TOLERANCE_MS < newest || (filed !== null && filed.at > at + TOLERANCE_MS))
      throw new CodedError('audit/log-disorder', { why: 'time', index });
    newest = Math.max(newest, at);
  }
  return { leaves: dossier.leaves.length };
}

/** 5 */
export function requireLogged(dossier: Dossier, policies: readonly JudgedPolicy[]): ProblemDetails {
  const logged = dossier.leavesOfType('policy-issued').map(({ leaf }) => leaf.body?.policySha256);
  const present = new Set(policies.map(({ policySha256 }) => policySha256));
  if (logged.length !== present.size || !logged.every((digest) => typeof digest === 'string' && present.has(digest)))
    throw incomplete('policy-issued', { logged: logged.length, present: present.size });
  const newest = policies.at(-1)?.policy;
  const rehearsals = requireRehearsals(dossier, policies);
  for (const envelope of newest?.envelopes ?? []) requireDealing(dossier, envelope);
  return { policies: policies.length, rehearsals };
}

const Tried = z.discriminatedUnion('format', [RehearsalResult, ShareConfirmation]);

/** Which canary, or which dealing, and by whom: of one and the same the last answer counts. */
function triedKey(facts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([facts.rehearsalId ?? null, facts.dealingSha256 ?? null, facts.holderCertificateSha256]);
}

function requireRehearsals(dossier: Dossier, policies: readonly JudgedPolicy[]): number {
  const wanted = new Map<string, PlacedLeaf>();
  for (const placed of dossier.leavesOfType('rehearsal')) wanted.set(triedKey(placed.leaf.body ?? {}), placed);
  const names = dossier.names(/^rehearsals\//);
  if (names.length !== wanted.size) throw incomplete('rehearsal', { logged: wanted.size, present: names.length });
  // Also who was replaced since was a member when it rehearsed.
  const envelopes = policies.flatMap(({ policy }) => policy.envelopes);
  const members = new Set(envelopes.flatMap(({ signers }) => signers.map(digestOf)));
  for (const name of names) {
    const message = readSigned(dossier.part(name), Tried);
    const { format, opened, envelopeId } = message.value;
    const placed = wanted.get(triedKey(message.value));
    if (placed?.leaf.body?.opened !== opened || placed.leaf.envelopeId !== envelopeId)
      throw incomplete('rehearsal', { entry: name });
    const at = new Date(placed.leaf.time);
    const signer = requireSoleSigner(message, 'audit/statement-refused', dossier.pathAt(dossier.trust.ams, at));
    // A canary is made to the openers of a policy; a share is tried before a policy names its holder.
    if (format === 'segel-rehearsal/1' && !members.has(signer.sha256))
      throw new CodedError('audit/statement-refused', { entry: name });
  }
  return names.length;
}

function requireDealing(dossier: Dossier, { envelopeId, openers }: PolicyEnvelope): void {
  const name = `dealings/${envelopeId}.json`;
  if (openers?.kind !== 'quorum') return;
  // Present only once the envelope may be shown.
  if (dossier.find(name) === null) {
    if (dossier.find(`log/${envelopeId}.closed`) === null) return;
    throw incomplete('dealing', { envelopeId });
  }
  const facts = dossier.json(name, DealingFacts);
  const leaves = dossier.leavesOfType('dealing', envelopeId);
  const leaf = leaves.find((placed) => placed.leaf.body?.dealingSha256 === facts.dealingSha256)?.leaf;
  if (leaf?.body === undefined) throw incomplete('dealing', { envelopeId });
  const holders = openers.holders.map(digestOf);
  const same =
    facts.envelopeId === envelopeId &&
    facts.certificate === openers.certificate &&
    facts.threshold === openers.threshold &&
    facts.threshold === leaf.body.threshold &&
    digestOf(facts.certificate) === leaf.body.certificateSha256 &&
    JSON.stringify(facts.holders) === JSON.stringify(holders) &&
    encodeCanonicalJson(leaf.body.holders ?? null).equals(encodeCanonicalJson(facts.holders));
  if (!same) throw incomplete('dealing', { entry: name });
}

/** 7 */
export function requireClosed(
  dossier: Dossier,
  tree: MerkleTree,
  { envelopeId, closesAt }: { readonly envelopeId: string; readonly closesAt: Date },
): ProblemDetails {
  const [closed, ...more] = dossier.leavesOfType('closed', envelopeId);
  if (closed === undefined) throw incomplete('closed', { envelopeId });
  if (more.length > 0 || new Date(closed.leaf.time) < closesAt)
    throw new CodedError('trust/log-incomplete', { why: more.length > 0 ? 'closed twice' : 'closed early' });
  const checkpoint = requireHead(dossier.part(`log/${envelopeId}.closed`), dossier, tree);
  if (checkpoint.size !== closed.index + 1) throw incomplete('closed', { size: checkpoint.size, index: closed.index });
  const { from, to, proof } = dossier.json(`log/${envelopeId}.proof.json`, ConsistencyAnswer);
  const head = requireHead(dossier.part('log/checkpoint'), dossier, tree);
  if (from !== checkpoint.size || to !== head.size) throw new CodedError('log/proof-invalid', { from, to });
  requireGrowth(
    checkpoint,
    head,
    proof.map((hash) => Buffer.from(hash, 'hex')),
  );
  return { size: checkpoint.size, closedAt: closed.leaf.time };
}

export function digestOf(certificateBase64: string): string {
  return sha256Hex(Buffer.from(certificateBase64, 'base64'));
}

export function incomplete(type: string, facts: ProblemDetails): CodedError {
  return new CodedError('audit/log-incomplete', { type, ...facts });
}
