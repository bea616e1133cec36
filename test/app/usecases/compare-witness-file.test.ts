// What a bidder or an auditor is told of a witness's file, in each case that there is: a real log that grows, real cosignatures.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWitnessFile } from '../../../app/usecases/compare-witness-file.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LpseMemory } from '../../../app/ports/lpse-memory.ts';
import type { LogCalls } from '../../../app/ports/lpse-gateway.ts';
import { encodeCheckpoint, parseCheckpoint, signNote } from '../../../crypto/checkpoint.ts';
import { addCosignature, encodeCosignerKey } from '../../../crypto/cosignature.ts';
import { bidIn } from '../../faults/bidding.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { bidOn } from './opened.ts';
import { openStation, type Station } from './station.ts';

const name = 'saksi.example/1';
const witness = generateKeyPairSync('ed25519');
const keys = encodeCosignerKey({ name, publicKey: witness.publicKey });
let lpse: TemporaryLpse;
let karya: Station;
/** Heads before and after the bid. */
let early: string;
let receiptHead: string;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  karya = await openStation(lpse, 'karya.nusantara');
  early = cosigned(await karya.needs.lpse.checkpoint());
  const { receipt } = await bidIn(karya, await bidOn(karya, '98000000'), 'receipted');
  const { bundle } = await karya.needs.receipts.load(receipt.folder);
  const { log } = JSON.parse(Buffer.from(bundle.receipt, 'base64').toString('utf8')) as {
    readonly log: { readonly checkpoint: string };
  };
  receiptHead = log.checkpoint;
});
afterAll(async () => {
  await karya.close();
  await lpse.close();
});

function cosigned(note: string): string {
  return addCosignature(note, { name, privateKey: witness.privateKey, at: lpse.clock.now() });
}

/** A head that the LPSE signed for others. */
function otherLog(more: number, origin = parseCheckpoint(lpse.context.log.checkpoint()).origin): string {
  const { size } = parseCheckpoint(lpse.context.log.checkpoint());
  const text = encodeCheckpoint({ origin, size: size + more, root: randomBytes(32) });
  return cosigned(signNote(text, origin, lpse.context.keys.log));
}

async function compare(file: string, { needs = karya.needs, given = keys }: Partial<Given> = {}) {
  const { trust } = await karya.connect();
  return compareWitnessFile(needs, { trust, file, keys: given, receiptHead });
}

interface Given {
  readonly needs: Station['needs'];
  readonly given: string;
}

describe('a witness’s file', () => {
  it('is of the same log, or of an earlier state of it, and says so of a receipt', async () => {
    const now = cosigned(await karya.needs.lpse.checkpoint());
    const same = await compare(now);
    expect(same).toMatchObject({ stand: 'same', receipt: 'covered', because: null, cosignatures: [{ name }] });
    expect([same.report.ok, same.size, same.evidence]).toEqual([true, same.shownSize, null]);
    const older = await compare(early);
    expect(older).toMatchObject({ stand: 'older', receipt: 'not-covered' });
    expect(older.size).toBeLessThan(older.shownSize ?? 0);
  });

  it('may hold many heads, as a witness keeps them or prints them: the newest speaks, and a fork among them is not hidden', async () => {
    const now = cosigned(await karya.needs.lpse.checkpoint());
    const kept = [early, now].map((note) => `${JSON.stringify({ note, after: null })}\n`).join('');
    expect(await compare(kept)).toMatchObject({ stand: 'same', receipt: 'covered', heads: { found: 2, compared: 2 } });
    const printed = `LPSE 990: 3 -> 9\r\n${early.replaceAll('\n', '\r\n')}LPSE 990: 9 -> 12\r\n${now.replaceAll('\n', '\r\n')}`;
    expect(await compare(printed)).toMatchObject({ stand: 'same', heads: { found: 2, compared: 2 } });
    expect(await compare(now + otherLog(0))).toMatchObject({ stand: 'forked' });
  });

  it('may be ahead of what is shown here: a log that is held back', async () => {
    const stale = await karya.needs.lpse.checkpoint();
    const station = await openStation(lpse, 'cipta.mandiri');
    await bidOn(station, '97000000');
    const ahead = cosigned(await station.needs.lpse.checkpoint());
    // An LPSE that shows one bidder less than it has signed; whose computer has seen no more than that.
    const { trust } = await station.connect();
    const lies: Partial<LogCalls> = { checkpoint: () => Promise.resolve(stale) };
    const memory: LpseMemory = Object.assign(Object.create(station.needs.memory) as LpseMemory, {
      checkpoint: () => Promise.resolve(stale),
    });
    const needs = { ...deceived(station, lies), memory };
    const found = await compareWitnessFile(needs, { trust, file: ahead, keys, receiptHead: null });
    await station.close();
    expect(found).toMatchObject({ stand: 'newer', receipt: null });
    expect(found.size).toBeGreaterThan(found.shownSize ?? Infinity);
  });

  it.each([0, 3])('is an alarm when it is of another log (%i leaves more), with both signed heads', async (more) => {
    const other = otherLog(more);
    const found = await compare(other);
    expect(found).toMatchObject({ stand: 'forked', code: 'log/forked', receipt: 'forked' });
    expect(found.evidence?.witnessed).toBe(other);
    expect(parseCheckpoint(found.evidence?.shown ?? '').origin).toBe(parseCheckpoint(other).origin);
    expect((await karya.needs.journal.entries()).at(-1)?.event).toBe('log.alarm');
  });

  it('says why it cannot be compared', async () => {
    const now = await karya.needs.lpse.checkpoint();
    const good = cosigned(now);
    const stranger = encodeCosignerKey({ name, publicKey: generateKeyPairSync('ed25519').publicKey });
    const broken = good.replace(/[A-Za-z0-9](?=[A-Za-z0-9+/]{3}=*\n$)/, (one) => (one === 'A' ? 'B' : 'A'));
    const { origin, size, root } = parseCheckpoint(now);
    const forged = signNote(encodeCheckpoint({ origin, size, root }), origin, witness.privateKey);
    const of = async (file: string, given?: Partial<Given>) => (await compare(file, given)).because;
    expect(await of('Kepada Yth. LPSE\n')).toBe('no-head');
    expect(await of(otherLog(0, 'lain.example/1'))).toBe('other-log');
    expect(await of(cosigned(forged))).toBe('not-signed');
    expect(await of(good, { given: stranger })).toBe('not-cosigned');
    expect(await of(broken)).toBe('cosignature-wrong');
    const offline = () => Promise.reject(new CodedError('network/unreachable'));
    const needs = deceived(karya, { checkpoint: offline, consistency: offline });
    expect(await compare(good, { needs })).toMatchObject({ stand: 'not-compared', because: 'unreachable' });
  });

  it('needs a witness’s key, whole', async () => {
    const now = cosigned(await karya.needs.lpse.checkpoint());
    for (const given of ['', 'saksi.example', `${keys}\n${keys.slice(0, -3)}`])
      await expect(compare(now, { given })).rejects.toMatchObject({ code: 'audit/witness-key-malformed' });
  });
});
