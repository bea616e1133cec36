// A log that a screen follows, kept by somebody who would rather not be followed.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { linkEntry } from '../../../app/policy/journal-chain.ts';
import { FollowedLog } from '../../../app/usecases/followed-log.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { encodeCheckpoint, encodeVerifierKey, signNote } from '../../../crypto/checkpoint.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { createPaperLpse } from '../../doubles/paper-lpse.ts';

const origin = 'log.example';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const trust = { ...(await createPaperLpse()).trust, logVerifierKey: encodeVerifierKey({ name: origin, publicKey }) };
const leaf = encodeCanonicalJson({ type: 'closed' });

/** A log that can be made longer, and what a follower of it needs. */
function logOf(leaves: Uint8Array[]) {
  const tree = () => MerkleTree.of(leaves.map((leaf) => leafHash(leaf)));
  const fail = () => Promise.reject(new Error('not asked'));
  let kept: string | null = null;
  const lpse = {
    checkpoint: () =>
      Promise.resolve(
        signNote(encodeCheckpoint({ origin, size: leaves.length, root: tree().root() }), origin, privateKey),
      ),
    consistency: (from: number, to: number) =>
      Promise.resolve({
        from,
        to,
        proof: tree()
          .consistencyProof(from, to)
          .map((hash) => hash.toString('hex')),
      }),
    entries: (start: number, end: number) =>
      Promise.resolve({ start, entries: leaves.slice(start, end).map((leaf) => Buffer.from(leaf).toString('base64')) }),
    inclusion: fail,
  };
  const memory = {
    ...{
      silence: fail,
      rememberSilence: fail,
      policy: fail,
      rememberPolicy: fail,
      deviceRegistration: fail,
      rememberDeviceRegistration: fail,
    },
    checkpoint: () => Promise.resolve(kept),
    rememberCheckpoint: (_name: string, text: string) => {
      kept = text;
      return Promise.resolve();
    },
  };
  const journal = {
    append: (event: Parameters<typeof linkEntry>[0]) => Promise.resolve(linkEntry(event, '', null)),
    entries: fail,
  };
  return { lpse, memory, journal };
}

describe('a log that a screen follows', () => {
  it('hides no event behind a leaf that is none: every look is stopped by it, not only the first', async () => {
    const leaves: Uint8Array[] = [leaf];
    const needs = logOf(leaves);
    const followed = new FollowedLog(needs.lpse);
    await followed.look(needs, { trust });
    leaves.push(leaf, Buffer.from('no leaf'));
    const first = await anyCode(followed.look(needs, { trust }));
    expect(first).toBe('json/malformed');
    expect(await anyCode(followed.look(needs, { trust }))).toBe(first);
  });
});
