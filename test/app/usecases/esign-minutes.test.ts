// Minutes through e-Sign, against the stand-in: what is kept is our paper with a signature over all of it, and of anything else nothing.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawUpMinutes } from '../../../app/usecases/draw-up-minutes.ts';
import { esignMinutes } from '../../../app/usecases/esign-minutes.ts';
import { readFolder, type WrittenFile } from '../../../app/usecases/minutes-folder.ts';
import type { JournalEntry } from '../../../app/ports/journal.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { esignClient } from '../../../main/adapters/esign-client.ts';
import { fileDocumentStore } from '../../../main/adapters/file-document-store.ts';
import { fileOutputStore } from '../../../main/adapters/file-output-store.ts';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { PAPER_ADAPTERS } from '../../../main/compose-papers.ts';
import {
  ESIGN_CLIENT,
  ESIGN_NIK,
  ESIGN_PASSPHRASE,
  startEsignService,
  type EsignService,
} from '../../doubles/esign-service.ts';
import { sampleResults } from '../../doubles/opening-results.ts';
import { searchFiles } from '../../insiders/toolkit.ts';
import { useTemporaryFolder } from '../../main/adapters/temporary-folder.ts';

const at = useTemporaryFolder();
let service: EsignService;
let transport: HttpsTransport;
let paper: WrittenFile;
let folder: string;
let journal: unknown[];

beforeAll(async () => {
  service = await startEsignService();
  transport = new HttpsTransport({ tlsAnchors: service.caPem, proxyUrl: null, userAgent: 'segel/test' });
});
afterAll(async () => {
  transport.close();
  await service.close();
});

const results = sampleResults({ rows: sampleResults().rows.slice(0, 3) });
const stores = { output: fileOutputStore, documents: fileDocumentStore };
const about = { zone: 'WIB', language: 'id', format: 'pdf', clientVersion: '0.1.0' } as const;

function place() {
  const { kdTender, envelopeId } = results;
  return { baseDir: at('buka'), kdTender, envelopeId };
}

function drawUp(stage: 'draft' | 'final') {
  return drawUpMinutes({ ...stores, ...PAPER_ADAPTERS }, { results, ...about, stage, baseDir: at('buka') });
}

beforeEach(async () => {
  journal = [];
  const drawn = await drawUp('final');
  ({ file: paper, folder } = drawn);
});
afterEach(() => {
  service.behave('sign');
});

interface Change {
  readonly name?: string;
  readonly sha256?: string;
  readonly signer?: string;
  readonly passphrase?: string;
  readonly url?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

function esign(change: Change = {}) {
  const { name = paper.name, sha256 = paper.sha256, signer = ESIGN_NIK, passphrase = ESIGN_PASSPHRASE } = change;
  const { url = service.url, timeoutMs = 5000, signal } = change;
  const client = esignClient(transport, { baseUrl: url, ...ESIGN_CLIENT, timeoutMs });
  return esignMinutes(
    {
      ...stores,
      signer: client,
      journal: {
        append: (entry: unknown) => {
          journal.push(entry);
          // The entry is not looked at.
          return Promise.resolve({} as JournalEntry);
        },
        entries: () => Promise.resolve([]),
      },
    },
    { ...place(), name, sha256, signer, secret: { kind: 'passphrase', value: passphrase }, lpseName: 'LPSE Uji' },
    signal === undefined ? {} : { signal },
  );
}

/** Name and digest of everything in the folder. */
async function inFolder(): Promise<readonly string[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(names.map(async (name) => `${name} ${sha256Hex(await readFile(join(folder, name)))}`));
}

describe('minutes through e-Sign', () => {
  it('are kept beside the paper that was sent, with what could be verified of them', async () => {
    const before = await readFile(join(folder, paper.name));
    const { file, signer } = await esign();
    expect(signer?.holder).toBe('Siti Rahayu');
    expect(file.name).toBe(paper.name.replace(/\.pdf$/, '.esign.pdf'));
    const signed = await readFile(join(folder, file.name));
    expect(signed.subarray(0, before.length).equals(before)).toBe(true);
    expect((await readFile(join(folder, paper.name))).equals(before)).toBe(true);
    const { papers } = await readFolder(stores, place());
    expect(papers.map(({ kind }) => kind).toSorted()).toEqual(['esigned', 'final']);
    expect(journal).toMatchObject([
      { event: 'minutes.esigned', facts: { paperSha256: paper.sha256, signedSha256: file.sha256 } },
    ]);
  });

  it('can be signed again by the next member, over the signature before', async () => {
    const { file: once } = await esign();
    const first = await readFile(join(folder, once.name));
    const { file: twice } = await esign({ name: once.name, sha256: once.sha256 });
    expect(twice.name).toBe(once.name);
    const second = await readFile(join(folder, twice.name));
    expect(second.subarray(0, first.length).equals(first)).toBe(true);
    expect(second.length).toBeGreaterThan(first.length);
  });

  it('say so when the signature is of a form that cannot be verified here', async () => {
    service.behave('unknown-form');
    const { signer, file } = await esign();
    expect(signer).toBeNull();
    expect((await readdir(folder)).includes(file.name)).toBe(true);
  });

  it.each([
    ['a wrong passphrase', { passphrase: 'salah-sekali' }, 'sign', 'minutes/esign-wrong-secret'],
    ['a person whom the service does not know', { signer: '999' }, 'sign', 'minutes/esign-unknown-signer'],
    ['an expired certificate', {}, 'expired', 'minutes/esign-certificate'],
    ['a service that is down', { url: 'https://localhost:1' }, 'sign', 'network/unreachable'],
    ['a service behind a broken gateway', {}, 'html', 'network/server-error'],
    ['a service that does not answer', { timeoutMs: 300 }, 'silent', 'network/timeout'],
    ['a changed byte in our paper', {}, 'other-file', 'minutes/esign-foreign-answer'],
    ['another paper, signed', {}, 'other-paper', 'minutes/esign-foreign-answer'],
    ['our paper without a signature', {}, 'unsigned', 'minutes/esign-foreign-answer'],
    ['something after the signature', {}, 'partly-covered', 'minutes/esign-foreign-answer'],
    ['a signature over something else', {}, 'wrong-signature', 'minutes/esign-foreign-answer'],
    ['two papers', {}, 'two-files', 'network/bad-answer'],
  ] as const)('keep nothing of %s', async (_, change, how, code) => {
    const before = await inFolder();
    service.behave(how);
    await expect(esign(change)).rejects.toMatchObject({ code });
    expect(await inFolder()).toEqual(before);
    expect(journal).toEqual([]);
  });

  it('keep nothing when the person stops waiting', async () => {
    const before = await inFolder();
    service.behave('silent');
    await expect(esign({ signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect(await inFolder()).toEqual(before);
  });

  it('send nothing but the very paper that was read, when it is to be signed', async () => {
    await expect(esign({ sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'minutes/paper-changed' });
    const { file: draft } = await drawUp('draft');
    await expect(esign({ name: draft.name, sha256: draft.sha256 })).rejects.toMatchObject({
      code: 'minutes/paper-not-found',
    });
    await writeFile(join(folder, paper.name), 'changed');
    await expect(esign()).rejects.toMatchObject({ code: 'minutes/paper-changed' });
    expect(service.asked).toEqual([]);
  });

  it('are off without settings', async () => {
    const needs = {
      ...stores,
      signer: null,
      journal: { append: () => Promise.reject(new Error('none')), entries: () => Promise.resolve([]) },
    };
    const secret = { kind: 'passphrase', value: ESIGN_PASSPHRASE } as const;
    const input = { ...place(), ...paper, signer: ESIGN_NIK, secret, lpseName: 'LPSE Uji' };
    await expect(esignMinutes(needs, input)).rejects.toMatchObject({ code: 'minutes/esign-off' });
  });

  it('leave no passphrase on the disk, in the journal or in what is thrown', async () => {
    await esign();
    const wrong = 'SALAH-SEKALI-77';
    const error: unknown = await esign({ passphrase: wrong }).catch((thrown: unknown) => thrown);
    const said = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify(journal)}`;
    for (const secret of [ESIGN_PASSPHRASE, wrong, ESIGN_CLIENT.clientSecret]) expect(said).not.toContain(secret);
    expect(searchFiles(at(), [ESIGN_PASSPHRASE, wrong])).toEqual([]);
  });
});
