// e-Sign against a stand-in on loopback with a CA of its own, which follows the published shapes: what the docstring of the
// adapter calls verified. Nothing here or there talks to a live system.
import { chmod, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentSignature } from '../../../app/ports/document-signer.ts';
import { requireSignedCopy } from '../../../app/policy/signed-pdf.ts';
import { openingMinutes } from '../../../app/reports/opening-minutes.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { softwareSigningKey } from '../../../crypto/keys.ts';
import { esignClient } from '../../../main/adapters/esign-client.ts';
import { readEsignSettings } from '../../../main/adapters/esign-settings.ts';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { paperPdf } from '../../../main/adapters/paper-pdf.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { sampleResults } from '../../doubles/opening-results.ts';
import { sendJson, startTlsServer, type TlsServer } from '../../doubles/tls-server.ts';
import { createAuthority } from '../../pki/authority.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const NIK = '3578011234567890';
const PASSPHRASE = 'rahasia-e-sign-41f';
const CLIENT = { clientId: 'segel', clientSecret: 'kunci-klien' };

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

type Behaviour =
  'sign' | 'expired' | 'silent' | 'other-file' | 'unsigned' | 'partly-covered' | 'two-files' | 'html' | 'ok-error';

let service: TlsServer;
let transport: HttpsTransport;
let pdf: Uint8Array;
let behaviour: Behaviour = 'sign';
let asked: Asked[] = [];

/** An incremental update with a CMS over both ranges, as a signing service appends it. */
async function appendSignature(sent: Uint8Array, room = 16_384): Promise<Buffer> {
  const head = '\n9001 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange ';
  const range = (a: number, b: number, c: number) => `[0 ${a} ${b} ${c}]`.padEnd(40);
  const tail = '>>\nendobj\nstartxref\n0\n%%EOF\n';
  const start = sent.length + head.length + 40 + '/Contents '.length;
  const end = start + room + 2;
  const total = end + tail.length;
  const before = Buffer.concat([sent, Buffer.from(`${head}${range(start, end, total - end)}/Contents `)]);
  const content = Buffer.concat([before, Buffer.from(tail)]);
  const ca = await createAuthority({ subject: 'BSrE stand-in' });
  const { certificate, privateKey } = await ca.issue('member-sign', { subject: 'Siti Rahayu' });
  const key = softwareSigningKey(privateKey, certificate);
  const cms = await signContent({ content, detached: true, signers: [{ key, signingTime: new Date() }] });
  const hex = cms.toString('hex').padEnd(room, '0');
  return Buffer.concat([before, Buffer.from(`<${hex}>${tail}`)]);
}

beforeAll(async () => {
  pdf = await paperPdf.print(
    openingMinutes({ results: sampleResults(), zone: 'WIB', language: 'id', stage: 'final', clientVersion: '0.1.0' }),
  );
  service = await startTlsServer((request, response, bytes) => {
    // What we sent ourselves.
    const body = JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
    asked.push({
      path: `${request.method ?? ''} ${request.url ?? ''}`,
      authorization: request.headers.authorization,
      body,
    });
    const expected = `Basic ${Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString('base64')}`;
    if (request.headers.authorization !== expected) {
      sendJson(response, 401, { status: 401, error: 'Unauthorized' });
      return;
    }
    if (behaviour === 'silent') return;
    if (behaviour === 'expired') {
      sendJson(response, 400, { status: 2021, error: 'Sertifikat anda telah kedaluwarsa' });
      return;
    }
    if (behaviour === 'html') {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
      return;
    }
    if (body.nik !== NIK && body.email !== 'siti@lpse.example') {
      sendJson(response, 400, { status_code: 2011, error: 'User tidak terdaftar' });
      return;
    }
    if (behaviour === 'ok-error' || (body.passphrase !== PASSPHRASE && body.totp !== '123456')) {
      sendJson(response, behaviour === 'ok-error' ? 200 : 400, { status: 2031, error: 'Passphrase anda salah' });
      return;
    }
    // One file, as it was asked for.
    const [file = ''] = body.file as readonly string[];
    const sent = Buffer.from(file, 'base64');
    void answerWith(sent).then((files) =>
      sendJson(response, 200, { time: 812, file: files.map((one) => one.toString('base64')) }),
    );
  });
  transport = new HttpsTransport({ tlsAnchors: service.caPem, proxyUrl: null, userAgent: 'segel/test' });
});

async function answerWith(sent: Buffer): Promise<readonly Buffer[]> {
  const signed = await appendSignature(sent);
  if (behaviour === 'other-file') signed.write('X', 20);
  if (behaviour === 'unsigned') return [Buffer.concat([sent, Buffer.from('\n% nothing\nstartxref\n0\n%%EOF\n')])];
  if (behaviour === 'partly-covered') return [Buffer.concat([signed, Buffer.from('\n1 0 obj\n<<>>\nendobj\n%%EOF\n')])];
  return behaviour === 'two-files' ? [signed, signed] : [signed];
}

afterEach(() => {
  behaviour = 'sign';
  asked = [];
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
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      path: 'POST /api/v2/sign/pdf',
      body: {
        nik: NIK,
        passphrase: PASSPHRASE,
        signatureProperties: [{ tampilan: 'INVISIBLE', reason: 'Berita Acara', location: 'LPSE Uji' }],
        file: [Buffer.from(pdf).toString('base64')],
      },
    });
    expect(asked[0]?.body).not.toHaveProperty('totp');
  });

  it('takes an e-mail address and a TOTP code as well, and a place on a page', async () => {
    const visible = { page: 2, x: 50, y: 100, width: 150, height: 60 };
    await sign({ signer: 'siti@lpse.example', secret: { kind: 'totp', value: '123456' }, visible });
    expect(asked[0]?.body).toMatchObject({
      email: 'siti@lpse.example',
      totp: '123456',
      signatureProperties: [{ tampilan: 'VISIBLE', page: 2, originX: 50, width: 150, height: 60 }],
    });
    expect(asked[0]?.body).not.toHaveProperty('passphrase');
    expect(asked[0]?.body).not.toHaveProperty('nik');
  });

  it('can sign a signed paper again: every signature covers the ones before', async () => {
    const { pdf: once } = await sign();
    const client = esignClient(transport, { baseUrl: service.url, ...CLIENT });
    const { pdf: twice } = await client.sign(once, invisible);
    expect(() => requireSignedCopy(pdf, twice)).not.toThrow();
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
    ['other-file', 'minutes/esign-foreign-answer'],
    ['unsigned', 'minutes/esign-foreign-answer'],
    ['partly-covered', 'minutes/esign-foreign-answer'],
    ['two-files', 'network/bad-answer'],
    ['html', 'network/server-error'],
  ] as const)('refuses the answer "%s"', async (how, code) => {
    behaviour = how;
    expect(await anyCode(sign())).toBe(code);
  });

  it('knows a client that the service does not know', async () => {
    expect(await anyCode(sign({}, { clientSecret: 'lain' }))).toBe('minutes/esign-refused');
  });

  it('does not wait for ever, and stops when told', async () => {
    behaviour = 'silent';
    expect(await anyCode(sign({}, { timeoutMs: 300 }))).toBe('network/timeout');
    const client = esignClient(transport, { baseUrl: service.url, ...CLIENT });
    await expect(client.sign(pdf, invisible, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
  });

  it('talks to nobody whose certificate is not of the operator’s issuers', async () => {
    const stranger = new HttpsTransport({ tlsAnchors: null, proxyUrl: null, userAgent: 'segel/test' });
    const signing = esignClient(stranger, { baseUrl: service.url, ...CLIENT }).sign(pdf, invisible);
    expect(await anyCode(signing)).toBe('network/tls-untrusted');
    stranger.close();
    expect(asked).toHaveLength(0);
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
