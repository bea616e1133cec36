// A witness of a log: growth is cosigned, forks and steps back are alarms, and a crash loses nothing that was shown.
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LogCalls } from '../../../app/ports/lpse-gateway.ts';
import type { LpseTrust } from '../../../app/ports/trust-store.ts';
import { witnessLog, type Unseen, type WitnessAlarm, type Witnessed } from '../../../app/usecases/witness-log.ts';
import { encodeCheckpoint, encodeVerifierKey, signNote, verifyCheckpoint } from '../../../crypto/checkpoint.ts';
import {
  addCosignature,
  encodeCosignerKey,
  parseCosignerKey,
  verifyCosignatures,
} from '../../../crypto/cosignature.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import type { WitnessStore } from '../../../app/ports/witness-store.ts';
import { FileWitnessStore } from '../../../main/adapters/file-witness-store.ts';
import { HAS_OPENSSL } from '../../pki/openssl.ts';

const AT = new Date('2026-03-10T10:00:00.000Z');
const clock = { now: () => AT, monotonicMs: () => 0, wait: () => Promise.resolve() };
const origin = 'log.example/1';
const log = generateKeyPairSync('ed25519');
const own = generateKeyPairSync('ed25519');
const journalled: string[] = [];
const journal = {
  append: (event: { readonly event: string }) => {
    journalled.push(event.event);
    const entry = { sequence: journalled.length, time: '', previousSha256: '', sha256: '' };
    return Promise.resolve({ bidId: null, kdTender: null, facts: {}, ...event, ...entry });
  },
  entries: () => Promise.resolve([]),
};
const name = 'saksi.example/1';
let dir: string;
let heads: FileWitnessStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'segel-witness-'));
  heads = new FileWitnessStore(join(dir, 'w'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A log of so many leaves, each the text and its number. */
function logOf(count: number, text = 'leaf'): LogCalls {
  return logWith(MerkleTree.of(Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`${text} ${String(i)}`)))));
}

function logWith(tree: MerkleTree): LogCalls {
  const never = () => Promise.reject(new Error('not asked'));
  return {
    checkpoint: () =>
      Promise.resolve(
        signNote(encodeCheckpoint({ origin, size: tree.size, root: tree.root() }), origin, log.privateKey),
      ),
    consistency: (from, to) =>
      Promise.resolve({ from, to, proof: tree.consistencyProof(from, to).map((hash) => hash.toString('hex')) }),
    inclusion: never,
    entries: never,
  };
}

/** Three leaves that every log has, and two that only this one has. */
function forked(branch: string): LogCalls {
  const texts = ['same 0', 'same 1', 'same 2', `${branch} 3`, `${branch} 4`];
  return logWith(MerkleTree.of(texts.map((text) => leafHash(Buffer.from(text)))));
}

/** The first answer, and another one from then on. */
function once<T>(first: () => T, then: () => T): () => T {
  let asked = 0;
  return () => (asked++ === 0 ? first() : then());
}

const trust: LpseTrust = {
  ...{ kdLpse: 1, name: '', baseUrl: '', pinnedAt: '', lpse: [], ams: [], kms: [], tsa: [] },
  logVerifierKey: encodeVerifierKey({ name: origin, publicKey: log.publicKey }),
};

function look(lpse: LogCalls, store: WitnessStore = heads): Promise<Witnessed | WitnessAlarm | Unseen> {
  const key = { name, privateKey: own.privateKey };
  return witnessLog({ lpse, heads: store, journal, clock }, { trust, key });
}

/** The cosigned head; an alarm fails the test. */
async function seen(lpse: LogCalls): Promise<Witnessed> {
  const found = await look(lpse);
  if (!('note' in found)) throw new Error(found.code);
  return found;
}

describe('a witness', () => {
  it('cosigns what grows, and says so in a form that the log’s readers still accept', async () => {
    expect(await look(logOf(3))).toMatchObject({ before: 0, size: 3 });
    const { note, before } = await seen(logOf(8));
    expect(before).toBe(3);
    const key = parseCosignerKey(encodeCosignerKey({ name, publicKey: own.publicKey }));
    expect(verifyCosignatures(note, [key])).toEqual([{ name, at: AT }]);
    expect(verifyCheckpoint(note, { name: origin, publicKey: log.publicKey }).size).toBe(8);
  });

  it('takes no line of others into what it cosigns, however an LPSE dresses its head', async () => {
    const ownKey = { name, publicKey: own.publicKey };
    const known = [parseCosignerKey(encodeCosignerKey(ownKey))];
    const other = generateKeyPairSync('ed25519').privateKey;
    // In the witness's own name, with its key id, about another head; and as many lines as a note may have.
    const stolen = addCosignature(await logOf(2).checkpoint(), { name, privateKey: own.privateKey, at: AT });
    const lineOf = (note: string) => `${note.trimEnd().split('\n').at(-1) ?? ''}\n`;
    const dressed = (lpse: LogCalls, lines: string): LogCalls => ({
      ...lpse,
      checkpoint: async () => (await lpse.checkpoint()) + lines,
    });
    const text = encodeCheckpoint({ origin, size: 1, root: Buffer.alloc(32) });
    const many = Array.from({ length: 63 }, (_, i) => lineOf(signNote(text, `orang-${String(i)}`, other))).join('');
    for (const [size, lines] of [
      [3, lineOf(stolen)],
      [4, many],
    ] as const) {
      const { note } = await seen(dressed(logOf(size), lines));
      expect(verifyCosignatures(note, known)).toEqual([{ name, at: AT }]);
      expect(verifyCheckpoint(note, { name: origin, publicKey: log.publicKey }).size).toBe(size);
    }
    // The next look stands on what was kept.
    expect(await look(logOf(6))).toMatchObject({ before: 4, size: 6 });
  });

  it.each([
    ['a fork of the same size', () => logOf(5, 'other')],
    ['a fork that grew', () => logOf(9, 'other')],
    ['a step back', () => logOf(4)],
  ])('raises an alarm for %s, keeps both heads and its own', async (_name, lie) => {
    const { note } = await seen(logOf(5));
    journalled.length = 0;
    const alarmed = await look(lie());
    expect(alarmed).toMatchObject({ kdLpse: 1, code: 'log/forked' });
    expect(journalled).toEqual(['log.alarm']);
    // What anybody can check: both heads, as the log signed them.
    const evidence = 'evidence' in alarmed ? alarmed.evidence : [];
    const notes = evidence.map((path) => readFileSync(path, 'utf8'));
    expect(notes[0]).toBe(note);
    for (const one of notes) verifyCheckpoint(one, { name: origin, publicKey: log.publicKey });
    expect(notes).toHaveLength(2);
    expect(await heads.newest(1)).toBe(note);
    const alarm = JSON.parse(readFileSync(join(dir, 'w', '1.alarms.jsonl'), 'utf8')) as Record<string, string>;
    expect(alarm).toMatchObject({ kept: note, code: 'log/forked' });
    expect(alarm.shown).toContain(origin);
    expect(await look(logOf(6))).toMatchObject({ before: 5, size: 6 });
  });

  it.each(['access/forbidden', 'storage/full', 'service/unavailable', 'network/timeout'] as const)(
    'takes the answer %s instead of a head for a log that it did not see, and for nothing else',
    async (code) => {
      const { note } = await seen(logOf(5));
      journalled.length = 0;
      const silent = { ...logOf(6), checkpoint: () => Promise.reject(new CodedError(code)) };
      expect(await look(silent)).toEqual({ kdLpse: 1, code });
      expect(journalled).toEqual([]);
      expect(await heads.newest(1)).toBe(note);
    },
  );

  it('cosigns no two logs, although two processes look at once', async () => {
    await seen(logOf(3, 'same'));
    const [one, other] = await Promise.all([
      look(forked('a')),
      look(forked('b'), new FileWitnessStore(join(dir, 'w'))),
    ]);
    const [cosigned, ...more] = [one, other].filter((found) => 'note' in found);
    expect(more).toEqual([]);
    expect([one, other]).toContainEqual(expect.objectContaining({ code: 'log/forked' }));
    expect(await heads.newest(1)).toBe(cosigned?.note);
  });

  it('raises no alarm when another process keeps a newer head while it asks', async () => {
    await seen(logOf(3));
    const shown = await logOf(5).checkpoint();
    const overtaken = async () => {
      await seen(logOf(7));
      return shown;
    };
    journalled.length = 0;
    // The second question comes after the other one: by then the log has grown past it.
    const asked = { ...logOf(8), checkpoint: once(overtaken, () => logOf(8).checkpoint()) };
    expect(await look(asked)).toMatchObject({ before: 7, size: 8 });
    expect(journalled).toEqual([]);
  });

  it('keeps a head once, however often it is seen', async () => {
    await seen(logOf(5));
    const { size } = statSync(join(dir, 'w', '1.heads.jsonl'));
    for (let i = 0; i < 3; i++) await seen(logOf(5));
    expect(statSync(join(dir, 'w', '1.heads.jsonl')).size).toBe(size);
  });

  it('shows no cosignature that it could not keep', async () => {
    await look(logOf(5));
    const before = await heads.newest(1);
    const broken = {
      newest: () => heads.newest(1),
      alarm: heads.alarm.bind(heads),
      keep: () => Promise.reject(new Error('power')),
    };
    await expect(look(logOf(7), broken)).rejects.toThrow('power');
    expect(await heads.newest(1)).toBe(before);
  });

  it('goes on after a crash tore its last record', async () => {
    await look(logOf(5));
    appendFileSync(join(dir, 'w', '1.heads.jsonl'), '{"note":"log.exam');
    expect(await look(logOf(7))).toMatchObject({ before: 5, size: 7 });
    expect(await look(logOf(8))).toMatchObject({ before: 7, size: 8 });
  });

  it.skipIf(!HAS_OPENSSL)('is verified by openssl alone (skipped without openssl 3)', async () => {
    const { note } = await seen(logOf(3));
    const [text = '', signatures = ''] = note.split('\n\n');
    const line =
      signatures
        .trimEnd()
        .split('\n')
        .find((one) => one.includes(name)) ?? '';
    const blob = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    const time = blob.readBigUInt64BE(4).toString();
    writeFileSync(join(dir, 'message'), `cosignature/v1\ntime ${time}\n${text}\n`);
    writeFileSync(join(dir, 'signature'), blob.subarray(12));
    writeFileSync(join(dir, 'key.pem'), own.publicKey.export({ format: 'pem', type: 'spki' }));
    const args = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      'key.pem',
      '-rawin',
      '-in',
      'message',
      '-sigfile',
      'signature',
    ];
    expect(spawnSync('openssl', args, { cwd: dir }).status).toBe(0);
    writeFileSync(join(dir, 'message'), `cosignature/v1\ntime ${time}\n${text}x\n`);
    expect(spawnSync('openssl', args, { cwd: dir }).status).not.toBe(0);
  });
});
