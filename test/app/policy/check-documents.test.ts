// Preflight: what is blocking, what is a warning, and which repair is offered.
import { describe, expect, it } from 'vitest';
import { checkDocuments, type EnvelopeRules, type Examined } from '../../../app/policy/check-documents.ts';
import type { BidDocument } from '../../../app/domain/bid.ts';

const PDF = Buffer.from('%PDF-1.7\n...startxref\n0\n%%EOF\n');
const RULES: EnvelopeRules = {
  slots: [
    { slot: 'teknis', nama: 'Teknis', wajib: true },
    { slot: 'lain', nama: 'Lain', wajib: false },
  ],
  carriesPrice: false,
  limits: { maxUploadBytes: 1000, maxDocuments: 3, maxNameLength: 40 },
};

let inode = 0;
function file(
  change: { name?: string; document?: Partial<BidDocument>; bytes?: Uint8Array; facts?: object; sha256?: string } = {},
): Examined {
  const originalName = change.name ?? 'a.pdf';
  const bytes = change.bytes ?? PDF;
  return {
    document: {
      sourcePath: `/tmp/${originalName}`,
      originalName,
      name: originalName,
      slot: 'teknis',
      mediaType: 'application/pdf',
      sizeBytes: bytes.length,
      ...change.document,
    },
    facts: {
      path: `/tmp/${originalName}`,
      name: originalName,
      kind: 'file',
      sizeBytes: bytes.length,
      modifiedAt: new Date(0),
      fileId: `1:${String(++inode)}`,
      onRemovableDisk: false,
      ...change.facts,
    },
    head: bytes,
    tail: bytes,
    sha256: change.sha256 ?? null,
  };
}

function codes(
  examined: readonly Examined[],
  rules: Partial<EnvelopeRules> = {},
  letter: Parameters<typeof checkDocuments>[1] = null,
) {
  return checkDocuments(examined, letter, { ...RULES, ...rules }).findings.map(
    ({ code, severity }) => `${severity} ${code}`,
  );
}

describe('preflight', () => {
  it('finds nothing wrong with a good document', () => {
    expect(checkDocuments([file()], null, RULES)).toEqual({ findings: [], blocking: false, totalBytes: PDF.length });
  });

  it('lists all findings at once, blocking ones first', () => {
    const macro = file({ name: 'b.docm', bytes: Buffer.from('PK\x03\x04 [Content_Types].xml', 'latin1') });
    expect(codes([macro, file({ name: 'c.exe' }), file({ name: 'c.exe', facts: { sizeBytes: 2000 } })])).toEqual([
      'blocking document/total-too-large',
      'blocking document/program-refused',
      'blocking document/name-taken',
      'blocking document/program-refused',
      'warning document/has-macros',
    ]);
  });

  it.each([
    ['document/none', []],
    ['document/too-many', [1, 2, 3, 4].map((n) => file({ name: `${String(n)}.pdf` }))],
    ['document/slot-missing', [file({ document: { slot: 'lain' } })]],
    ['document/slot-unknown', [file(), file({ name: 'b.pdf', document: { slot: 'harga' } })]],
    ['document/empty', [file({ bytes: Buffer.alloc(0) })]],
    ['document/not-a-file', [file({ facts: { kind: 'link' } })]],
    ['document/archive-refused', [file({ name: 'a.zip' })]],
  ])('blocks with %s', (code, examined) => {
    expect(codes(examined)).toContain(`blocking ${code}`);
  });

  it.each([
    ['a rar under the name of a PDF', Buffer.from('Rar!\x1a\x07\x00', 'latin1'), 'document/archive-refused'],
    ['a zip under the name of a PDF', Buffer.from('PK\x03\x04aaaa', 'latin1'), 'document/archive-refused'],
    ['a Windows program under the name of a PDF', Buffer.from('MZ\x90\x00', 'latin1'), 'document/program-refused'],
    ['a Linux program under the name of a PDF', Buffer.from('\x7fELF', 'latin1'), 'document/program-refused'],
  ])('recognises %s by its bytes', (_, bytes, code) => {
    expect(codes([file({ bytes })])).toContain(`blocking ${code}`);
  });

  it.each([
    ['document/type-mismatch', { bytes: Buffer.from('hello') }],
    ['document/pdf-damaged', { bytes: Buffer.from('%PDF-1.7 cut') }],
    ['document/pdf-encrypted', { bytes: Buffer.from('%PDF-1.7 trailer << /Encrypt 5 0 R >> startxref\n0\n%%EOF') }],
    ['document/on-removable-disk', { facts: { onRemovableDisk: true } }],
  ])('warns with %s', (code, change) => {
    expect(codes([file(change)])).toEqual([`warning ${code}`]);
  });

  it('tells the same file chosen twice from two files of the same content', () => {
    const same = file({ facts: { fileId: '9:9' } });
    expect(codes([same, file({ name: 'b.pdf', facts: { fileId: '9:9' } })])).toEqual([
      'blocking document/chosen-twice',
    ]);
    expect(codes([file({ sha256: 'x' }), file({ name: 'b.pdf', sha256: 'x' })])).toEqual([
      'warning document/duplicate-content',
    ]);
  });

  it('offers a name for each that is refused, different ones for equal ones', () => {
    const long = 'Surat Pernyataan (asli), "final" - PT Maju Jaya Sejahtera Abadi.pdf';
    const { findings } = checkDocuments([file({ name: long }), file({ name: long })], null, RULES);
    const names = findings.flatMap(({ repair }) => (repair?.kind === 'rename' ? [repair.to] : []));
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length <= 40 && name.endsWith('.pdf') && !/[/\\,:'"+\-()]/.test(name))).toBe(
      true,
    );
  });

  it('lists a document that could not be read with its reason', () => {
    const [one] = [file()];
    const lost: Examined = { document: one.document, code: 'document/not-found' };
    expect(codes([lost])).toEqual(['blocking document/not-found']);
  });

  it('wants a price exactly where the envelope carries one', () => {
    const letter = { price: '100.50', currency: 'IDR', validityDays: 30 };
    expect(codes([file()], { carriesPrice: true })).toEqual(['blocking draft/letter-missing']);
    expect(codes([file()], {}, letter)).toEqual(['blocking draft/letter-refused']);
    expect(codes([file()], { carriesPrice: true }, letter)).toEqual([]);
    expect(codes([file()], { carriesPrice: true }, { ...letter, price: '1,5' })).toEqual([
      'blocking draft/letter-invalid',
    ]);
  });
});
