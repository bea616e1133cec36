// Receipts as folders of files: complete, found without a database, added to but never changed.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReceiptFolder } from '../../../app/ports/receipt-store.ts';
import { FileReceiptStore } from '../../../main/adapters/file-receipt-store.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { testReceipt } from '../../doubles/receipts.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const base64 = (text: string) => Buffer.from(text).toString('base64');

const folderOf = (change: Partial<ReceiptFolder['bundle']> = {}): ReceiptFolder => ({
  kind: 'receipt',
  ...{ kdTender: '10092474000', envelopeId: 'satu', submissionId: 's1' },
  bundle: {
    receipt: base64(JSON.stringify(testReceipt())),
    signature: base64('tanda tangan'),
    timestamp: null,
    revocation: [
      { kind: 'crl', der: base64('crl') },
      { kind: 'ocsp', der: base64('ocsp') },
    ],
    ...change,
  },
  policy: base64('kebijakan'),
  deviceRegistration: null,
});

describe('FileReceiptStore', () => {
  it('writes the files that an auditor expects and reads them back', async () => {
    const store = new FileReceiptStore(at('receipts'));
    const folder = await store.save(folderOf());
    expect((await readdir(folder)).sort()).toEqual(
      ['policy.p7s', 'receipt.json', 'receipt.p7s', 'revocation-01.crl', 'revocation-02.ocsp'].sort(),
    );
    expect(await store.load(folder)).toEqual(folderOf());
    expect(await store.list()).toEqual([{ folder, receipt: folderOf() }]);
  });

  it('adds a later timestamp and changes nothing else', async () => {
    const store = new FileReceiptStore(at('receipts'));
    const folder = await store.save(folderOf());
    const again = await store.save(folderOf({ timestamp: base64('tsr'), signature: base64('lain') }));
    expect(again).toBe(folder);
    expect((await store.load(folder)).bundle).toMatchObject({
      timestamp: base64('tsr'),
      signature: base64('tanda tangan'),
    });
  });

  it('keeps two different receipts of one submission apart', async () => {
    const store = new FileReceiptStore(at('receipts'));
    const first = await store.save(folderOf());
    const second = await store.save(folderOf({ receipt: base64(JSON.stringify({ ...testReceipt(), sequence: 2 })) }));
    expect(second).not.toBe(first);
    expect(await store.list()).toHaveLength(2);
  });

  it('finds nothing in a folder that is not there, and skips what is no receipt', async () => {
    const store = new FileReceiptStore(at('receipts'));
    expect(await store.list()).toEqual([]);
    await mkdir(at('receipts', 'catatan'), { recursive: true });
    await writeFile(at('receipts', 'catatan', 'a.txt'), '');
    expect(await store.list()).toEqual([]);
  });

  it('refuses a folder that is none or was changed into something else', async () => {
    const store = new FileReceiptStore(at('receipts'));
    expect(await anyCode(store.load(at('none')))).toBe('storage/not-found');
    const folder = await store.save(folderOf());
    await writeFile(join(folder, 'receipt.json'), 'bukan json');
    expect(await anyCode(store.load(folder))).toBe('proof/receipt-malformed');
    expect(await readFile(join(folder, 'receipt.p7s'), 'utf8')).toBe('tanda tangan');
  });
});
