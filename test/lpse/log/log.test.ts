import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConsistencyAnswer, EntriesAnswer, InclusionAnswer, type LogLeaf } from '../../../app/protocol/log.ts';
import { parseVerifierKey, requireGrowth, verifyCheckpoint } from '../../../crypto/checkpoint.ts';
import { leafHash, verifyInclusion } from '../../../crypto/merkle.ts';
import { LpseClient } from '../client.ts';
import type { TransparencyLog } from '../context.ts';
import { openStore, type Store } from '../database.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../temporary-lpse.ts';
import { bodySha256, encodeLeaf, newSalt } from './leaf.ts';
import { createLog } from './log-store.ts';

const leafNumber = (serial: number): LogLeaf => ({
  type: 'policy-issued',
  kdTender: '10092474000',
  versiTender: 1,
  envelopeId: null,
  time: '2026-03-10T10:00:00.000Z',
  body: { serial },
});

describe('the log on disk', () => {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  let dir: string;
  let store: Store;
  let log: TransparencyLog;
  const open = (): void => {
    store = openStore(join(dir, 'log.sqlite'));
    log = createLog(store, { origin: 'log.example', key });
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'segel-log-'));
    open();
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true });
  });

  it('keeps leaves and heads over a restart', () => {
    for (let i = 0; i < 5; i++) expect(log.append(leafNumber(i)).index).toBe(i);
    const before = log.checkpoint();
    store.close();
    open();
    expect(log.checkpoint()).toBe(before);
    expect(log.append(leafNumber(5)).index).toBe(5);
  });

  it('appends a leaf once under its key and answers the first one ever after', () => {
    const first = log.append(leafNumber(1), 'policy:1');
    log.append(leafNumber(2));
    store.close();
    open();
    expect(log.append(leafNumber(9), 'policy:1')).toEqual(first);
    expect(log.size).toBe(2);
    expect(log.find('policy:1')).toEqual(first);
    expect(log.find('policy:2')).toBeNull();
  });

  it('proves every leaf in every later tree, and that the tree only grew', () => {
    const verifier = parseVerifierKey(log.verifierKey);
    const heads = Array.from({ length: 9 }, (_, i) => {
      log.append(leafNumber(i));
      return verifyCheckpoint(log.checkpoint(), verifier);
    });
    const toBytes = (proof: string[]): Buffer[] => proof.map((hash) => Buffer.from(hash, 'hex'));
    for (const { size, root } of heads) {
      for (let index = 0; index < size; index++) {
        const proof = toBytes(log.inclusionProof(index, size));
        const hash = leafHash(encodeLeaf(leafNumber(index)));
        expect(() => verifyInclusion({ leafHash: hash, index, size, proof, root })).not.toThrow();
      }
      const newest = heads.at(-1);
      if (newest === undefined) throw new Error('no head');
      expect(() =>
        requireGrowth({ origin: 'log.example', size, root }, newest, toBytes(log.consistencyProof(size, 9))),
      ).not.toThrow();
    }
  });

  it('refuses to change or drop what it holds', () => {
    log.append(leafNumber(0));
    expect(() => store.exec(`UPDATE leaves SET bytes = x'00'`)).toThrow('append-only');
    expect(() => store.exec('DELETE FROM leaves')).toThrow('append-only');
  });

  it('refuses a leaf that is not in the protocol and an index that is not in the tree', () => {
    expect(() => log.append({ ...leafNumber(0), kdTender: 'x' })).toThrow();
    expect(log.size).toBe(0);
    log.append(leafNumber(0));
    expect(() => log.inclusionProof(1)).toThrow('access/not-found');
    expect(() => log.checkpoint(2)).toThrow('access/not-found');
  });

  it('hides a body behind a salt that nobody guesses', () => {
    const body = { submissionId: 's1', bidderId: '701001' };
    expect(bodySha256({ salt: newSalt(), ...body })).not.toBe(bodySha256({ salt: newSalt(), ...body }));
    expect(Buffer.from(newSalt(), 'base64url')).toHaveLength(32);
  });
});

describe('the log over HTTPS', () => {
  let lpse: TemporaryLpse;
  let client: LpseClient;
  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    client = new LpseClient(lpse);
  });
  afterAll(() => lpse.close());

  it('answers checkpoint, entries and proofs that fit together, to anybody', async () => {
    const note = await client.get('/log/checkpoint');
    expect(note.headers['content-type']).toContain('text/plain');
    const head = verifyCheckpoint(note.bytes.toString('utf8'), parseVerifierKey(lpse.context.log.verifierKey));
    const { entries } = await client.read(EntriesAnswer, client.get(`/log/entries?start=0&end=${head.size}`));
    expect(entries).toHaveLength(head.size);
    const inclusion = client.get(`/log/proof/inclusion?index=1&size=${head.size}`);
    const { proof } = await client.read(InclusionAnswer, inclusion);
    const hash = leafHash(Buffer.from(entries[1] ?? '', 'base64'));
    const bytes = proof.map((sibling) => Buffer.from(sibling, 'hex'));
    expect(() =>
      verifyInclusion({ leafHash: hash, index: 1, size: head.size, proof: bytes, root: head.root }),
    ).not.toThrow();
    const consistency = client.get(`/log/proof/consistency?from=1&to=${head.size}`);
    expect((await client.read(ConsistencyAnswer, consistency)).proof.length).toBeGreaterThan(0);
  });

  it('refuses numbers that are none and proofs of what is not there', async () => {
    expect((await client.get('/log/proof/inclusion?index=-1&size=2')).code).toBe('access/malformed-request');
    expect((await client.get('/log/proof/inclusion?index=0&size=9999')).code).toBe('access/not-found');
    expect((await client.get('/log/proof/consistency?from=3&to=2')).code).toBe('access/malformed-request');
    expect((await client.get('/log/entries?start=0')).code).toBe('access/malformed-request');
  });
});
