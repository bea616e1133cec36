// A bidder's whole way through the window's calls, against the reference LPSE: log in, draft, seal, send, prove, print,
// replace, withdraw. One LPSE and one window; the tests run in order.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { DEMO_PASSPHRASE } from '../../lpse/seeds/people.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';
import { canScan, scanned } from './scanner.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
let lpse: TemporaryLpse;
let window: TestWindow;
let signer = '';

beforeAll(async () => {
  [lpse, window] = [await startTemporaryLpse(), await TestWindow.open()];
  await window.pin(lpse);
});

afterAll(async () => {
  await window.close();
  await lpse.close();
});

/** A draft with a document in every slot and a price. */
async function draft(price: string): Promise<string> {
  const { bidId } = await window.call('bids.start', { kdTender, envelopeId });
  const { envelopes } = await window.call('packages.load', { kdTender });
  for (const [i, { slot }] of (envelopes[0]?.slots ?? []).entries()) {
    const pdf = `%PDF-1.7\n${slot} ${price}\nstartxref\n0\n%%EOF\n`;
    const files = await window.choose(await window.write(`Dokumen (${String(i)}) "asli", ${slot}.pdf`, pdf));
    await window.call('bids.addDocuments', { bidId, slot, files: [...files] });
  }
  await window.call('bids.setLetter', { bidId, letter: { price, validityDays: 90 } });
  return bidId;
}

function signing(bidId: string) {
  return { bidId, identityId: signer, passphrase: DEMO_PASSPHRASE, consent: true };
}

describe('a bidder at the window', () => {
  it('logs in', async () => {
    await window.login('karya.nusantara');
    expect(await window.call('session.current')).toMatchObject({ userId: 'karya.nusantara', role: 'bidder' });
  });

  it('takes over a certificate, but not with a wrong passphrase', async () => {
    const [handle] = await window.choose(join(lpse.dir, 'identities', 'karya.nusantara.p12'));
    const wrong = await window.problem('identities.import', { file: handle, passphrase: 'salah' });
    expect(wrong.code).toBe('identity/wrong-passphrase');
    signer = await window.importIdentity(lpse, 'karya.nusantara');
    const { identities } = await window.call('identities.list');
    expect(identities).toHaveLength(1);
    expect(identities[0]).toMatchObject({ identityId: signer, keyType: 'EC P-256', expired: false });
    expect(identities[0]?.usages).toContain('nonRepudiation');
  });

  it('lists packages without changes at first, the nearest deadline first', async () => {
    const { packages, changes } = await window.call('packages.list');
    expect(packages.map((one) => one.kdTender)).toContain(kdTender);
    expect(changes).toEqual([]);
    const deadlines = packages.flatMap(({ envelopes }) => envelopes.slice(0, 1).map(({ closesAt }) => closesAt));
    expect(deadlines).toEqual(deadlines.toSorted());
  });

  it('loads a package with its judged policy', async () => {
    const { policy } = await window.call('packages.load', { kdTender });
    expect(policy?.report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(policy?.openingRules[envelopeId]?.kind).toBe('members');
  });

  it('prepares a draft, is told of every change, and hears what is missing', async () => {
    const { bidId } = await window.call('bids.start', { kdTender, envelopeId });
    const before = await window.call('bids.check', { bidId });
    expect(before.blocking).toBe(true);
    expect(before.findings.map(({ code }) => code)).toContain('draft/letter-missing');
    const changed = window.seen('bids.changed').length;
    expect(await draft('4.750.000.000,00')).toBe(bidId);
    expect(window.seen('bids.changed').length).toBeGreaterThan(changed);
    const after = await window.call('bids.check', { bidId });
    expect(after.findings.filter(({ severity }) => severity === 'blocking')).toEqual([]);
    const bid = await window.call('bids.load', { bidId });
    expect(bid.letter).toEqual({ price: '4750000000.00', currency: 'IDR', validityDays: 90 });
    expect(JSON.stringify(bid)).not.toContain(window.dir);
  });

  it('renames, removes and brings documents back', async () => {
    const [bid] = (await window.call('bids.list', { kdTender })).bids;
    const bidId = bid?.bidId ?? '';
    const slot = bid?.documents[0]?.slot ?? '';
    const renamed = await window.call('bids.changeDocument', { bidId, index: 0, name: 'surat.pdf', slot });
    expect(renamed.documents[0]).toMatchObject({ name: 'surat.pdf', originalName: bid?.documents[0]?.originalName });
    const removed = await window.call('bids.removeDocument', { bidId, index: 0 });
    expect(removed.documents).toHaveLength((bid?.documents.length ?? 0) - 1);
    expect((await window.problem('bids.removeDocument', { bidId, index: 99 })).code).toBe('ipc/malformed-input');
    const files = await window.choose(await window.write('Surat baru.pdf', '%PDF-1.7\nbaru\nstartxref\n0\n%%EOF\n'));
    const again = await window.call('bids.addDocuments', { bidId, slot, files: [...files] });
    expect(again.documents).toHaveLength(bid?.documents.length ?? 0);
  });

  it('takes every file of a dropped folder', async () => {
    const folder = join(window.dir, 'folder');
    await mkdir(join(folder, 'dalam'), { recursive: true });
    await writeFile(join(folder, 'a.pdf'), '%PDF-1.7\na\nstartxref\n0\n%%EOF\n');
    await writeFile(join(folder, 'dalam', 'b.pdf'), '%PDF-1.7\nb\nstartxref\n0\n%%EOF\n');
    const handle = window.program.files.issue({ path: folder }, window.caller);
    const [bid] = (await window.call('bids.list', { kdTender })).bids;
    const bidId = bid?.bidId ?? '';
    const slot = bid?.documents[0]?.slot ?? '';
    const added = await window.call('bids.addDocuments', { bidId, slot, files: [handle] });
    expect(added.documents.slice(-2).map(({ originalName }) => originalName)).toEqual(['a.pdf', 'b.pdf']);
  });

  it('is shown the device record before anything is captured', async () => {
    expect(await window.call('bids.previewEvidence')).toMatchObject({ format: 'segel-device-record/1' });
  });

  it('seals with progress, and is never asked for the passphrase in between', async () => {
    const [bid] = (await window.call('bids.list', { kdTender })).bids;
    const bidId = bid?.bidId ?? '';
    const none = await window.problem('bids.seal', { ...signing(bidId), passphrase: null });
    expect(none.code).toBe('ipc/passphrase-needed');
    const wrong = await window.problem('bids.seal', { ...signing(bidId), passphrase: 'salah' });
    expect(wrong.code).toBe('identity/wrong-passphrase');
    const sealed = await window.call('bids.seal', signing(bidId));
    expect(sealed.report.ok).toBe(true);
    expect(sealed.bid).toMatchObject({ state: 'sealed', truth: 'red' });
    expect(window.seen('bids.progress').map(({ work }) => work)).toContain('sealing');
    expect(window.seen('bids.changed').at(-1)).toMatchObject({ bidId, state: 'sealed' });
  });

  it('carries the sealed file to another computer and back', async () => {
    const [bid] = (await window.call('bids.list', { kdTender })).bids;
    const { handle, path } = await window.target('penawaran.sampul');
    await window.call('bids.exportSealed', { bidId: bid?.bidId ?? '', to: handle });
    expect(sha256Hex(await readFile(path))).toBe(bid?.sealed?.sealedSha256);
    expect((await stat(path)).mode & 0o077).toBe(0);

    const other = await TestWindow.open();
    try {
      await other.pin(lpse);
      await other.login('karya.nusantara');
      const [file] = await other.choose(path);
      const imported = await other.call('bids.importSealed', { file: file ?? '' });
      expect(imported).toMatchObject({ state: 'sealed', sealed: { sealedSha256: bid?.sealed?.sealedSha256 } });
      expect((await other.call('bids.importSealed', { file: file ?? '' })).bidId).toBe(imported.bidId);
      expect((await other.call('bids.verify', { bidId: imported.bidId })).ok).toBe(true);
      await other.login('cipta.mandiri');
      expect((await other.call('bids.list', { kdTender: null })).bids).toEqual([]);
      expect((await other.problem('bids.importSealed', { file })).code).toBe('draft/wrong-account');
      expect((await other.problem('bids.load', { bidId: imported.bidId })).code).toBe('draft/not-found');
    } finally {
      await other.close();
    }
  });

  it('warns when a document was edited after sealing, and lets the person judge', async () => {
    const [bid] = (await window.call('bids.list', { kdTender })).bids;
    const bidId = bid?.bidId ?? '';
    expect(await window.call('bids.check', { bidId })).toEqual({ findings: [], blocking: false });
    const path = join(window.dir, 'folder', 'dalam', 'b.pdf');
    const before = await readFile(path);
    await writeFile(path, 'diubah');
    const { findings, blocking } = await window.call('bids.check', { bidId });
    expect(findings).toMatchObject([
      { code: 'document/newer-than-sealed', severity: 'warning', originalName: 'b.pdf' },
    ]);
    expect(blocking).toBe(false);
    await writeFile(path, before);
  });

  it('sends only with the declaration, and turns green with a verified receipt', async () => {
    const [bid] = (await window.call('bids.list', { kdTender })).bids;
    const bidId = bid?.bidId ?? '';
    const refused = await window.problem('bids.submit', { ...signing(bidId), declarationAccepted: false });
    expect(refused.code).toBe('draft/consent-missing');
    const sent = await window.call('bids.submit', { ...signing(bidId), declarationAccepted: true });
    expect(sent.report?.ok).toBe(true);
    expect(sent.bid).toMatchObject({ state: 'receipted', truth: 'green', receipt: { sequence: 1 } });
    const states = window.seen('bids.changed').flatMap((one) => (one.bidId === bidId ? [one.state] : []));
    expect(new Set(states)).toEqual(new Set(['draft', 'sealed', 'uploading', 'received', 'receipted']));
    const { entries } = await window.call('bids.history', { bidId });
    expect(entries.map(({ event }) => event)).toEqual(expect.arrayContaining(['bid.sealed', 'submission.accepted']));
    expect((await window.call('bids.verify', { bidId })).ok).toBe(true);
  });
});

describe('a receipt', () => {
  it('is listed and proves itself, online and offline', async () => {
    const { receipts } = await window.call('receipts.list');
    expect(receipts).toHaveLength(1);
    const receiptId = receipts[0]?.receiptId ?? '';
    const online = await window.call('receipts.verify', { receiptId, offline: false });
    expect(online.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(online.checks.map(({ id }) => id)).toContain('log-consistency');
    const offline = await window.call('receipts.verify', { receiptId, offline: true });
    expect(offline.ok).toBe(true);
    expect(offline.checks.map(({ id }) => id)).not.toContain('log-consistency');
    expect((await window.problem('receipts.verify', { receiptId: 'x', offline: true })).code).toBe('storage/not-found');
  });

  it('becomes one page with the digest on it', async () => {
    const [receipt] = (await window.call('receipts.list')).receipts;
    const { handle, path } = await window.target('tanda-terima.pdf');
    await window.call('receipts.pdf', { receiptId: receipt?.receiptId ?? '', to: handle });
    const bytes = await readFile(path);
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    if (!canScan()) return;
    // As a person with a telephone reads it: the code names this receipt by the digest of its file.
    const [format, digest, origin] = scanned(path).split('\n');
    expect(format).toBe('segel:segel-receipt/1');
    expect(digest).toBe(`sha256:${receipt?.receiptSha256 ?? ''}`);
    expect(origin).not.toBe('');
  });

  it('is compared with the files of today', async () => {
    const [receipt] = (await window.call('receipts.list')).receipts;
    const receiptId = receipt?.receiptId ?? '';
    const same = await window.call('receipts.compare', { receiptId });
    expect(new Set(same.documents.map(({ outcome }) => outcome))).toEqual(new Set(['equal']));
    await window.write('Surat baru.pdf', 'lain');
    await rm(join(window.dir, 'folder', 'a.pdf'));
    const { documents } = await window.call('receipts.compare', { receiptId });
    const outcomes = new Map(documents.map(({ name, outcome }) => [name, outcome]));
    expect(outcomes.get('Surat baru.pdf')).toBe('changed');
    expect(outcomes.get('a.pdf')).toBe('not-found');
    expect(outcomes.get('b.pdf')).toBe('equal');
  });

  it.skipIf(!hasOpenssl())('is verified by openssl with the commands that the page prints', async () => {
    const folder = await receiptFolder();
    const root = join(lpse.trustDir, 'lpse-root.pem');
    const verify = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'receipt.p7s', '-content', 'receipt.json'];
    execFileSync('openssl', [...verify, '-CAfile', root, '-purpose', 'any', '-out', 'isi.json'], {
      cwd: folder,
      stdio: 'pipe',
    });
    const tsa = join(lpse.trustDir, 'tsa-root.pem');
    const stamp = ['ts', '-verify', '-in', 'receipt.tsr', '-data', 'receipt.p7s', '-CAfile', tsa];
    execFileSync('openssl', stamp, { cwd: folder, stdio: 'pipe' });
    expect(await readFile(join(folder, 'isi.json'))).toEqual(await readFile(join(folder, 'receipt.json')));
    await rm(join(folder, 'isi.json'));
  });
});

describe('later', () => {
  it('goes on after a restart where it was, without a new login', async () => {
    await window.quit();
    window = await TestWindow.open(window.dir);
    expect(await window.call('session.current')).toMatchObject({ userId: 'karya.nusantara' });
    expect((await window.call('bids.list', { kdTender })).bids[0]).toMatchObject({ state: 'receipted' });
  });

  it('tells of a changed schedule until the package is looked at, and ties it to the bid', async () => {
    await window.call('packages.list');
    const closes = lpse.context.packages.closesAt(kdTender, envelopeId);
    lpse.management?.changeSchedule({
      kdTender,
      kdAkt: 'PEMASUKAN_PENAWARAN',
      tgl_awal: null,
      tgl_akhir: new Date(closes.getTime() + 3_600_000),
      alasan: 'Adendum dokumen pemilihan',
      shiftFollowing: true,
    });
    const first = await window.call('packages.list');
    const upload = first.changes.find(({ text }) => text.startsWith('Upload Dokumen Penawaran'));
    expect(upload).toMatchObject({ kdTender, kind: 'schedule' });
    expect(upload?.text).toContain('Adendum dokumen pemilihan');
    expect(upload?.bidId).not.toBeNull();
    expect((await window.call('packages.list')).changes).toEqual(first.changes);
    expect(await lpse.management?.signPolicy(kdTender)).toBe(true);
    const second = await window.call('packages.list');
    expect(second.changes.map(({ kind }) => kind)).toContain('policy');
    await window.call('packages.load', { kdTender });
    expect((await window.call('packages.list')).changes.filter((one) => one.kdTender === kdTender)).toEqual([]);
  });

  it('replaces the bid, sends the new one, and withdraws it', async () => {
    const [current] = (await window.call('bids.list', { kdTender })).bids;
    const { bidId } = await window.call('bids.replace', { bidId: current?.bidId ?? '' });
    await window.call('bids.setLetter', { bidId, letter: { price: '4.700.000.000', validityDays: 90 } });
    const { documents } = await window.call('bids.load', { bidId });
    const gone = documents.findIndex(({ originalName }) => originalName === 'a.pdf');
    await window.call('bids.removeDocument', { bidId, index: gone });
    await window.call('bids.seal', signing(bidId));
    const sent = await window.call('bids.submit', { ...signing(bidId), passphrase: null, declarationAccepted: true });
    expect(sent.bid).toMatchObject({ state: 'receipted', receipt: { sequence: 2 } });
    const old = await window.call('bids.load', { bidId: current?.bidId ?? '' });
    expect(old).toMatchObject({ state: 'superseded', supersededBy: sent.bid.receipt?.submissionId });
    const withdrawn = await window.call('bids.withdraw', { bidId, identityId: signer, passphrase: DEMO_PASSPHRASE });
    expect(withdrawn).toMatchObject({ state: 'withdrawn', truth: 'grey' });
    const { receipts } = await window.call('receipts.list');
    expect(receipts.map(({ kind }) => kind).toSorted()).toEqual(['submission', 'submission', 'withdrawal']);
  });

  it('keeps a journal whose chain holds, and exports it', async () => {
    const { entries, unbroken } = await window.call('activity.list', { kdTender: null });
    expect(unbroken).toBe(true);
    expect(entries.map(({ event }) => event)).toContain('withdrawal.verified');
    const { handle, path } = await window.target('jurnal.jsonl');
    await window.call('activity.export', { to: handle });
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(entries.length);
  });

  it('carries a draft to another computer, for the same bidder only', async () => {
    const bidId = await draft('4.650.000.000,00');
    const before = await window.call('bids.load', { bidId });
    const { handle, path } = await window.target('draf.segel');
    await window.call('bids.exportDraft', { bidId, to: handle });
    const other = await TestWindow.open();
    try {
      await other.pin(lpse);
      await other.login('karya.nusantara');
      const [file] = await other.choose(path);
      const imported = await other.call('bids.importDraft', { file: file ?? '' });
      expect(imported.letter).toEqual(before.letter);
      expect(imported.documents.map(({ originalName, slot, sizeBytes }) => [originalName, slot, sizeBytes])).toEqual(
        before.documents.map(({ originalName, slot, sizeBytes }) => [originalName, slot, sizeBytes]),
      );
      expect((await other.call('bids.check', { bidId: imported.bidId })).blocking).toBe(false);
      expect((await other.problem('bids.importDraft', { file })).code).toBe('draft/not-empty');
      await other.login('cipta.mandiri');
      expect((await other.problem('bids.importDraft', { file })).code).toBe('draft/wrong-account');
      const [cut] = await other.choose(await other.write('cut.segel', (await readFile(path)).subarray(0, -1)));
      await other.login('karya.nusantara');
      expect((await other.problem('bids.importDraft', { file: cut })).code).toBe('draft/file-malformed');
    } finally {
      await other.close();
    }
  });

  it('leaves nothing of the account behind after logging out', async () => {
    await window.call('session.logout');
    expect(await window.call('session.current')).toBeNull();
    for (const [name, input] of [
      ['bids.list', { kdTender: null }],
      ['receipts.list', null],
      ['identities.list', null],
      ['activity.list', { kdTender: null }],
      ['packages.list', null],
    ] as const) {
      expect((await window.problem(name, input)).code).toBe('access/session-expired');
    }
  });

  it('never wrote the passphrase anywhere', async () => {
    for (const entry of await readdir(window.dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect(bytes.includes(DEMO_PASSPHRASE), entry.name).toBe(false);
    }
    expect(JSON.stringify(window.events)).not.toContain(DEMO_PASSPHRASE);
  });
});

async function receiptFolder(): Promise<string> {
  const profiles = join(window.dir, 'data', 'profiles');
  const [profile] = await readdir(profiles);
  const receipts = join(profiles, profile ?? '', 'receipts');
  const [name] = await readdir(receipts);
  return join(receipts, name ?? '');
}

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
