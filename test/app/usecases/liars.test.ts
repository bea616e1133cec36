// Servers that lie to the use cases: old time, another's log, a shrinking log. Real signatures, no network.
import { beforeAll, describe, expect, it } from 'vitest';
import { measureServerTime } from '../../../app/usecases/server-time.ts';
import { verifyLog } from '../../../app/usecases/verify-log.ts';
import type { JournalEvent } from '../../../app/ports/journal.ts';
import { linkEntry } from '../../../app/policy/journal-chain.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { encodeCheckpoint, encodeVerifierKey, signNote } from '../../../crypto/checkpoint.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import { generateKeyPairSync } from 'node:crypto';
import { createPaperLpse, NOW, toKey, type PaperLpse } from '../../doubles/paper-lpse.ts';

let paper: PaperLpse;
beforeAll(async () => {
  paper = await createPaperLpse();
});

describe('the server’s time', () => {
  const clock = {
    now: () => new Date(NOW.getTime() - 60_000),
    monotonicMs: () => 0,
    wait: () => Promise.resolve(),
  };
  const ask = (signer: SigningKey, change: (nonce: string) => object) => {
    const lpse = {
      baseUrl: paper.trust.baseUrl,
      discover: () => Promise.reject(new Error('not asked')),
      time: async (nonce: string) => {
        const value = { format: 'segel-time/1', kdLpse: 77, serverTime: NOW.toISOString(), nonce, ...change(nonce) };
        const content = encodeCanonicalJson(value);
        const signed = await signContent({ content, detached: false, signers: [{ key: signer, signingTime: NOW }] });
        return { signed: signed.toString('base64') };
      },
    };
    return measureServerTime({ lpse, clock }, paper.trust);
  };

  it('is taken from the LPSE’s own signature', async () => {
    expect(await ask(paper.lpse, () => ({}))).toMatchObject({ offsetMs: 60_000, uncertaintyMs: 0 });
  });

  it.each([
    ['an old answer', () => ({ nonce: 'b2xk' })],
    ['another LPSE', () => ({ kdLpse: 78 })],
    ['another statement', () => ({ format: 'segel-refusal/1' })],
  ])('is refused from %s', async (_, change) => {
    await expect(ask(paper.lpse, change)).rejects.toMatchObject({ code: 'time/answer-refused' });
  });

  it('is refused from anybody else', async () => {
    const [member] = paper.members;
    if (member === undefined) throw new Error('member');
    await expect(ask(toKey(member), () => ({}))).rejects.toMatchObject({ code: 'time/answer-refused' });
  });
});

describe('the log', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const origin = 'log.example';
  const hashes = (texts: string) => texts.split('').map((text) => leafHash(Buffer.from(text)));

  function setUp(leaves: string, remembered: string | null) {
    const tree = MerkleTree.of(hashes(leaves));
    const note = (text: string) => {
      const root = MerkleTree.of(hashes(text)).root();
      return signNote(encodeCheckpoint({ origin, size: text.length, root }), origin, privateKey);
    };
    const known = new Map(remembered === null ? [] : [[origin, note(remembered)]]);
    const events: JournalEvent[] = [];
    const needs = {
      lpse: {
        checkpoint: () => Promise.resolve(note(leaves)),
        inclusion: () => Promise.reject(new Error('not asked')),
        consistency: (from: number, to: number) =>
          Promise.resolve({ from, to, proof: tree.consistencyProof(from).map((hash) => hash.toString('hex')) }),
        entries: () => Promise.reject(new Error('not asked')),
      },
      memory: {
        checkpoint: (name: string) => Promise.resolve(known.get(name) ?? null),
        rememberCheckpoint: (name: string, text: string) => Promise.resolve(void known.set(name, text)),
        silence: () => Promise.resolve(null),
        rememberSilence: () => Promise.resolve(),
        policy: () => Promise.resolve(null),
        rememberPolicy: () => Promise.resolve(),
        deviceRegistration: () => Promise.resolve(null),
        rememberDeviceRegistration: () => Promise.resolve(),
      },
      journal: {
        append: (event: JournalEvent) => {
          events.push(event);
          return Promise.resolve(linkEntry(event, NOW.toISOString(), null));
        },
        entries: () => Promise.resolve([]),
      },
    };
    const trust = { ...paper.trust, logVerifierKey: encodeVerifierKey({ name: origin, publicKey }) };
    return { known, events, note, run: () => verifyLog(needs, { trust }) };
  }

  it('is remembered when it has grown', async () => {
    const log = setUp('abcde', 'abc');
    expect((await log.run()).report.ok).toBe(true);
    expect(log.known.get(origin)).toBe(log.note('abcde'));
    expect(log.events).toEqual([]);
  });

  it.each([
    ['smaller than before', 'ab', 'abc'],
    ['rewritten', 'abXde', 'abc'],
    ['another tree of the same size', 'abX', 'abc'],
  ])('is an alarm when it is %s; the older head stays', async (_, leaves, remembered) => {
    const log = setUp(leaves, remembered);
    const { report } = await log.run();
    expect(report.checks.at(-1)).toMatchObject({ id: 'log-consistency', outcome: 'failed', code: 'log/forked' });
    expect(log.known.get(origin)).toBe(log.note(remembered));
    expect(log.events.map(({ event }) => event)).toEqual(['log.alarm']);
  });
});
