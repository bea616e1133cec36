// Sealing and opening in memory, both modes.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTender, document, openBid, sealBid, sealJob, verifyBid, type Tender } from './sealed-bid.ts';

let tender: Tender;
beforeAll(async () => {
  tender = await createTender();
});

const small = Buffer.from('isi dokumen');

describe('sealEnvelope', () => {
  it.each(['CA', 'NON_CA'] as const)('seals what opens again, %s', async (mode) => {
    const contents = [small, Buffer.alloc(0), randomBytes((1 << 20) + 1), randomBytes(1 << 20)];
    const documents = contents.map((bytes, i) => document(`berkas ${String(i)}.pdf`, bytes));
    const sealed = await sealBid(sealJob(tender, documents, { mode }));
    const report = await verifyBid(tender, sealed.bytes);
    expect(report.manifestSha256).toBe(sealed.result.manifestSha256);
    const session = mode === 'CA' ? {} : { session: await tender.people.opener('Sesi') };
    const { folder, result } = await openBid(tender, sealed.bytes, { receipted: sealed, ...session });
    const { failed, opened } = await result;
    expect(failed).toEqual([]);
    expect(opened.map(({ savedAs }) => folder.files.get(savedAs))).toEqual(contents);
    expect(folder.left).toBe(0);
  });
});
