// A head shown for an opening must belong to the log that this computer watches.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { linkEntry } from '../../../app/policy/journal-chain.ts';
import type { JournalEvent } from '../../../app/ports/journal.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { toReport } from '../../../app/domain/check-report.ts';
import { requireSameLog, watchHead } from '../../../app/usecases/verify-log.ts';
import { encodeCheckpoint, encodeVerifierKey, signNote } from '../../../crypto/checkpoint.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { createPaperLpse } from '../../doubles/paper-lpse.ts';

const origin = 'log.example';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const treeOf = (leaves: string) => MerkleTree.of(leaves.split('').map((text) => leafHash(Buffer.from(text))));
const note = (leaves: string, key = privateKey) =>
  signNote(encodeCheckpoint({ origin, size: leaves.length, root: treeOf(leaves).root() }), origin, key);
const trust = { ...(await createPaperLpse()).trust, logVerifierKey: encodeVerifierKey({ name: origin, publicKey }) };

async function judge(watched: string, shown: string, change: { readonly alarm?: boolean } = {}): Promise<string> {
  const whole = watched.length > shown.length ? watched : shown;
  const lpse = {
    checkpoint: () => Promise.reject(new Error('not asked')),
    inclusion: () => Promise.reject(new Error('not asked')),
    entries: () => Promise.reject(new Error('not asked')),
    consistency: (from: number, to: number) => {
      const proof = treeOf(whole.slice(0, to)).consistencyProof(from);
      return Promise.resolve({ from, to, proof: proof.map((hash) => hash.toString('hex')) });
    },
  };
  const report = toReport([
    change.alarm === true
      ? { id: 'log-consistency', outcome: 'failed', code: 'log/forked' }
      : { id: 'log-consistency', outcome: 'passed' },
  ]);
  const rootSha256 = treeOf(watched).root().toString('hex');
  const log = { report, checkpoint: { origin, size: watched.length, rootSha256 } };
  return anyCode(requireSameLog(lpse, { connection: { trust, log }, note: note(shown) }));
}

describe('the log of an opening', () => {
  it.each([
    ['is the one that is watched', 'abc', 'abc'],
    ['is an earlier one', 'abcde', 'abc'],
    ['has grown since the last look', 'abc', 'abcde'],
  ])('is accepted when it %s', async (_, watched, shown) => {
    expect(await judge(watched, shown)).toBe('accepted');
  });

  it.each([
    ['has another leaf in the same place', 'abc', 'abx'],
    ['leaves out what is watched', 'abcde', 'xbc'],
    ['goes on from another past', 'abc', 'xbcde'],
  ])('stops the opening when it %s, although the log has signed it', async (_, watched, shown) => {
    expect(await judge(watched, shown)).toBe('log/forked');
  });

  it('stops the opening while an alarm is on', async () => {
    expect(await judge('abc', 'abc', { alarm: true })).toBe('log/forked');
  });

  it('is nobody else’s', async () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    const log = { report: toReport([{ id: 'log-consistency', outcome: 'passed' }]), checkpoint: null };
    const lpse = { checkpoint: fail, inclusion: fail, entries: fail, consistency: fail };
    const about = { connection: { trust, log }, note: note('abc', other) };
    expect(await anyCode(requireSameLog(lpse, about))).toBe('log/checkpoint-invalid');
    const rootSha256 = treeOf('abc').root().toString('hex');
    const watching = { ...log, checkpoint: { origin, size: 3, rootSha256 } };
    expect(await anyCode(requireSameLog(lpse, { ...about, connection: { trust, log: watching } }))).toBe(
      'log/checkpoint-invalid',
    );
  });
});

describe('the log of a receipt', () => {
  async function watch(watched: string, shown: string, consistency?: () => Promise<never>) {
    const whole = watched.length > shown.length ? watched : shown;
    const kept = new Map([[origin, note(watched)]]);
    const events: string[] = [];
    const rootSha256 = treeOf(watched).root().toString('hex');
    const report = toReport([{ id: 'log-consistency', outcome: 'passed' }]);
    const log = { report, checkpoint: { origin, size: watched.length, rootSha256 } };
    const needs = {
      lpse: {
        ...{ checkpoint: fail, inclusion: fail, entries: fail },
        consistency:
          consistency ??
          ((from: number, to: number) => {
            const proof = treeOf(whole.slice(0, to)).consistencyProof(from);
            return Promise.resolve({ from, to, proof: proof.map((hash) => hash.toString('hex')) });
          }),
      },
      memory: {
        ...{ silence: fail, rememberSilence: fail },
        ...{ policy: fail, rememberPolicy: fail, deviceRegistration: fail, rememberDeviceRegistration: fail },
        checkpoint: (name: string) => Promise.resolve(kept.get(name) ?? null),
        rememberCheckpoint: (name: string, text: string) => {
          kept.set(name, text);
          return Promise.resolve();
        },
      },
      journal: {
        append: (event: JournalEvent) => {
          events.push(event.event);
          return Promise.resolve(linkEntry(event, '', null));
        },
        entries: fail,
      },
    };
    const { outcome } = await watchHead(needs, { connection: { trust, log }, note: note(shown) });
    return { outcome, events, remembered: kept.get(origin) };
  }

  it('is remembered when it has grown, and not when it is older', async () => {
    expect(await watch('abc', 'abcd')).toEqual({ outcome: 'passed', events: [], remembered: note('abcd') });
    expect(await watch('abc', 'ab')).toEqual({ outcome: 'passed', events: [], remembered: note('abc') });
  });

  it('raises an alarm when it is another one than this computer watches, which stays remembered', async () => {
    expect(await watch('abc', 'xbcd')).toEqual({ outcome: 'failed', events: ['log.alarm'], remembered: note('abc') });
    expect(await watch('abc', 'abx')).toEqual({ outcome: 'failed', events: ['log.alarm'], remembered: note('abc') });
  });

  it('is compared at the next look when the network is down now', async () => {
    const down = () => Promise.reject(new CodedError('network/unreachable'));
    expect(await watch('abc', 'abcd', down)).toEqual({ outcome: 'missing', events: [], remembered: note('abc') });
  });

  it('is compared at the next look when the LPSE says that it is under repair: that is no fork', async () => {
    const repair = () => Promise.reject(new CodedError('service/unavailable'));
    expect(await watch('abc', 'abcd', repair)).toEqual({ outcome: 'missing', events: [], remembered: note('abc') });
  });

  it('raises an alarm when the LPSE answers, and has no proof', async () => {
    const refuse = () => Promise.reject(new CodedError('access/forbidden'));
    expect(await watch('abc', 'abcd', refuse)).toMatchObject({ outcome: 'failed', events: ['log.alarm'] });
  });
});

function fail(): Promise<never> {
  return Promise.reject(new Error('not asked'));
}
