import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  addSignature,
  encodeCheckpoint,
  parseCheckpoint,
  requireGrowth,
  signNote,
  verifyCheckpoint,
} from '../../crypto/checkpoint.ts';
import { consistencyProof, leafHash, rootOf } from '../../crypto/merkle.ts';
import { codeOf } from '../doubles/crypto-code.ts';

const ORIGIN = 'lpse.example/log';
const log = { name: ORIGIN, ...generateKeyPairSync('ed25519') };
const leaves = Array.from({ length: 12 }, (_, i) => leafHash(Buffer.from([i])));
const headOf = (size: number, from = leaves) => ({ origin: ORIGIN, size, root: rootOf(from.slice(0, size)) });
const signed = (size: number) => signNote(encodeCheckpoint(headOf(size)), log.name, log.privateKey);
const ROOT_BASE64 = rootOf(leaves).toString('base64');

describe('encodeCheckpoint', () => {
  it('writes origin, size and root, one line each', () => {
    const root = Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64');
    // The example of the specification.
    expect(encodeCheckpoint({ origin: 'example.com/behind-the-sofa', size: 20852163, root })).toBe(
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    );
  });

  it.each([
    ['an origin of two lines', { ...headOf(1), origin: 'a\nb' }],
    ['an empty origin', { ...headOf(1), origin: '' }],
    ['a fraction of a leaf', { ...headOf(1), size: 1.5 }],
    ['a root of 31 octets', { ...headOf(1), root: Buffer.alloc(31) }],
  ])('refuses %s', (_, checkpoint) => {
    expect(codeOf(() => encodeCheckpoint(checkpoint))).toBe('log/malformed');
  });
});

describe('verifyCheckpoint', () => {
  it('reads what the log signed', () => {
    expect(verifyCheckpoint(signed(5), log)).toEqual({ ...headOf(5), witnesses: [] });
  });

  it('reads an empty log', () => {
    expect(verifyCheckpoint(signed(0), log).size).toBe(0);
  });

  it('names known witnesses and ignores unknown ones', () => {
    const known = { name: 'known.example', ...generateKeyPairSync('ed25519') };
    const unknown = generateKeyPairSync('ed25519');
    const once = addSignature(signed(5), known.name, known.privateKey);
    const note = addSignature(once, 'unknown.example', unknown.privateKey);
    expect(verifyCheckpoint(note, log, { witnesses: [known] }).witnesses).toEqual(['known.example']);
  });

  it('passes over extension lines', () => {
    const text = `${encodeCheckpoint(headOf(5))}extension\n`;
    expect(verifyCheckpoint(signNote(text, log.name, log.privateKey), log)).toEqual({ ...headOf(5), witnesses: [] });
  });

  it('refuses a changed size', () => {
    expect(codeOf(() => verifyCheckpoint(signed(5).replace('\n5\n', '\n6\n'), log))).toBe('log/checkpoint-invalid');
  });

  it('refuses a checkpoint that only a witness signed', () => {
    const witness = { name: 'witness.example', ...generateKeyPairSync('ed25519') };
    const note = signNote(encodeCheckpoint(headOf(5)), witness.name, witness.privateKey);
    expect(codeOf(() => verifyCheckpoint(note, log, { witnesses: [witness] }))).toBe('log/checkpoint-invalid');
  });

  it("refuses another log's checkpoint signed with this key", () => {
    const text = encodeCheckpoint({ ...headOf(5), origin: 'other.example/log' });
    expect(codeOf(() => verifyCheckpoint(signNote(text, log.name, log.privateKey), log))).toBe(
      'log/checkpoint-invalid',
    );
  });
});

describe('parseCheckpoint', () => {
  it.each([
    ['a leading zero', `${ORIGIN}\n05\n${ROOT_BASE64}\n`],
    ['a negative size', `${ORIGIN}\n-1\n${ROOT_BASE64}\n`],
    ['a size in hex', `${ORIGIN}\n0x5\n${ROOT_BASE64}\n`],
    ['a size beyond 2^53', `${ORIGIN}\n9007199254740993\n${ROOT_BASE64}\n`],
    ['a size of a thousand digits', `${ORIGIN}\n${'9'.repeat(1000)}\n${ROOT_BASE64}\n`],
    ['a root in hex', `${ORIGIN}\n5\n${rootOf(leaves).toString('hex')}\n`],
    ['a root without padding', `${ORIGIN}\n5\n${ROOT_BASE64.replace('=', '')}\n`],
    ['no root', `${ORIGIN}\n5\n`],
    ['an empty origin', `\n5\n${ROOT_BASE64}\n`],
    ['an empty extension line', `${ORIGIN}\n5\n${ROOT_BASE64}\n\nmore\n`],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => parseCheckpoint(signNote(text, log.name, log.privateKey)))).toBe('log/malformed');
  });
});

describe('requireGrowth', () => {
  const proof = consistencyProof(leaves, 5);

  it('accepts a log that grew, and one that did not', () => {
    expect(codeOf(() => requireGrowth(headOf(5), headOf(12), proof))).toBe('accepted');
    expect(codeOf(() => requireGrowth(headOf(5), headOf(5), []))).toBe('accepted');
  });

  const forked = leaves.map((leaf, i) => (i === 2 ? leafHash(Buffer.from('forged')) : leaf));
  it.each([
    ['a smaller tree', () => requireGrowth(headOf(12), headOf(5), proof)],
    ['another tree of the same size', () => requireGrowth(headOf(5), headOf(5, forked), [])],
    ['a rewritten tree', () => requireGrowth(headOf(5), headOf(12, forked), consistencyProof(forked, 5))],
    ['a tree without a proof', () => requireGrowth(headOf(5), headOf(12), [])],
    ['another log', () => requireGrowth(headOf(5), { ...headOf(12), origin: 'other.example' }, proof)],
  ])('raises the alarm on %s', (_, act) => {
    expect(codeOf(act)).toBe('log/forked');
  });
});
