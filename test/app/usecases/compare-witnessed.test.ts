// A split view: the LPSE shows one log to a bidder and another to a witness. Whoever brings the two heads together sees it; a receipt
// whose log a witness saw says so.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWitnessed } from '../../../app/usecases/compare-witnessed.ts';
import { verifyReceipt } from '../../../app/usecases/verify-receipt.ts';
import { encodeCheckpoint, parseCheckpoint, signNote } from '../../../crypto/checkpoint.ts';
import { addCosignature } from '../../../crypto/cosignature.ts';
import { bidIn } from '../../faults/bidding.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { bidOn } from './opened.ts';
import { openStation, type Station } from './station.ts';

const name = 'saksi.example/1';
const witness = generateKeyPairSync('ed25519');
const known = { name, publicKey: witness.publicKey };
let lpse: TemporaryLpse;
let karya: Station;
let folder: string;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  karya = await openStation(lpse, 'karya.nusantara');
  folder = (await bidIn(karya, await bidOn(karya, '98000000'), 'receipted')).receipt.folder;
});
afterAll(async () => {
  await karya.close();
  await lpse.close();
});

const cosigned = (note: string) => addCosignature(note, { name, privateKey: witness.privateKey, at: lpse.clock.now() });

/** A head that the LPSE signed for others, of as many leaves as its own or more. */
function otherLog(more: number): string {
  const { origin, size } = parseCheckpoint(lpse.context.log.checkpoint());
  const text = encodeCheckpoint({ origin, size: size + more, root: randomBytes(32) });
  return signNote(text, origin, lpse.context.keys.log);
}

async function compare(note: string, { online = true, witnesses = [known] } = {}) {
  const { trust } = await karya.connect();
  return compareWitnessed({ log: online ? karya.needs : null }, { trust, note, witnesses });
}

function outcomes({ report }: Awaited<ReturnType<typeof compare>>) {
  return Object.fromEntries(report.checks.map(({ id, outcome }) => [id, outcome]));
}

describe('a head that a witness cosigned', () => {
  it('agrees with the log that is seen here, also when that has grown since', async () => {
    const note = cosigned(await karya.needs.lpse.checkpoint());
    await bidOn(karya, '97000000');
    const found = await compare(note);
    expect(found.report.ok).toBe(true);
    expect(found.cosignatures).toMatchObject([{ name }]);
    expect(outcomes(found)).toMatchObject({ 'witness-cosigned': 'passed', 'witness-agrees': 'passed' });
    expect(Object.keys(outcomes(await compare(note, { online: false })))).toEqual(['witness-head', 'witness-cosigned']);
  });

  it.each([0, 3])('is an alarm and in the journal when it is of another log (%i leaves more)', async (more) => {
    const found = await compare(cosigned(otherLog(more)));
    expect(found.report.checks.find(({ id }) => id === 'witness-agrees')).toMatchObject({
      outcome: 'failed',
      code: 'log/forked',
    });
    expect((await karya.needs.journal.entries()).at(-1)?.event).toBe('log.alarm');
  });

  it('counts for nothing from a witness whom nobody knows, and nobody’s log signs for another’s', async () => {
    const stranger = { name, publicKey: generateKeyPairSync('ed25519').publicKey };
    const note = cosigned(await karya.needs.lpse.checkpoint());
    expect(outcomes(await compare(note, { witnesses: [stranger] }))['witness-cosigned']).toBe('missing');
    const forged = signNote(encodeCheckpoint(parseCheckpoint(note)), 'lain.example', witness.privateKey);
    expect(outcomes(await compare(cosigned(forged)))['witness-head']).toBe('failed');
    const changed = note.replace(/[A-Za-z0-9](?=[A-Za-z0-9+/]{3}=*\n$)/, (one) => (one === 'A' ? 'B' : 'A'));
    expect(outcomes(await compare(changed))['witness-cosigned']).toBe('failed');
  });
});

describe('a receipt', () => {
  const verify = async (notes: readonly string[], online = true) => {
    const { receipts, sealer, trust, lpse: log } = karya.needs;
    const input = { folder, sealedPath: null, witnessed: { keys: [known], notes } };
    const { report } = await verifyReceipt({ receipts, sealer, trust, log: online ? log : null }, input);
    return report.checks.find(({ id }) => id === 'receipt-witnessed');
  };

  it('is covered by a cosigned head that continues its own', async () => {
    const newer = cosigned(await karya.needs.lpse.checkpoint());
    expect(await verify([newer])).toMatchObject({ outcome: 'passed', facts: { witness: name } });
    expect(await verify([newer], false)).toMatchObject({ outcome: 'missing', code: 'audit/receipt-not-covered' });
  });

  it('is covered offline by the very head it was made in', async () => {
    const { bundle } = await karya.needs.receipts.load(folder);
    const { log } = JSON.parse(Buffer.from(bundle.receipt, 'base64').toString('utf8')) as {
      readonly log: { readonly checkpoint: string };
    };
    expect(await verify([cosigned(log.checkpoint)], false)).toMatchObject({ outcome: 'passed' });
  });

  it('is not covered without a witness, and an alarm when the witness saw another log', async () => {
    expect(await verify([await karya.needs.lpse.checkpoint()])).toMatchObject({
      outcome: 'missing',
      code: 'audit/not-witnessed',
    });
    expect(await verify([cosigned(otherLog(2))])).toMatchObject({ outcome: 'failed', code: 'log/forked' });
    // One head that covers it does not hide another that contradicts it.
    const good = cosigned(await karya.needs.lpse.checkpoint());
    expect(await verify([good, cosigned(otherLog(2))])).toMatchObject({ outcome: 'failed', code: 'log/forked' });
  });

  it('is not refused because of what a witness saw of the logs of others', async () => {
    const good = await karya.needs.lpse.checkpoint();
    const others = signNote(
      encodeCheckpoint({ ...parseCheckpoint(good), origin: 'lain.example/1' }),
      'lain.example/1',
      witness.privateKey,
    );
    expect(await verify([cosigned(others), cosigned(good)])).toMatchObject({ outcome: 'passed' });
  });
});
