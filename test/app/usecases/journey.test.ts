// The whole way of a bid through the use cases, with real adapters against the reference LPSE: seal, send, prove, replace,
// withdraw, open. One LPSE per file; the tests run in order.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bidStatus } from '../../../app/usecases/bid-status.ts';
import { addDocuments, setLetter, startDraft } from '../../../app/usecases/edit-draft.ts';
import { checkSources } from '../../../app/usecases/check-sources.ts';
import { exportBid } from '../../../app/usecases/export-bid.ts';
import { exportJournal } from '../../../app/usecases/export-journal.ts';
import { listReceipts } from '../../../app/usecases/list-receipts.ts';
import { loadPackage } from '../../../app/usecases/load-package.ts';
import { listPackages } from '../../../app/usecases/list-packages.ts';
import { requestRelease } from '../../../app/usecases/lead-opening.ts';
import { loadOpeningResults } from '../../../app/usecases/opening-results.ts';
import { readEvidence } from '../../../app/usecases/read-evidence.ts';
import { rehearse } from '../../../app/usecases/rehearse.ts';
import { replaceBid } from '../../../app/usecases/replace-bid.ts';
import { sealBid } from '../../../app/usecases/seal-bid.ts';
import { verifyReceipt } from '../../../app/usecases/verify-receipt.ts';
import { verifySealed } from '../../../app/usecases/verify-sealed.ts';
import { withdrawBid } from '../../../app/usecases/withdraw-bid.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { sealPrepared, sendBid } from '../../faults/bidding.ts';
import { memberInput, openerOf, openReleased } from './opened.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
const target = { kdTender, envelopeId };
const people = lpseWithPeople();
let karya: Station;
let cipta: Station;
let siti: Station;

beforeAll(async () => {
  [karya, cipta, siti] = await people.all('karya.nusantara', 'cipta.mandiri', 'siti.rahayu');
});

async function prepare(station: Station, price: string): Promise<string> {
  const connection = await station.connect();
  const loaded = await loadPackage(station.needs, { connection, kdTender });
  const { bidId } = await startDraft(station.needs, { package: loaded.package, envelopeId });
  const { maxNameLength } = loaded.view.limits;
  for (const [i, { slot }] of (loaded.view.envelopes[0]?.slots ?? []).entries()) {
    const pdf = `%PDF-1.7\n${station.account.organisation} ${slot} ${price}\nstartxref\n0\n%%EOF\n`;
    const path = await station.document(`Dokumen (${String(i)}) "asli", ${slot}.pdf`, pdf);
    await addDocuments(station.needs, { bidId, slot, paths: [path], maxNameLength });
  }
  await setLetter(station.needs, { bidId, letter: { price, validityDays: 90 } });
  return bidId;
}

describe('a bid on its way', () => {
  it('is prepared for a package whose policy passed every check', async () => {
    const connection = await karya.connect();
    expect(connection.log.report.ok).toBe(true);
    expect((await listPackages(karya.needs, { connection })).map((view) => view.kdTender)).toContain(kdTender);
    const loaded = await loadPackage(karya.needs, { connection, kdTender });
    expect(loaded.report?.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(loaded.openingRules[envelopeId]?.kind).toBe('members');
  });

  it('is sealed only with consent to the device record', async () => {
    const bidId = await prepare(karya, '4.750.000.000,00');
    const connection = await karya.connect();
    const identityId = karya.signing?.identityId ?? null;
    await expect(sealBid(karya.needs, { connection, bidId, identityId, consent: false })).rejects.toMatchObject({
      code: 'draft/consent-missing',
    });
    expect((await karya.needs.bids.load(bidId))?.state).toBe('draft');
  });

  it('is sealed, re-read and timestamped', async () => {
    const [draft] = await karya.needs.bids.list({ kdTender, state: 'draft' });
    const bidId = draft?.bidId ?? '';
    const { bid, report } = await sealPrepared(karya, bidId);
    expect(report.ok).toBe(true);
    expect(bid.sealed.timestampAt).not.toBeNull();
    expect(bid.sealed.documents.every(({ name }) => /^[^/\\,:'"+\-()]{1,40}$/.test(name))).toBe(true);
    const verdict = await verifySealed(karya.needs, { path: bid.sealed.path, accountId: null });
    expect(verdict.report.checks.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed']);
  });

  it('warns when a document was edited after sealing', async () => {
    const [bid] = await karya.needs.bids.list({ kdTender, state: 'sealed' });
    if (bid?.state !== 'sealed') throw new Error('not sealed');
    expect(await checkSources(karya.needs, bid)).toEqual([]);
    const path = bid.sealed.documents[0]?.sourcePath ?? '';
    const before = await readFile(path);
    await writeFile(path, Buffer.from(before).fill(0x20, before.length - 1));
    const findings = await checkSources(karya.needs, bid);
    expect(findings.map(({ code, index }) => [code, index])).toEqual([['document/newer-than-sealed', 0]]);
    await writeFile(path, before);
  });

  it('turns green only with a receipt that proves itself', async () => {
    const [sealed] = await karya.needs.bids.list({ kdTender, state: 'sealed' });
    const steps = new Set<string>();
    const result = await sendBid(karya, sealed?.bidId ?? '', { onProgress: ({ step }) => steps.add(step) });
    expect(result.outcome).toBe('receipted');
    expect(steps).toContain('uploading');
    const [receipted] = await karya.needs.bids.list({ kdTender, state: 'receipted' });
    if (receipted?.state !== 'receipted') throw new Error('no receipt');
    const needs = { ...karya.needs, log: karya.needs.lpse };
    const about = { folder: receipted.receipt.folder, sealedPath: receipted.sealed.path };
    const { report } = await verifyReceipt(needs, about);
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toContain('log-consistency');
    expect((await sendBid(karya, receipted.bidId)).outcome).toBe('receipted');
  });

  it('is not proven by the receipt of another file', async () => {
    const [receipted] = await karya.needs.bids.list({ kdTender, state: 'receipted' });
    if (receipted?.state !== 'receipted') throw new Error('no receipt');
    const damaged = join(karya.dir, 'rusak.sampul');
    const bytes = await readFile(receipted.sealed.path);
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    await writeFile(damaged, bytes);
    const needs = { ...karya.needs, log: null };
    const { report } = await verifyReceipt(needs, { folder: receipted.receipt.folder, sealedPath: damaged });
    expect(report.ok).toBe(false);
  });

  it('is replaced by a new one, and the old one knows by which', async () => {
    const [first] = await karya.needs.bids.list({ kdTender, state: 'receipted' });
    const draft = await replaceBid(karya.needs, { bidId: first?.bidId ?? '' });
    expect(draft.revision).toBe(2);
    await setLetter(karya.needs, { bidId: draft.bidId, letter: { price: '4700000000', validityDays: 90 } });
    await sealPrepared(karya, draft.bidId);
    const result = await sendBid(karya, draft.bidId);
    expect(result.outcome).toBe('receipted');
    const old = await karya.needs.bids.load(first?.bidId ?? '');
    expect(old?.state).toBe('superseded');
    const { elsewhere } = await bidStatus(karya.needs, { connection: await karya.connect(), kdTender });
    expect(elsewhere).toEqual([]);
  });

  it('is withdrawn with a receipt of its own', async () => {
    const bidId = await prepare(cipta, '4.800.000.000');
    await sealPrepared(cipta, bidId);
    expect((await sendBid(cipta, bidId)).outcome).toBe('receipted');
    const connection = await cipta.connect();
    const { bid, report } = await withdrawBid(cipta.needs, {
      ...{ connection, bidId },
      identityId: cipta.signing?.identityId ?? null,
    });
    expect(report.ok).toBe(true);
    expect(bid.state).toBe('withdrawn');
    expect((await listReceipts(cipta.needs)).map(({ kind, report: one }) => [kind, one?.ok])).toEqual([
      ['withdrawal', true],
      ['receipt', true],
    ]);
  });

  it('is sent again after the withdrawal', async () => {
    const [withdrawn] = await cipta.needs.bids.list({ kdTender, state: 'withdrawn' });
    const draft = await replaceBid(cipta.needs, { bidId: withdrawn?.bidId ?? '' });
    await sealPrepared(cipta, draft.bidId);
    expect((await sendBid(cipta, draft.bidId)).outcome).toBe('receipted');
  });

  it('leaves evidence of every attempt, without price or contents', async () => {
    const [bid] = await karya.needs.bids.list({ kdTender, state: 'receipted' });
    const { files } = await exportBid(karya.needs, { bidId: bid?.bidId ?? '', baseDir: karya.dir });
    const text = (await Promise.all(files.map((path) => readFile(path, 'latin1')))).join('\n');
    expect(text).toContain('receipt.verified');
    expect(text).not.toContain('4700000000');
    const exported = await exportJournal(karya.needs, { baseDir: karya.dir, kdTender: null });
    expect(exported.broken).toBeNull();
  });
});

describe('the committee', () => {
  it('rehearses with its own key before the deadline', async () => {
    const outcome = await rehearse(siti.needs, {
      ...(await memberInput(siti, target)),
      encryptionIdentityId: siti.opening?.identityId ?? '',
      workDir: siti.dir,
    });
    expect(outcome).toEqual({ kind: 'opened' });
  });

  it('cannot enter the opening before the hour', async () => {
    await expect(requestRelease(siti.needs, await memberInput(siti, target))).rejects.toMatchObject({
      code: 'opening/too-early',
    });
  });

  it('opens every bid in force, and no other, after the hour', async () => {
    await people.lpse.management?.advanceBySeconds(21 * 3600);
    const room = await requestRelease(siti.needs, await memberInput(siti, target));
    expect(room.report.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['opening-closed', 'passed'],
      ['opening-complete', 'passed'],
      ['opening-release', 'passed'],
    ]);
    const { bids } = await openReleased(siti, target);
    expect(bids.map(({ outcome }) => outcome.kind)).toEqual(['opened', 'opened']);
    expect(bids.map(({ outcome }) => (outcome.kind === 'opened' ? outcome.price : null)).toSorted()).toEqual([
      '4700000000',
      '4800000000',
    ]);
    expect(bids.every(({ resultPosted, report }) => resultPosted && report?.ok === true)).toBe(true);
    const again = await openReleased(siti, target);
    expect(again.bids.map(({ folder }) => folder)).toEqual(bids.map(({ folder }) => folder));
    expect(again.bids.map(({ report }) => report)).toEqual(bids.map(({ report }) => report));
  });

  it('has the results side by side, also on a computer that opened nothing', async () => {
    const input = await memberInput(siti, target);
    const results = await loadOpeningResults(siti.needs, { ...input, ...openerOf(siti) });
    expect(results.rows.map(({ price, rank, validityDays, facts }) => ({ price, rank, validityDays, facts }))).toEqual([
      { price: '4700000000', rank: 1, validityDays: 90, facts: [] },
      { price: '4800000000', rank: 2, validityDays: 90, facts: [] },
    ]);
    expect(results.rows.map(({ outcome }) => outcome.kind)).toEqual(['opened', 'opened']);
    expect(results.rows.map(({ members }) => members.map(({ agrees }) => agrees))).toEqual([[true], [true]]);
    expect(results.tombstones.map(({ fate }) => fate).toSorted()).toEqual(['superseded', 'withdrawn']);
    expect(results.releasedAt).not.toBeNull();
    const elsewhere = await loadOpeningResults(siti.needs, { ...input, ...openerOf(siti, 'lain') });
    expect(elsewhere.rows.map(({ outcome, price, members }) => [outcome.kind, price, members[0]?.agrees])).toEqual([
      ['waiting', null, null],
      ['waiting', null, null],
    ]);
  });
});

describe('the auditor', () => {
  it('reads the device records of every submission', async () => {
    const auditor = await people.at('auditor');
    const identityId = auditor.opening?.identityId ?? '';
    const { records, shared } = await readEvidence(auditor.needs, { kdTender, identityId });
    expect(records).toHaveLength(4);
    expect(records.every(({ atSealing, atSending }) => atSealing.record !== null && atSending.record !== null)).toBe(
      true,
    );
    expect(shared.map(({ kind }) => kind)).toContain('observed-address');
  });
});
