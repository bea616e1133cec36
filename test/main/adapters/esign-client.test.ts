// e-Sign against a stand-in on loopback that follows the published shapes: what the docstring of the adapter calls verified. Whether
// the answer is our paper is the use case's to judge (test/app/usecases/esign-minutes.test.ts).
import { chmod, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentSignature } from '../../../app/ports/document-signer.ts';
import { openingMinutes } from '../../../app/reports/opening-minutes.ts';
import { esignClient } from '../../../main/adapters/esign-client.ts';
import { readEsignSettings } from '../../../main/adapters/esign-settings.ts';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { paperPdf } from '../../../main/adapters/paper-pdf.ts';
import { anyCode } from '../../doubles/any-code.ts';
import {
  ESIGN_CLIENT,
  ESIGN_NIK,
  ESIGN_PASSPHRASE,
  startEsignService,
  type EsignService,
} from '../../doubles/esign-service.ts';
import { sampleResults } from '../../doubles/opening-results.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const NIK = ESIGN_NIK;
const PASSPHRASE = ESIGN_PASSPHRASE;
const CLIENT = ESIGN_CLIENT;

let service: EsignService;
let transport: HttpsTransport;
let pdf: Uint8Array;

beforeAll(async () => {
  pdf = await paperPdf.print(
    openingMinutes({ results: sampleResults(), zone: 'WIB', language: 'id', stage: 'final', clientVersion: '0.1.0' }),
  );
  service = await startEsignService();
  transport = new HttpsTransport({ tlsAnchors: service.caPem, proxyUrl: null, userAgent: 'segel/test' });
});

afterEach(() => {
  service.behave('sign');
});
afterAll(async () => {
  transport.close();
  await service.close();
});

const invisible: DocumentSignature = {
  signer: NIK,
  secret: { kind: 'passphrase', value: PASSPHRASE },
  visible: null,
  reason: 'Berita Acara',
  location: 'LPSE Uji',
};

function sign(change: Partial<DocumentSignature> = {}, options: Partial<Parameters<typeof esignClient>[1]> = {}) {
  return esignClient(transport, { baseUrl: service.url, ...CLIENT, ...options }).sign(pdf, { ...invisible, ...change });
}

describe('e-Sign', () => {
  it('asks as published, and takes its own paper back with a signature appended', async () => {
    const { pdf: signed, signedAt } = await sign();
    expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true);
    expect(signed.length).toBeGreaterThan(pdf.length);
    expect(signedAt).toBe('812');
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]).toMatchObject({
      path: 'POST /api/v2/sign/pdf',
      body: {
        nik: NIK,
        passphrase: PASSPHRASE,
        signatureProperties: [{ tampilan: 'INVISIBLE', reason: 'Berita Acara', location: 'LPSE Uji' }],
        file: [Buffer.from(pdf).toString('base64')],
      },
    });
    expect(service.asked[0]?.body).not.toHaveProperty('totp');
  });

  it('takes an e-mail address and a TOTP code as well, and a place on a page', async () => {
    const visible = { page: 2, x: 50, y: 100, width: 150, height: 60 };
    await sign({ signer: 'siti@lpse.example', secret: { kind: 'totp', value: '123456' }, visible });
    expect(service.asked[0]?.body).toMatchObject({
      email: 'siti@lpse.example',
      totp: '123456',
      signatureProperties: [{ tampilan: 'VISIBLE', page: 2, originX: 50, width: 150, height: 60 }],
    });
    expect(service.asked[0]?.body).not.toHaveProperty('passphrase');
    expect(service.asked[0]?.body).not.toHaveProperty('nik');
  });

  it.each([
    ['a wrong passphrase', { secret: { kind: 'passphrase', value: 'salah' } }, 'minutes/esign-wrong-secret'],
    ['a wrong code', { secret: { kind: 'totp', value: '000000' } }, 'minutes/esign-wrong-secret'],
    ['an unknown person', { signer: '0000000000000000' }, 'minutes/esign-unknown-signer'],
  ] as const)('says %s plainly', async (_, change, code) => {
    expect(await anyCode(sign(change))).toBe(code);
  });

  it.each([
    ['expired', 'minutes/esign-certificate'],
    ['ok-error', 'minutes/esign-wrong-secret'],
    ['two-files', 'network/bad-answer'],
    ['html', 'network/server-error'],
  ] as const)('refuses the answer "%s"', async (how, code) => {
    service.behave(how);
    expect(await anyCode(sign())).toBe(code);
  });

  it('knows a client that the service does not know', async () => {
    expect(await anyCode(sign({}, { clientSecret: 'lain' }))).toBe('minutes/esign-refused');
  });

  it('does not wait for ever, and stops when told', async () => {
    service.behave('silent');
    expect(await anyCode(sign({}, { timeoutMs: 300 }))).toBe('network/timeout');
    const client = esignClient(transport, { baseUrl: service.url, ...CLIENT });
    await expect(client.sign(pdf, invisible, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
  });

  it('talks to nobody whose certificate is not of the operator’s issuers', async () => {
    const stranger = new HttpsTransport({ tlsAnchors: null, proxyUrl: null, userAgent: 'segel/test' });
    const signing = esignClient(stranger, { baseUrl: service.url, ...CLIENT }).sign(pdf, invisible);
    expect(await anyCode(signing)).toBe('network/tls-untrusted');
    stranger.close();
    expect(service.asked).toHaveLength(0);
  });

  it('puts no secret into what it throws', async () => {
    for (const change of [{ secret: { kind: 'passphrase', value: 'SALAH-SEKALI' } as const }, { signer: '999' }]) {
      const error: unknown = await sign(change).catch((thrown: unknown) => thrown);
      const text = `${String(error)} ${JSON.stringify(error)}`;
      for (const secret of ['SALAH-SEKALI', PASSPHRASE, CLIENT.clientSecret]) expect(text).not.toContain(secret);
    }
  });
});

describe('the settings of e-Sign', () => {
  const at = useTemporaryFolder();
  const good = { format: 'segel-esign/1', baseUrl: 'https://esign.example', ...CLIENT, tlsAnchors: null };

  it('are off without a file', async () => {
    expect(await readEsignSettings(at())).toBeNull();
  });

  it('are read when only their owner can read them', async () => {
    const path = at('esign.json');
    await writeFile(path, JSON.stringify(good), { mode: 0o600 });
    expect(await readEsignSettings(at())).toMatchObject({ baseUrl: 'https://esign.example' });
    await chmod(path, 0o644);
    if (process.platform !== 'win32') {
      expect(await anyCode(readEsignSettings(at()))).toBe('minutes/esign-settings');
    }
  });

  it.each([{ ...good, baseUrl: 'http://esign.example' }, { ...good, clientSecret: '' }, { ...good, more: 1 }, 'text'])(
    'refuse %j',
    async (value) => {
      await writeFile(at('esign.json'), JSON.stringify(value));
      await chmod(at('esign.json'), 0o600);
      expect(await anyCode(readEsignSettings(at()))).toBe('minutes/esign-settings');
    },
  );
});
