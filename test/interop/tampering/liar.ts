// Who lies with a dossier, and what a liar has: the parts of a good one, the keys of everybody who takes part, and the log's.
import { readFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { encodeCheckpoint, signNote } from '../../../crypto/checkpoint.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { softwareSigningKey, type SigningKey } from '../../../crypto/keys.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import { readPkcs12 } from '../../../crypto/pkcs12/read-pkcs12.ts';
import { Secret } from '../../../crypto/secret.ts';
import type { PersonProfile } from '../../lpse/context.ts';
import { loadIdentity } from '../../lpse/kms/keys.ts';
import { identityFile } from '../../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE } from '../../lpse/seeds/people.ts';
import type { TemporaryLpse } from '../../lpse/temporary-lpse.ts';

export type Parts = Map<string, Buffer>;
/** `sealed` is the dossier of `members` with the sealed files, `told...` those of others with what a member opened. */
export const KINDS = [
  'members',
  'two',
  'replaced',
  'quorum',
  'nonCa',
  'sealed',
  'told',
  'toldTwo',
  'toldNonCa',
] as const;
export type Kind = (typeof KINDS)[number];

/** Whose key signs: the LPSE's, the key server's, or a person's (`siti.rahayu`). */
export type Who = 'lpse' | 'kms' | (string & {});

/** What a liar may have: the LPSE with its log key, the key server, members and bidders; never the one who judges. */
export interface Liar {
  readonly lpse: TemporaryLpse;
  readonly others: ReadonlyMap<Kind, Parts>;
  /** Of a person the signing key: a member's, else a bidder's. */
  key(who: Who): Promise<SigningKey>;
  sign(who: Who, content: Uint8Array): Promise<Buffer>;
}

export interface Tampering {
  readonly name: string;
  readonly on: Kind;
  /** Number of the check that must be the first to fail; null when the dossier must stay proven. */
  readonly fails: number | null;
  readonly lie: (parts: Parts, liar: Liar) => void | Promise<void>;
  /** Default true: makes the index anew, as a liar would. */
  readonly reindexed?: boolean;
  /** Changes the finished file. */
  readonly bytes?: (zip: Buffer) => Buffer;
}

const MEMBERS = new Set(['siti.rahayu', 'agus.pranoto', 'maria.simbolon', 'bayu.saputra', 'dedi.kurniawan']);

export function liarAt(lpse: TemporaryLpse, others: ReadonlyMap<Kind, Parts>): Liar {
  const known = new Map<Who, Promise<SigningKey>>();
  const key = (who: Who) => {
    const found = known.get(who) ?? keyOf(lpse, who);
    known.set(who, found);
    return found;
  };
  return {
    ...{ lpse, others, key },
    sign: async (who, content) =>
      signContent({
        content,
        detached: false,
        signers: [{ key: await key(who), signingTime: lpse.clock.now() }],
      }),
  };
}

async function keyOf({ dir, context }: TemporaryLpse, who: Who): Promise<SigningKey> {
  if (who === 'lpse') return context.keys.lpse;
  if (who === 'kms') {
    const now = () => context.clock.now();
    // Both exist: neither URL nor span is used.
    const span = { from: now(), to: now() };
    return (await loadIdentity(context.stores.kms, { now, crlUrl: '', span })).signer;
  }
  const profile: PersonProfile = MEMBERS.has(who) ? 'member-signing' : 'bidder';
  const [identity] = await readPkcs12(readFileSync(identityFile(dir, who, profile)), Secret.fromText(DEMO_PASSPHRASE));
  if (identity === undefined) throw new Error('no identity');
  return softwareSigningKey(identity.privateKey, identity.certificate, identity.chain);
}

export function named(parts: Parts, pattern: RegExp): string[] {
  const found = [...parts.keys()].filter((name) => pattern.test(name));
  if (found.length === 0) throw new Error(`nothing like ${String(pattern)}`);
  return found;
}

export function one(parts: Parts, pattern: RegExp, at = 0): string {
  const name = named(parts, pattern).at(at);
  if (name === undefined) throw new Error(`no ${String(pattern)}`);
  return name;
}

export function get(parts: Parts, name: string): Buffer {
  const bytes = parts.get(name);
  if (bytes === undefined) throw new Error(name);
  return bytes;
}

export function swap(parts: Parts, a: string, b: string): void {
  const [x, y] = [get(parts, a), get(parts, b)];
  parts.set(a, y).set(b, x);
}

/** Replaces text in a part. */
export function edit(parts: Parts, name: string, from: string | RegExp, to: string): void {
  const before = get(parts, name).toString('utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} has no ${String(from)}`);
  parts.set(name, Buffer.from(after));
}

export function drop(parts: Parts, pattern: RegExp): void {
  for (const name of named(parts, pattern)) parts.delete(name);
}

export function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

export function linesOf(parts: Parts): string[] {
  return get(parts, 'log/leaves.jsonl').toString('utf8').split('\n').slice(0, -1);
}

export function setLines(parts: Parts, lines: readonly string[]): void {
  parts.set('log/leaves.jsonl', Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

/** The log as the LPSE itself could rewrite it: new head and closed checkpoints under the real key. */
export function relog(parts: Parts, { lpse }: Liar, lines: readonly string[]): void {
  setLines(parts, lines);
  const tree = MerkleTree.of(lines.map((line) => leafHash(Buffer.from(line))));
  const { origin } = lpse.context.log;
  const head = (size: number) => note(origin, tree, size, lpse.context.keys.log);
  parts.set('log/checkpoint', head(lines.length));
  for (const name of named(parts, /^log\/.*\.closed$/)) {
    const envelopeId = name.slice(4, -7);
    const index = lines.findIndex(
      (line) => line.includes('"type":"closed"') && line.includes(`"${envelopeId}"`) && mine(parts, line),
    );
    parts.set(name, head(index + 1));
    const proof = tree.consistencyProof(index + 1, lines.length).map((hash) => hash.toString('hex'));
    parts.set(`log/${envelopeId}.proof.json`, encodeCanonicalJson({ from: index + 1, to: lines.length, proof }));
  }
}

/** Every leaf that names `before` names `after`. */
export function relogged(parts: Parts, liar: Liar, before: string, after: string): void {
  const lines = linesOf(parts);
  if (!lines.some((line) => line.includes(before))) throw new Error('not in the log');
  relog(
    parts,
    liar,
    lines.map((line) => line.replaceAll(before, after)),
  );
}

export function note(origin: string, tree: MerkleTree, size: number, key: KeyObject): Buffer {
  return Buffer.from(signNote(encodeCheckpoint({ origin, size, root: tree.root(size) }), origin, key));
}

export function mine(parts: Parts, line: string): boolean {
  const index = JSON.parse(get(parts, 'dossier.json').toString('utf8')) as { readonly kdTender: string };
  return line.includes(`"kdTender":"${index.kdTender}"`);
}

/** The signed bytes. */
export function signedIn(parts: Parts, name: string): Buffer {
  return Buffer.from(parseSignedData(get(parts, name)).content ?? []);
}

/** What is signed, as JSON of no known shape. */
export function contentOf(parts: Parts, name: string): Readonly<Record<string, Json>> {
  // An object in every message of ours.
  return parseCanonicalJson(signedIn(parts, name)) as Readonly<Record<string, Json>>;
}

/** A message said otherwise and signed by somebody; digests of what was signed before and now. */
export async function said(parts: Parts, liar: Liar, about: { name: string; by: Who; content: Uint8Array }) {
  const before = sha256Hex(signedIn(parts, about.name));
  parts.set(about.name, await liar.sign(about.by, about.content));
  return { before, after: sha256Hex(about.content) };
}
