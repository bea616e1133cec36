// Every vector of test/vectors/sampul, as a recipe: what is done wrongly, and who must refuse it how.
import { sealAttached } from '../../../crypto/cms/attached.ts';
import type { Json } from '../../../crypto/canonical-json.ts';
import type { OuterManifest } from '../../../crypto/seal/manifest.ts';
import type { Tender } from '../../crypto/seal/sealed-bid.ts';
import { buildSalamander } from '../cms/salamander.ts';
import { sealPlaintext, type HandMade, type Recipe } from './hand-made.ts';
import type { Vector } from './vector-file.ts';

export interface Variant {
  readonly id: string;
  readonly category: Vector['category'];
  readonly recipe: Recipe;
  /** Changes the finished file. */
  readonly damage?: (bytes: Buffer) => Buffer;
  /** Changes what is released. */
  readonly release?: (headers: HandMade['headers']) => ReadonlyMap<string, Buffer>;
  readonly expect: Vector['expect'];
}

const documents = [Buffer.from('Harga: Rp 1,00 M'), Buffer.from('Metode pelaksanaan')];
const MADE_WRONGLY = 'made-wrongly seal/made-wrongly';
const CANNOT_OPEN = 'made-wrongly seal/cannot-open';

export async function sampulVariants(tender: Tender): Promise<Variant[]> {
  const stranger = await tender.people.opener('Orang Lain');
  const otherBidder = await tender.people.signer('PT Lain');
  return [
    {
      id: 'sampul::good::two-documents',
      category: 'none',
      recipe: { documents },
      expect: { verify: 'ok', open: 'opened' },
    },
    ...containerVariants(),
    ...manifestVariants(),
    ...lockVariants(tender, stranger.certificate),
    ...innerVariants(),
    ...releaseVariants(),
    salamanderVariant(tender, stranger.certificate),
    {
      id: 'sampul::signature::of-somebody-else',
      category: 'signature',
      recipe: { documents, outerSigner: otherBidder.key },
      expect: { verify: 'signature/wrong-signer', open: MADE_WRONGLY },
    },
    {
      id: 'sampul::signature::inner-of-somebody-else',
      category: 'signature',
      recipe: { documents, innerSigner: otherBidder.key },
      expect: { verify: 'ok', open: MADE_WRONGLY },
    },
    {
      id: 'sampul::rehearsal::canary-as-bid',
      category: 'rehearsal',
      recipe: { documents, context: { kdTender: 'REHEARSAL:10092474000' } },
      expect: { verify: 'seal/is-rehearsal', open: 'made-wrongly seal/is-rehearsal' },
    },
  ];
}

/** Every one of these is receipted as it is: the file is intact and no container. */
function containerVariants(): Variant[] {
  const variant = (id: string, damage: (bytes: Buffer) => Buffer): Variant => ({
    ...{ id: `sampul::container::${id}`, category: 'container', recipe: { documents }, damage },
    expect: { verify: 'seal/container-malformed', open: MADE_WRONGLY },
  });
  const entry = (id: string, entries: NonNullable<Recipe['entries']>): Variant => ({
    ...{ id: `sampul::container::${id}`, category: 'container', recipe: { documents, entries } },
    expect: { verify: 'seal/container-malformed', open: MADE_WRONGLY },
  });
  return [
    variant('bytes-before', (bytes) => Buffer.concat([Buffer.from('MZ'), bytes])),
    variant('bytes-after', (bytes) => Buffer.concat([bytes, Buffer.from([0])])),
    variant('cut-short', (bytes) => bytes.subarray(0, bytes.length - 1)),
    variant('compressed-flag', (bytes) => withByte(bytes, 8, 8)),
    variant('encryption-flag', (bytes) => withByte(bytes, 6, 1)),
    variant('archive-comment', (bytes) => withByte(bytes, bytes.length - 2, 1)),
    entry('entry-twice', ([first, second, ...rest]) =>
      [first, second, second, ...rest].filter((one) => one !== undefined),
    ),
    entry('unknown-entry', (entries) => [...entries, ['readme.txt', Buffer.from('x')]]),
    entry('path-traversal', (entries) =>
      entries.map(([name, bytes]) => [name.replace('evidence', '../evidence'), bytes]),
    ),
    entry('no-evidence', (entries) => entries.filter(([name]) => name !== 'evidence.p7m')),
  ];
}

function manifestVariants(): Variant[] {
  const variant = (
    id: string,
    verify: string,
    outer: (manifest: OuterManifest) => Json,
    open = MADE_WRONGLY,
  ): Variant => ({
    ...{ id: `sampul::manifest::${id}`, category: 'manifest', recipe: { documents, outer } },
    expect: { verify, open },
  });
  const withObject = (manifest: OuterManifest, change: Partial<OuterManifest['objects'][number]>): Json => ({
    ...manifest,
    objects: manifest.objects.map((object, i) => (i === 1 ? { ...object, ...change } : object)),
  });
  return [
    variant('unknown-field', 'seal/manifest-malformed', (manifest) => ({ ...manifest, note: 'x' })),
    variant(
      'next-version',
      'seal/newer-version',
      (manifest) => ({ ...manifest, format: 'sampul/2' }),
      'seal/newer-version',
    ),
    variant('one-object-less', 'seal/manifest-mismatch', (manifest) => ({
      ...manifest,
      objects: manifest.objects.slice(0, 2),
    })),
    variant('wrong-size', 'seal/manifest-mismatch', (manifest) => withObject(manifest, { size: 1 })),
    variant('wrong-digest', 'seal/object-damaged', (manifest) => withObject(manifest, { sha256: '0'.repeat(64) })),
    variant('wrong-lock-digest', 'seal/object-damaged', (manifest) =>
      withObject(manifest, { headerLockSha256: '0'.repeat(64) }),
    ),
    variant('wrong-evidence', 'seal/manifest-mismatch', (manifest) => ({
      ...manifest,
      context: { ...manifest.context, evidenceSha256: '0'.repeat(64) },
    })),
    variant(
      'other-recipients',
      'ok',
      (manifest) => ({
        ...manifest,
        context: { ...manifest.context, recipients: ['0'.repeat(64)] },
      }),
      'made-wrongly seal/recipients-mismatch',
    ),
    {
      ...{ id: 'sampul::object::flipped-bit', category: 'object', recipe: { documents } },
      damage: (bytes) => withByte(bytes, 110, 0xff ^ (bytes[110] ?? 0)),
      expect: { verify: 'seal/object-damaged', open: MADE_WRONGLY },
    },
  ];
}

type Recipient = Parameters<typeof sealPlaintext>[1][number];

function lockVariants(tender: Tender, stranger: Recipient): Variant[] {
  const members = tender.members.map(({ certificate }) => certificate);
  const { certificate } = tender.packageOpener;
  return [
    {
      ...{ id: 'sampul::lock::to-somebody-else', category: 'lock' },
      recipe: { documents, lock: (header) => sealAttached(header, [stranger]) },
      expect: { verify: 'seal/recipients-mismatch', open: 'made-wrongly seal/recipients-mismatch' },
    },
    {
      ...{ id: 'sampul::lock::to-two', category: 'lock' },
      recipe: { documents, lock: (header) => sealAttached(header, [certificate, stranger]) },
      expect: { verify: 'seal/recipients-mismatch', open: 'made-wrongly seal/recipients-mismatch' },
    },
    {
      ...{ id: 'sampul::lock::none', category: 'lock' },
      recipe: { documents, lock: (header) => header },
      expect: { verify: 'seal/manifest-mismatch', open: MADE_WRONGLY },
    },
    {
      ...{ id: 'sampul::recipients::one-more', category: 'recipients' },
      recipe: { documents, seal: (_id, plaintext) => sealPlaintext(plaintext, [...members, stranger]) },
      expect: { verify: 'ok', open: 'made-wrongly seal/recipients-mismatch' },
    },
    {
      ...{ id: 'sampul::recipients::another', category: 'recipients' },
      recipe: { documents, seal: (_id, plaintext) => sealPlaintext(plaintext, [stranger]) },
      expect: { verify: 'ok', open: 'made-wrongly seal/recipients-mismatch' },
    },
  ];
}

function innerVariants(): Variant[] {
  const variant = (id: string, open: string, recipe: Omit<Recipe, 'documents'>): Variant => ({
    ...{ id: `sampul::inner::${id}`, category: 'inner', recipe: { documents, ...recipe } },
    expect: { verify: 'ok', open },
  });
  return [
    variant('other-tender', MADE_WRONGLY, {
      inner: (m) => ({ ...m, context: { ...m.context, kdTender: '10092475000' } }),
    }),
    variant('no-price', MADE_WRONGLY, { inner: (m) => ({ ...m, bidLetter: undefined }) }),
    variant('unknown-field', MADE_WRONGLY, { inner: (m) => ({ ...m, note: 'x' }) }),
    variant('object-of-no-document', MADE_WRONGLY, { inner: (m) => ({ ...m, documents: m.documents.slice(0, 1) }) }),
    variant('wrong-commitment', CANNOT_OPEN, {
      outer: (m) => ({ ...m, inner: { object: '0000', sha256: '0'.repeat(64) } }),
    }),
    {
      ...{ id: 'sampul::document::wrong-digest', category: 'document' },
      recipe: {
        documents,
        inner: (m) => ({
          ...m,
          documents: m.documents.map((d, i) => (i === 0 ? { ...d, sha256: '0'.repeat(64) } : d)),
        }),
      },
      expect: { verify: 'ok', open: 'partly made-wrongly' },
    },
    {
      ...{ id: 'sampul::document::unsafe-names', category: 'document' },
      recipe: {
        documents,
        inner: (m) => ({ ...m, documents: m.documents.map((d) => ({ ...d, name: '../../a.pdf' })) }),
      },
      expect: { verify: 'ok', open: 'opened' },
    },
  ];
}

function releaseVariants(): Variant[] {
  const variant = (id: string, open: string, release: Variant['release']): Variant => ({
    ...{ id: `sampul::release::${id}`, category: 'release', recipe: { documents } },
    ...(release === undefined ? {} : { release }),
    expect: { verify: 'ok', open },
  });
  return [
    variant('header-of-another-object', 'lock-release-mismatch seal/release-mismatch', (headers) =>
      new Map(headers).set('0000', headers.get('0001') ?? Buffer.alloc(0)),
    ),
    variant(
      'one-header-missing',
      'partly lock-release-mismatch',
      (headers) => new Map([...headers].filter(([id]) => id !== '0002')),
    ),
  ];
}

/** One ciphertext, two prices: the member's is not the one that the inner manifest lists. */
function salamanderVariant(tender: Tender, stranger: Recipient): Variant {
  const [member] = tender.members;
  if (member === undefined) throw new Error('no member');
  const twoPrices = buildSalamander(
    { certificate: member.certificate, text: 'Harga: Rp 9,00 M' },
    { certificate: stranger, text: 'Harga: Rp 1,00 M' },
  );
  return {
    ...{ id: 'sampul::document::two-prices', category: 'document' },
    recipe: {
      documents: [twoPrices.plaintexts[1]],
      job: { recipients: [member.certificate, stranger] },
      seal: (id, plaintext) =>
        id === '0001'
          ? { header: twoPrices.headerDer, ciphertext: twoPrices.ciphertext }
          : sealPlaintext(plaintext, [member.certificate, stranger]),
    },
    expect: { verify: 'ok', open: 'partly made-wrongly' },
  };
}

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = value;
  return changed;
}
