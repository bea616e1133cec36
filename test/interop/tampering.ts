// Ways to lie with a dossier: each changes the parts of a good one. The index is made anew afterwards, as a liar would.
import { readFileSync } from 'node:fs';
import { SealingPolicy } from '../../app/protocol/policy.ts';
import { OpeningFacts } from '../../app/protocol/dossier.ts';
import { ResultStatement, SessionStatement, TechnicalResult } from '../../app/protocol/openings.ts';
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { encodeCheckpoint, signNote } from '../../crypto/checkpoint.ts';
import { mergeSignatures, signContent } from '../../crypto/cms/sign.ts';
import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { leafHash, MerkleTree } from '../../crypto/merkle.ts';
import { readPkcs12 } from '../../crypto/pkcs12/read-pkcs12.ts';
import { Secret } from '../../crypto/secret.ts';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { PersonProfile } from '../lpse/context.ts';
import { identityFile } from '../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import type { TemporaryLpse } from '../lpse/temporary-lpse.ts';

export type Parts = Map<string, Buffer>;
export type Kind = 'members' | 'two' | 'quorum' | 'nonCa';

/** What a liar may have: the LPSE with its log key, members' and bidders' keys. Never the KMS's. */
export interface Liar {
  readonly lpse: TemporaryLpse;
  sign(userId: string, profile: PersonProfile, content: Uint8Array): Promise<Buffer>;
}

export interface Tampering {
  readonly name: string;
  readonly on: Kind;
  /** Number of the check that must be the first to fail. */
  readonly fails: number;
  readonly lie: (parts: Parts, liar: Liar, others: ReadonlyMap<Kind, Parts>) => void | Promise<void>;
  /** Default true: makes the index anew. */
  readonly reindexed?: boolean;
}

export function liarAt(lpse: TemporaryLpse): Liar {
  return {
    lpse,
    async sign(userId, profile, content) {
      return signContent({
        content,
        detached: false,
        signers: [{ key: await keyOf(lpse, userId, profile), signingTime: lpse.clock.now() }],
      });
    },
  };
}

async function keyOf({ dir }: TemporaryLpse, userId: string, profile: PersonProfile): Promise<SigningKey> {
  const bytes = readFileSync(identityFile(dir, userId, profile));
  const [identity] = await readPkcs12(bytes, Secret.fromText(DEMO_PASSPHRASE));
  if (identity === undefined) throw new Error('no identity');
  return softwareSigningKey(identity.privateKey, identity.certificate, identity.chain);
}

export function named(parts: Parts, pattern: RegExp): string[] {
  const found = [...parts.keys()].filter((name) => pattern.test(name));
  if (found.length === 0) throw new Error(`nothing like ${String(pattern)}`);
  return found;
}

function one(parts: Parts, pattern: RegExp, at = 0): string {
  const name = named(parts, pattern).at(at);
  if (name === undefined) throw new Error(`no ${String(pattern)}`);
  return name;
}

function get(parts: Parts, name: string): Buffer {
  const bytes = parts.get(name);
  if (bytes === undefined) throw new Error(name);
  return bytes;
}

function swap(parts: Parts, a: string, b: string): void {
  const [x, y] = [get(parts, a), get(parts, b)];
  parts.set(a, y).set(b, x);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function linesOf(parts: Parts): string[] {
  return get(parts, 'log/leaves.jsonl').toString('utf8').split('\n').slice(0, -1);
}

function setLines(parts: Parts, lines: readonly string[]): void {
  parts.set('log/leaves.jsonl', Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

/** The log as the LPSE itself could rewrite it: new head and closed checkpoints under the real key. */
function relog(parts: Parts, { lpse }: Liar, lines: readonly string[]): void {
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

function note(origin: string, tree: MerkleTree, size: number, key: KeyObject): Buffer {
  return Buffer.from(signNote(encodeCheckpoint({ origin, size, root: tree.root(size) }), origin, key));
}

function mine(parts: Parts, line: string): boolean {
  const index = JSON.parse(get(parts, 'dossier.json').toString('utf8')) as { readonly kdTender: string };
  return line.includes(`"kdTender":"${index.kdTender}"`);
}

function contentOf(cms: Buffer): Json {
  return parseCanonicalJson(parseSignedData(cms).content ?? Buffer.alloc(0));
}

const OPENED = /^openings\/satu\/results\//;

/** A result of `siti.rahayu`, whose outcome is `opened`, said otherwise and signed by herself. */
async function resaid(parts: Parts, liar: Liar, change: Readonly<Record<string, Json>>) {
  const results = named(parts, OPENED).map((name) => ({
    name,
    value: ResultStatement.parse(contentOf(get(parts, name))),
  }));
  const found = results.find(({ value }) => value.outcome.kind === 'opened');
  if (found === undefined) throw new Error('no opened result');
  const content = encodeCanonicalJson({ ...found.value, outcome: { ...found.value.outcome, ...change } });
  const before = sha256Hex(encodeCanonicalJson(found.value));
  parts.set(found.name, await liar.sign('siti.rahayu', 'member-signing', content));
  return { before, after: sha256Hex(content) };
}

const RECEIPT = /^bids\/satu\/[^/]+\/receipt\.json$/;

export const TAMPERINGS: readonly Tampering[] = [
  { name: 'a leaf left out', on: 'members', fails: 3, lie: (parts) => setLines(parts, linesOf(parts).toSpliced(2, 1)) },
  {
    name: 'two leaves in another order',
    on: 'members',
    fails: 3,
    lie(parts) {
      const lines = linesOf(parts);
      setLines(parts, [...lines.slice(0, 1), ...lines.slice(1, 3).toReversed(), ...lines.slice(3)]);
    },
  },
  {
    name: 'a leaf of another shape',
    on: 'members',
    fails: 3,
    lie: (parts) => setLines(parts, linesOf(parts).with(1, '{"type":"closed"}')),
  },
  {
    name: 'a log cut short, under a genuine older head',
    on: 'members',
    fails: 11,
    lie(parts, { lpse }) {
      const size = Number(get(parts, 'log/satu.closed').toString('utf8').split('\n')[1]);
      setLines(parts, linesOf(parts).slice(0, size));
      parts.set('log/checkpoint', Buffer.from(lpse.context.log.checkpoint(size)));
      parts.set('log/satu.proof.json', encodeCanonicalJson({ from: size, to: size, proof: [] }));
    },
  },
  {
    name: 'a head under another key',
    on: 'members',
    fails: 3,
    lie(parts, { lpse }) {
      const tree = MerkleTree.of(linesOf(parts).map((line) => leafHash(Buffer.from(line))));
      const { privateKey } = generateKeyPairSync('ed25519');
      parts.set('log/checkpoint', note(lpse.context.log.origin, tree, tree.size, privateKey));
    },
  },
  {
    name: 'a head whose size was changed',
    on: 'members',
    fails: 3,
    lie: (parts) =>
      void parts.set(
        'log/checkpoint',
        Buffer.from(
          get(parts, 'log/checkpoint')
            .toString('utf8')
            .replace(/\n(\d+)\n/, '\n9$1\n'),
        ),
      ),
  },
  {
    name: 'two receipts swapped',
    on: 'members',
    fails: 9,
    lie(parts) {
      const [a = '', b = ''] = named(parts, RECEIPT);
      for (const end of ['.json', '.p7s', '.tsr']) swap(parts, a.replace('.json', end), b.replace('.json', end));
    },
  },
  {
    name: 'a receipt changed',
    on: 'members',
    fails: 9,
    lie(parts) {
      const name = one(parts, RECEIPT);
      parts.set(
        name,
        Buffer.from(
          get(parts, name)
            .toString('utf8')
            .replace(/"sequence":\d+/, '"sequence":4711'),
        ),
      );
    },
  },
  { name: 'a receipt left out', on: 'members', fails: 8, lie: (parts) => void parts.delete(one(parts, RECEIPT)) },
  {
    name: 'the timestamp of another receipt',
    on: 'members',
    fails: 9,
    lie: (parts) => swap(parts, one(parts, /receipt\.tsr$/), one(parts, /receipt\.tsr$/, 1)),
  },
  {
    name: 'a revocation answer left out',
    on: 'members',
    fails: 2,
    lie(parts) {
      const receipt = JSON.parse(get(parts, one(parts, RECEIPT)).toString('utf8')) as { revocationSha256: string[] };
      parts.delete(`revocation/${receipt.revocationSha256[0] ?? ''}.crl`);
    },
  },
  {
    name: 'a body under another salt',
    on: 'members',
    fails: 8,
    lie(parts) {
      const name = one(parts, /\/body\.json$/);
      const salt = Buffer.alloc(32, 7).toString('base64url');
      parts.set(
        name,
        Buffer.from(
          get(parts, name)
            .toString('utf8')
            .replace(/"salt":"[^"]+"/, `"salt":"${salt}"`),
        ),
      );
    },
  },
  {
    name: 'a bid left out altogether',
    on: 'members',
    fails: 8,
    lie(parts) {
      const at = one(parts, /\/body\.json$/).replace('body.json', '');
      for (const name of [...parts.keys()].filter((each) => each.startsWith(at))) parts.delete(name);
    },
  },
  {
    name: 'a withdrawal left out',
    on: 'members',
    fails: 8,
    lie(parts) {
      for (const name of named(parts, /\/withdrawal/)) parts.delete(name);
    },
  },
  {
    name: 'a late bid, in a log that the LPSE itself rewrote',
    on: 'members',
    fails: 8,
    lie(parts, liar) {
      const lines = linesOf(parts);
      const leaf = lines.find((line) => line.includes('"submission-received"') && mine(parts, line)) ?? '';
      relog(parts, liar, [...lines, leaf]);
    },
  },
  {
    name: 'a bid taken out of a log that the LPSE itself rewrote',
    on: 'members',
    fails: 8,
    lie(parts, liar) {
      const lines = linesOf(parts);
      const at = lines.findIndex((line) => line.includes('"submission-received"') && mine(parts, line));
      relog(parts, liar, lines.toSpliced(at, 1));
    },
  },
  {
    name: 'a closed checkpoint of another size',
    on: 'members',
    fails: 7,
    lie(parts, { lpse }) {
      const size = Number(get(parts, 'log/satu.closed').toString('utf8').split('\n')[1]);
      parts.set('log/satu.closed', Buffer.from(lpse.context.log.checkpoint(size - 1)));
    },
  },
  {
    name: 'a consistency proof of something else',
    on: 'members',
    fails: 7,
    lie(parts) {
      const text = get(parts, 'log/satu.proof.json').toString('utf8');
      parts.set('log/satu.proof.json', Buffer.from(text.replace(/[0-9a-f]{64}/, 'ab'.repeat(32))));
    },
  },
  {
    name: 'a manifest changed',
    on: 'members',
    fails: 10,
    lie(parts) {
      const name = one(parts, /manifest\.json$/);
      parts.set(name, Buffer.from(get(parts, name).toString('utf8').replace('"revision":1', '"revision":2')));
    },
  },
  {
    name: 'the signature of another manifest',
    on: 'members',
    fails: 10,
    lie: (parts) => swap(parts, one(parts, /manifest\.p7s$/), one(parts, /manifest\.p7s$/, 1)),
  },
  {
    name: 'the timestamp of another manifest',
    on: 'members',
    fails: 10,
    lie: (parts) => swap(parts, one(parts, /manifest\.tsr$/), one(parts, /manifest\.tsr$/, 1)),
  },
  {
    name: 'a member’s result left out',
    on: 'members',
    fails: 13,
    lie: (parts) => void parts.delete(one(parts, OPENED)),
  },
  {
    name: 'another price in a result, signed by the member',
    on: 'members',
    fails: 13,
    lie: async (parts, liar) => {
      await resaid(parts, liar, { price: '1' });
    },
  },
  {
    name: 'a price changed inside the signature',
    on: 'members',
    fails: 13,
    lie(parts) {
      for (const name of named(parts, OPENED)) {
        const bytes = get(parts, name);
        const at = bytes.indexOf('"price":"');
        if (at < 0) continue;
        parts.set(name, flipped(bytes, at + 9));
        return;
      }
      throw new Error('no price');
    },
  },
  {
    name: 'a result under a bidder’s signature',
    on: 'members',
    fails: 13,
    async lie(parts, liar) {
      const name = one(parts, OPENED);
      const content = parseSignedData(get(parts, name)).content ?? Buffer.alloc(0);
      parts.set(name, await liar.sign('cipta.mandiri', 'bidder', content));
    },
  },
  {
    name: 'one result twice, another left out',
    on: 'members',
    fails: 13,
    lie: (parts) => void parts.set(one(parts, OPENED, -1), get(parts, one(parts, OPENED))),
  },
  {
    name: 'other content than was sealed: member and LPSE together, in a log rewritten after the closing',
    on: 'members',
    fails: 13,
    async lie(parts, liar) {
      const { before, after } = await resaid(parts, liar, { innerSha256: 'cd'.repeat(32) });
      relog(
        parts,
        liar,
        linesOf(parts).map((line) => line.replace(before, after)),
      );
    },
  },
  {
    name: 'other content than was sealed: all members and the LPSE together',
    on: 'nonCa',
    fails: 14,
    async lie(parts, liar) {
      const name = one(parts, OPENED);
      const value = ResultStatement.parse(contentOf(get(parts, name)));
      const content = encodeCanonicalJson({ ...value, outcome: { ...value.outcome, innerSha256: 'cd'.repeat(32) } });
      parts.set(name, await liar.sign('dedi.kurniawan', 'member-signing', content));
      relog(
        parts,
        liar,
        linesOf(parts).map((line) => line.replace(sha256Hex(encodeCanonicalJson(value)), sha256Hex(content))),
      );
    },
  },
  {
    name: 'a release under a member’s signature',
    on: 'members',
    fails: 11,
    async lie(parts, liar) {
      const name = 'openings/satu/release.p7m';
      const content = parseSignedData(get(parts, name)).content ?? Buffer.alloc(0);
      parts.set(name, await liar.sign('siti.rahayu', 'member-signing', content));
    },
  },
  {
    name: 'a release without one bid, under a member’s signature',
    on: 'members',
    fails: 11,
    async lie(parts, liar) {
      const name = 'openings/satu/release.p7m';
      const release = contentOf(get(parts, name)) as { readonly bids: readonly Json[] } & Readonly<
        Record<string, Json>
      >;
      const content = encodeCanonicalJson({ ...release, bids: release.bids.slice(1) });
      parts.set(name, await liar.sign('siti.rahayu', 'member-signing', content));
    },
  },
  {
    name: 'the release of another tender',
    on: 'members',
    fails: 11,
    lie: (parts, _liar, others) =>
      void parts.set(
        'openings/satu/release.p7m',
        get(others.get('quorum') ?? new Map<string, Buffer>(), 'openings/satu/release.p7m'),
      ),
  },
  {
    name: 'the release left out',
    on: 'members',
    fails: 11,
    lie: (parts) => void parts.delete('openings/satu/release.p7m'),
  },
  {
    name: 'the opening of something else',
    on: 'members',
    fails: 13,
    lie(parts) {
      const name = 'openings/satu/opening.json';
      const facts = OpeningFacts.parse(parseCanonicalJson(get(parts, name)));
      parts.set(name, encodeCanonicalJson({ ...facts, openingId: 'lain' }));
    },
  },
  {
    name: 'the LPSE’s statement left out',
    on: 'members',
    fails: 15,
    lie: (parts) => void parts.delete(one(parts, /statement\.p7m$/)),
  },
  {
    name: 'the LPSE’s statement changed',
    on: 'members',
    fails: 15,
    lie(parts) {
      const name = one(parts, /statement\.p7m$/);
      const bytes = get(parts, name);
      parts.set(name, flipped(bytes, bytes.indexOf('Rusak')));
    },
  },
  {
    name: 'a referral left out',
    on: 'members',
    fails: 15,
    lie(parts) {
      for (const name of named(parts, /\/referrals\//)) parts.delete(name);
    },
  },
  {
    name: 'a policy under the LPSE’s signature alone',
    on: 'members',
    fails: 2,
    async lie(parts, { lpse }) {
      const name = one(parts, /^policies\//);
      const content = parseSignedData(get(parts, name)).content ?? Buffer.alloc(0);
      const signers = [{ key: lpse.context.keys.lpse, signingTime: lpse.clock.now() }];
      parts.set(name, await signContent({ content, detached: false, signers }));
    },
  },
  {
    name: 'a policy with an earlier deadline, signed by a bidder as a member',
    on: 'members',
    fails: 2,
    async lie(parts, liar) {
      const name = one(parts, /^policies\//);
      const policy = SealingPolicy.parse(contentOf(get(parts, name)));
      const envelopes = policy.envelopes.map((envelope) => ({ ...envelope, closesAt: '2020-01-01T00:00:00.000Z' }));
      const content = encodeCanonicalJson({ ...policy, envelopes });
      parts.set(name, await liar.sign('cipta.mandiri', 'bidder', content));
    },
  },
  {
    name: 'an old policy as the newest',
    on: 'members',
    fails: 2,
    lie: (parts) => void parts.set('policies/000009.p7m', get(parts, one(parts, /^policies\//))),
  },
  {
    name: 'an index of something else',
    on: 'members',
    fails: 1,
    reindexed: false,
    lie: (parts) => void parts.set('trust.json', Buffer.from('{}')),
  },
  {
    name: 'an entry that is not listed',
    on: 'members',
    fails: 1,
    reindexed: false,
    lie: (parts) => void parts.set('rehearsals/0001.p7m', Buffer.from('x')),
  },
  {
    name: 'an entry of a strange name',
    on: 'members',
    fails: 1,
    lie: (parts) => void parts.set('catatan.txt', Buffer.from('x')),
  },
  {
    name: 'the technical result left out',
    on: 'two',
    fails: 6,
    lie: (parts) => void parts.delete('technical-result.p7m'),
  },
  {
    name: 'a technical result under one member of three',
    on: 'two',
    fails: 6,
    async lie(parts, liar) {
      const content = parseSignedData(get(parts, 'technical-result.p7m')).content ?? Buffer.alloc(0);
      parts.set('technical-result.p7m', await liar.sign('siti.rahayu', 'member-signing', content));
    },
  },
  {
    name: 'another technical result, by a majority that the log does not know',
    on: 'two',
    fails: 6,
    lie: async (parts, liar) => void parts.set('technical-result.p7m', (await anotherTechnicalResult(parts, liar)).cms),
  },
  {
    name: 'a bid more in File II: majority and LPSE together, against the key server',
    on: 'two',
    fails: 11,
    async lie(parts, liar) {
      const { cms, before, after } = await anotherTechnicalResult(parts, liar);
      parts.set('technical-result.p7m', cms);
      relog(
        parts,
        liar,
        linesOf(parts).map((line) => line.replace(before, after)),
      );
    },
  },
  {
    name: 'a contribution left out',
    on: 'quorum',
    fails: 12,
    lie: (parts) => void parts.delete(one(parts, /contributions\//)),
  },
  {
    name: 'one contribution twice',
    on: 'quorum',
    fails: 12,
    lie: (parts) => void parts.set(one(parts, /contributions\//, -1), get(parts, one(parts, /contributions\//))),
  },
  {
    name: 'a session under a bidder’s signature',
    on: 'quorum',
    fails: 12,
    async lie(parts, liar) {
      const name = 'openings/satu/session.p7m';
      const value = SessionStatement.parse(contentOf(get(parts, name)));
      parts.set(name, await liar.sign('cipta.mandiri', 'bidder', encodeCanonicalJson(value)));
    },
  },
  {
    name: 'a dealing with another threshold',
    on: 'quorum',
    fails: 5,
    lie(parts) {
      const name = one(parts, /^dealings\//);
      parts.set(name, Buffer.from(get(parts, name).toString('utf8').replace('"threshold":2', '"threshold":3')));
    },
  },
  {
    name: 'a device without its registration',
    on: 'nonCa',
    fails: 10,
    lie: (parts) => void parts.delete(one(parts, /registration\.p7m$/)),
  },
  {
    name: 'a header other than the sealed one',
    on: 'nonCa',
    fails: 11,
    lie(parts) {
      const name = one(parts, /headers\/0000\.p7m$/);
      const bytes = get(parts, name);
      parts.set(name, flipped(bytes, bytes.length - 1));
    },
  },
];

async function anotherTechnicalResult(parts: Parts, liar: Liar) {
  const value = TechnicalResult.parse(contentOf(get(parts, 'technical-result.p7m')));
  const bidders = named(parts, /^bids\/file-1\/[^/]+\/body\.json$/).map((name) => {
    const body = JSON.parse(get(parts, name).toString('utf8')) as { readonly bidderId: string };
    return body.bidderId;
  });
  const content = encodeCanonicalJson({ ...value, passed: [...new Set(bidders)].toSorted() });
  const cms = mergeSignatures(
    await liar.sign('siti.rahayu', 'member-signing', content),
    await liar.sign('agus.pranoto', 'member-signing', content),
  );
  return { cms, before: sha256Hex(encodeCanonicalJson(value)), after: sha256Hex(content) };
}
