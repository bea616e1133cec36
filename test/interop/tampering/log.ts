// Lies about the log: leaves, heads, proofs, and logs that the LPSE itself rewrote.
import { generateKeyPairSync } from 'node:crypto';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import { edit, get, linesOf, mine, note, one, relog, setLines, type Parts, type Tampering } from './liar.ts';

const HEAD = 'log/checkpoint';
const received = (parts: Parts) =>
  linesOf(parts).flatMap((line, i) => (line.includes('"submission-received"') && mine(parts, line) ? [i] : []));

/** One more leaf of the log, of another tender. */
const appended =
  (body: string, change = (leaf: string) => leaf): Tampering['lie'] =>
  (parts, liar) => {
    const rest =
      '"envelopeId":null,"kdTender":"10000000000","time":"2098-01-01T00:00:00.000Z","type":"rehearsal","versiTender":1';
    relog(parts, liar, [...linesOf(parts), change(`{"body":${body},${rest}}`)]);
  };

const onHead =
  (change: (note: string) => string): Tampering['lie'] =>
  (parts) =>
    void parts.set(HEAD, Buffer.from(change(get(parts, HEAD).toString('utf8'))));

export const LOG: readonly Tampering[] = [
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
      parts.set(HEAD, Buffer.from(lpse.context.log.checkpoint(size)));
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
      parts.set(HEAD, note(lpse.context.log.origin, tree, tree.size, privateKey));
    },
  },
  {
    name: 'a head whose size was changed',
    on: 'members',
    fails: 3,
    lie: onHead((head) => head.replace(/\n(\d+)\n/, '\n9$1\n')),
  },
  {
    name: 'a head with the line of an unknown witness',
    on: 'members',
    fails: null,
    lie: onHead((head) => `${head}— saksi.example ${Buffer.alloc(76, 7).toString('base64')}\n`),
  },
  {
    name: 'a signature line in another base64',
    on: 'members',
    fails: 3,
    // 68 bytes leave two bits of the last character unused.
    lie: onHead((head) =>
      head.replace(/(.)=\n$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}=\n`),
    ),
  },
  {
    name: 'a signature line that is no UTF-8',
    on: 'members',
    fails: 3,
    lie(parts) {
      const line = Buffer.from(`— saksi ${Buffer.alloc(76, 7).toString('base64')}\n`);
      line[6] = 0xff;
      parts.set(HEAD, Buffer.concat([get(parts, HEAD), line]));
    },
  },
  { name: 'a head that ends without a newline', on: 'members', fails: 3, lie: onHead((head) => head.slice(0, -1)) },
  {
    name: 'a last leaf without a newline',
    on: 'members',
    fails: 3,
    lie: (parts) => edit(parts, 'log/leaves.jsonl', /\n$/, ''),
  },
  {
    name: 'a witness’s head of another log',
    on: 'members',
    fails: 17,
    lie(parts, { lpse }) {
      const tree = MerkleTree.of([leafHash(Buffer.from('x'))]);
      parts.set('log/witness-01', note(lpse.context.log.origin, tree, 1, lpse.context.keys.log));
    },
  },
  {
    name: 'fractions and large numbers in a leaf, canonical',
    on: 'members',
    fails: null,
    lie: appended('{"a":1.5,"b":1e-7,"c":1e+21,"d":333333333.3333333,"e":0.000001}'),
  },
  { name: 'a number that no double holds', on: 'members', fails: 4, lie: appended('{"a":12345678901234567890}') },
  { name: 'a number in another form', on: 'members', fails: 4, lie: appended('{"a":1.0}') },
  { name: 'a number that is infinite', on: 'members', fails: 4, lie: appended('{"a":1e400}') },
  { name: 'a word that is no JSON', on: 'members', fails: 4, lie: appended('{"a":NaN}') },
  { name: 'a member twice in a leaf', on: 'members', fails: 4, lie: appended('{"a":1,"a":1}') },
  { name: 'half a character in a leaf', on: 'members', fails: 4, lie: appended(String.raw`{"a":"\ud800"}`) },
  {
    name: 'a leaf nested too deeply',
    on: 'members',
    fails: 4,
    lie: appended(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`),
  },
  {
    name: 'a leaf nested without end',
    on: 'members',
    fails: 4,
    lie: appended(`{"a":${'['.repeat(900)}${']'.repeat(900)}}`),
  },
  {
    name: 'an unknown member in a leaf',
    on: 'members',
    fails: 4,
    lie: appended('{}', (leaf) => leaf.replace('"kdTender"', '"ekstra":1,"kdTender"')),
  },
  {
    name: 'a leaf on a day that does not exist',
    on: 'members',
    fails: 4,
    lie: appended('{}', (leaf) => leaf.replace('01-01', '02-30')),
  },
  {
    name: 'a leaf of a server that goes back in time',
    on: 'members',
    fails: 4,
    lie: appended('{}', (leaf) => leaf.replace('2098', '2020')),
  },
  {
    name: 'a late bid, in a log that the LPSE itself rewrote',
    on: 'members',
    fails: 8,
    lie(parts, liar) {
      const lines = linesOf(parts);
      relog(parts, liar, [...lines, lines[received(parts)[0] ?? 0] ?? '']);
    },
  },
  {
    name: 'a bid taken out of a log that the LPSE itself rewrote',
    on: 'members',
    fails: 8,
    lie: (parts, liar) => relog(parts, liar, linesOf(parts).toSpliced(received(parts)[0] ?? 0, 1)),
  },
  {
    name: 'one bid’s leaf twice in the place of another’s, in a log that the LPSE itself rewrote',
    on: 'members',
    fails: 8,
    lie(parts, liar) {
      const [a = 0, b = 0] = received(parts).slice(-2);
      const lines = linesOf(parts);
      relog(parts, liar, lines.with(a, lines[b] ?? ''));
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
    lie: (parts) => edit(parts, one(parts, /proof\.json$/), /[0-9a-f]{64}/, 'ab'.repeat(32)),
  },
  {
    name: 'a consistency proof with a hash too many',
    on: 'members',
    fails: 7,
    lie: (parts) => edit(parts, one(parts, /proof\.json$/), '"proof":[', `"proof":["${'ab'.repeat(32)}",`),
  },
];
