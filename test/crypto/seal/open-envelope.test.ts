// Opening: what is refused, with which class, and that nothing unverified gets a name.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { softwareDecryptionKey } from '../../../crypto/keys.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { OpenFailure } from '../../../crypto/seal/open-failure.ts';
import type { OpenResult } from '../../../crypto/seal/open-envelope.ts';
import { encodeAuthEnveloped, parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { generateKeys } from '../../pki/keys.ts';
import { buildSalamander } from '../../vectors/cms/salamander.ts';
import { makeByHand, sealPlaintext, type HandMade, type Recipe } from '../../vectors/sampul/hand-made.ts';
import {
  createTender,
  document,
  openBid,
  releaseHeaders,
  sealBid,
  sealJob,
  verifyBid,
  type SealedBid,
  type Tender,
} from './sealed-bid.ts';

let tender: Tender;
let sealed: SealedBid;

beforeAll(async () => {
  tender = await createTender(['ec-p256', 'rsa-2048']);
  sealed = await sealBid(sealJob(tender, [document('a.pdf', randomBytes(3000)), document('b.pdf', Buffer.from('b'))]));
});

/** Class and code of a bid that does not open as a whole. */
async function failureOf(result: Promise<OpenResult>): Promise<string> {
  try {
    await result;
    return 'opened';
  } catch (error) {
    if (error instanceof OpenFailure) return `${error.failure.kind} ${error.code}`;
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

/** Opens a hand-made container as member `n`, against a receipt over these very bytes. */
async function openHandMade(made: HandMade, { carriesPrice = true, n = 0 } = {}) {
  const member = tender.members[n];
  if (member === undefined) throw new Error('no such member');
  const { sealedSha256, manifestSha256 } = made;
  return openBid(tender, made.bytes, {
    key: member.key,
    releasedHeaders: made.headers,
    expected: {
      purpose: 'bid',
      context: {},
      recipients: tender.members.map(({ certificate }) => certificate),
      packageCertificate: tender.packageOpener.certificate,
      carriesPrice,
      receipt: { sealedSha256, manifestSha256 },
    },
  });
}

describe('openEnvelope', () => {
  it('says that the file is intact before it opens anything', async () => {
    const events: string[] = [];
    const { folder, result } = await openBid(tender, sealed.bytes, {
      receipted: sealed,
      onIntact: () => events.push(`intact, ${String(folder.started)} files`),
    });
    await result;
    expect(events).toEqual(['intact, 0 files']);
  });

  it('opens in one pass too', async () => {
    const { folder, result } = await openBid(tender, sealed.bytes, { receipted: sealed, hashFirst: false });
    expect((await result).failed).toEqual([]);
    expect([...folder.files.keys()]).toEqual(['a.pdf', 'b.pdf']);
  });

  it('opens for every member', async () => {
    for (const { key } of tender.members) {
      const { result } = await openBid(tender, sealed.bytes, { receipted: sealed, key });
      expect((await result).opened).toHaveLength(2);
    }
  });

  it('calls a file damaged when it is not the receipted one, wherever it differs', async () => {
    const last = sealed.bytes.length - 1;
    const releasedHeaders = await releaseHeaders(tender, bytesSource(sealed.bytes));
    for (const at of [0, 30, 100, 3500, last - 3000, last - 20, last]) {
      const changed = Buffer.from(sealed.bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const { folder, result } = await openBid(tender, changed, { receipted: sealed, releasedHeaders });
      expect(await failureOf(result)).toBe('damaged-in-storage seal/object-damaged');
      expect(folder.started).toBe(0);
    }
  });

  it('is too early without released headers', async () => {
    const { result } = await openBid(tender, sealed.bytes, { receipted: sealed, releasedHeaders: null });
    expect(await failureOf(result)).toBe('too-early seal/not-released');
  });

  it('blames nobody for a released header that is not the committed one', async () => {
    const headers = await releaseHeaders(tender, bytesSource(sealed.bytes));
    const other = new Map(headers).set('0000', headers.get('0001') ?? Buffer.alloc(0));
    const bid = await openBid(tender, sealed.bytes, { receipted: sealed, releasedHeaders: other });
    expect(await failureOf(bid.result)).toBe('lock-release-mismatch seal/release-mismatch');
    const missing = new Map(headers);
    missing.delete('0002');
    const { folder, result } = await openBid(tender, sealed.bytes, { receipted: sealed, releasedHeaders: missing });
    const { opened, failed } = await result;
    expect(opened.map(({ savedAs }) => savedAs)).toEqual(['a.pdf']);
    expect(failed.map(({ failure }) => failure)).toEqual([{ kind: 'lock-release-mismatch', objectId: '0002' }]);
    expect(folder.left).toBe(0);
  });

  it('tells a wrong key from a wrong bid', async () => {
    const stranger = await tender.people.opener('Orang Lain');
    const foreign = await openBid(tender, sealed.bytes, { receipted: sealed, key: stranger.key });
    expect(await failureOf(foreign.result)).toBe('wrong-or-missing-key cms/no-matching-recipient');
    const [member] = tender.members;
    const { privateKey } = await generateKeys('ec-p256');
    const certificate = member?.certificate ?? stranger.certificate;
    const key = softwareDecryptionKey(privateKey, certificate);
    const unfit = await openBid(tender, sealed.bytes, { receipted: sealed, key });
    expect(await failureOf(unfit.result)).toBe('wrong-or-missing-key cms/no-matching-recipient');
  });

  it('refuses a bid for other openers or another tender than expected', async () => {
    const [first] = tender.members;
    const expected = {
      purpose: 'bid' as const,
      context: {},
      recipients: tender.members.map(({ certificate }) => certificate),
      packageCertificate: null,
      carriesPrice: true,
      receipt: { sealedSha256: sha256Hex(sealed.bytes), manifestSha256: sealed.result.manifestSha256 },
    };
    const open = async (change: Partial<typeof expected>) =>
      failureOf((await openBid(tender, sealed.bytes, { expected: { ...expected, ...change } })).result);
    expect(await open({ recipients: first === undefined ? [] : [first.certificate] })).toBe(
      'made-wrongly seal/recipients-mismatch',
    );
    expect(await open({ context: { kdTender: '10092475000' } })).toBe('made-wrongly seal/made-wrongly');
    expect(await open({ carriesPrice: false })).toBe('made-wrongly seal/made-wrongly');
    expect(await open({})).toBe('opened');
  });

  it('never takes a canary for a bid, or a bid for a canary', async () => {
    const context = { kdTender: 'REHEARSAL:10092474000' };
    const canary = await sealBid(
      sealJob(tender, [document('a.txt', Buffer.from('a'))], { context, job: { purpose: 'rehearsal' } }),
    );
    const asBid = await openBid(tender, canary.bytes, { receipted: canary });
    expect(await failureOf(asBid.result)).toBe('made-wrongly seal/is-rehearsal');
    await expect(verifyBid(tender, canary.bytes)).rejects.toThrow('seal/is-rehearsal');
    const recipients = tender.members.map(({ certificate }) => certificate);
    const expected = {
      purpose: 'rehearsal',
      context: {},
      recipients,
      packageCertificate: null,
      carriesPrice: true,
      receipt: null,
    } as const;
    const asCanary = await openBid(tender, sealed.bytes, { expected });
    expect(await failureOf(asCanary.result)).toBe('made-wrongly seal/not-rehearsal');
    expect(await failureOf((await openBid(tender, canary.bytes, { expected })).result)).toBe('opened');
  });

  it('passes what trust throws unchanged', async () => {
    const error = new CryptoError('certificate/revoked');
    const trust = {
      timestampTime: () => Promise.reject(error),
      fallbackTime: new Date(),
      requireTrustedSigner: () => Promise.reject(error),
    };
    const { result } = await openBid(tender, sealed.bytes, { receipted: sealed, trust });
    await expect(result).rejects.toBe(error);
  });
});

describe('openEnvelope of a bid that is two', () => {
  const [cheap, dear] = ['Harga: Rp 1,00 M', 'Harga: Rp 9,00 M'];

  it('opens for no more members than the inner manifest commits to', async () => {
    const [a, b] = tender.members;
    if (a === undefined || b === undefined) throw new Error('two members');
    const twoPrices = buildSalamander(
      { certificate: a.certificate, text: cheap },
      { certificate: b.certificate, text: dear },
    );
    const made = await makeByHand(tender, {
      documents: [twoPrices.plaintexts[0]],
      seal: (id, plaintext) =>
        id === '0001'
          ? { header: twoPrices.headerDer, ciphertext: twoPrices.ciphertext }
          : sealPlaintext(plaintext, [a.certificate, b.certificate]),
    });
    // Nobody without a key can see it.
    await verifyBid(tender, made.bytes);
    const first = await openHandMade(made, { n: 0 });
    expect((await first.result).failed).toEqual([]);
    expect([...first.folder.files.values()][0]?.toString()).toContain(cheap);
    const second = await openHandMade(made, { n: 1 });
    const { opened, failed } = await second.result;
    expect(opened).toEqual([]);
    expect(failed.map(({ failure }) => failure)).toEqual([{ kind: 'made-wrongly', code: 'seal/cannot-open' }]);
    expect(second.folder.files.size).toBe(0);
  });

  it('does not open at all where the inner manifest itself is two', async () => {
    const [a, b] = tender.members;
    if (a === undefined || b === undefined) throw new Error('two members');
    const twoPrices = buildSalamander(
      { certificate: a.certificate, text: cheap },
      { certificate: b.certificate, text: dear },
    );
    const made = await makeByHand(tender, {
      documents: [],
      seal: () => ({ header: twoPrices.headerDer, ciphertext: twoPrices.ciphertext }),
    });
    for (const n of [0, 1]) {
      expect(await failureOf((await openHandMade(made, { n })).result)).toBe('made-wrongly seal/cannot-open');
    }
  });
});

describe('openEnvelope of a wrongly made bid', () => {
  const documents = [Buffer.from('satu'), Buffer.from('dua')];
  const wrong: Readonly<Record<string, () => Promise<Recipe>>> = {
    'an inner manifest for another tender': () =>
      Promise.resolve({ documents, inner: (m) => ({ ...m, context: { ...m.context, kdTender: '10092475000' } }) }),
    'an inner manifest signed by somebody else': async () => ({
      documents,
      innerSigner: (await tender.people.signer('PT Lain')).key,
    }),
    'an inner manifest with an unknown field': () => Promise.resolve({ documents, inner: (m) => ({ ...m, more: 1 }) }),
    'an object of no document': () =>
      Promise.resolve({ documents, inner: (m) => ({ ...m, documents: m.documents.slice(0, 1) }) }),
    'a document of another size': () =>
      Promise.resolve({ documents, inner: (m) => ({ ...m, documents: m.documents.map((d) => ({ ...d, size: 3 })) }) }),
    'no price where there must be one': () =>
      Promise.resolve({ documents, inner: (m) => ({ ...m, bidLetter: undefined }) }),
    'a byte after the inner manifest': () =>
      Promise.resolve({
        documents,
        seal: (id, p) =>
          sealPlaintext(
            id === '0000' ? Buffer.concat([p, Buffer.from([1])]) : p,
            tender.members.map((m) => m.certificate),
          ),
      }),
  };

  it.each(Object.entries(wrong))('refuses %s', async (_what, recipe) => {
    const made = await makeByHand(tender, await recipe());
    const { folder, result } = await openHandMade(made);
    expect(await failureOf(result)).toMatch(/^made-wrongly seal\/(made-wrongly|cannot-open)$/);
    expect(folder.started).toBe(0);
  });

  it('keeps the other documents when one is wrong', async () => {
    const made = await makeByHand(tender, {
      documents,
      inner: (m) => ({ ...m, documents: m.documents.map((d, i) => (i === 0 ? { ...d, sha256: '0'.repeat(64) } : d)) }),
    });
    const { folder, result } = await openHandMade(made);
    const { opened, failed } = await result;
    expect(failed.map(({ failure }) => failure)).toEqual([{ kind: 'made-wrongly', code: 'seal/cannot-open' }]);
    expect(opened.map(({ savedAs }) => savedAs)).toEqual(['dokumen-2.pdf']);
    expect([...folder.files.keys()]).toEqual(['dokumen-2.pdf']);
    expect(folder.left).toBe(0);
  });

  it('refuses a header to fewer or more recipients than the manifest names', async () => {
    const [a] = tender.members;
    const stranger = await tender.people.opener('Orang Lain');
    for (const recipients of [[a], [...tender.members, stranger]]) {
      const certificates = recipients.flatMap((one) => one?.certificate ?? []);
      const made = await makeByHand(tender, { documents, seal: (_id, p) => sealPlaintext(p, certificates) });
      expect(await failureOf((await openHandMade(made)).result)).toBe('made-wrongly seal/recipients-mismatch');
    }
  });

  it('maps names of strangers to safe ones', async () => {
    const names = [
      '../../etc/passwd',
      '..\\win.ini',
      'CON.txt',
      'A.pdf',
      'a.PDF',
      'x\u202Efdp.exe',
      '',
      'n'.repeat(300),
    ];
    const made = await makeByHand(tender, {
      documents: names.map((name) => Buffer.from(name)),
      inner: (m) => ({ ...m, documents: m.documents.map((d, i) => ({ ...d, name: names[i] ?? '' })) }),
    });
    const { folder, result } = await openHandMade(made);
    const { opened } = await result;
    expect(opened.map(({ document: { name } }) => name)).toEqual(names);
    for (const { savedAs } of opened) {
      expect(savedAs).toMatch(/^[^/\\:*?"<>|\p{Cc}\u202e]+$/u);
      expect(savedAs).not.toMatch(/^\./);
      expect(Buffer.byteLength(savedAs)).toBeLessThanOrEqual(255);
    }
    expect(new Set([...folder.files.keys()].map((name) => name.toLowerCase())).size).toBe(names.length);
  });
});

describe('openEnvelope with one lock', () => {
  it('accepts re-wrapped headers only when nothing but the recipient changed', async () => {
    const bid = await sealBid(sealJob(tender, [document('a.pdf', randomBytes(100))], { mode: 'NON_CA' }));
    const session = await tender.people.opener('Sesi');
    const good = await openBid(tender, bid.bytes, { receipted: bid, session });
    expect((await good.result).failed).toEqual([]);
    const headers = await releaseHeaders(tender, bytesSource(bid.bytes), session);
    const envelope = parseAuthEnveloped(headers.get('0000') ?? Buffer.alloc(0));
    const recipientInfos = envelope.recipients.map(({ der }) => der);
    const changed = encodeAuthEnveloped({ ...envelope, recipientInfos, nonce: randomBytes(12) });
    const releasedHeaders = new Map(headers).set('0000', changed);
    const bad = await openBid(tender, bid.bytes, { receipted: bid, session, releasedHeaders });
    expect(await failureOf(bad.result)).toBe('lock-release-mismatch seal/release-mismatch');
  });

  it('accepts only the device that signs for itself, and CA mode only another', async () => {
    const ca = sealBid(sealJob(tender, [], { job: { signer: tender.device } }));
    await expect(ca).rejects.toThrow('signature/wrong-signer');
    const nonCa = sealBid(sealJob(tender, [], { mode: 'NON_CA', job: { signer: tender.bidder.key } }));
    await expect(nonCa).rejects.toThrow('signature/wrong-signer');
  });
});

describe('a lock', () => {
  it('is refused when it is not sealed to the package certificate', async () => {
    const stranger = await tender.people.opener('Orang Lain');
    const made = await makeByHand(tender, {
      documents: [],
      lock: (header) => sealAttached(header, [stranger.certificate]),
    });
    await expect(verifyBid(tender, made.bytes)).rejects.toThrow('seal/recipients-mismatch');
    expect(await failureOf((await openHandMade(made)).result)).toBe('made-wrongly seal/recipients-mismatch');
  });
});
