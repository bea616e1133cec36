// A stand-in for BSrE's e-Sign client service on loopback, with a CA of its own. It follows the published shapes (main/adapters/esign-client.ts
// names them) and knows ways to go wrong. Nothing here talks to a live system.
import { signContent } from '../../crypto/cms/sign.ts';
import { softwareSigningKey } from '../../crypto/keys.ts';
import { createAuthority } from '../pki/authority.ts';
import { sendJson, startTlsServer } from './tls-server.ts';

export const ESIGN_NIK = '3578011234567890';
export const ESIGN_PASSPHRASE = 'rahasia-e-sign-41f';
export const ESIGN_CLIENT = { clientId: 'segel', clientSecret: 'kunci-klien' };

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Behaviour =
  | 'sign'
  | 'expired'
  | 'silent'
  | 'other-file'
  | 'other-paper'
  | 'unsigned'
  | 'partly-covered'
  | 'wrong-signature'
  | 'unknown-form'
  | 'two-files'
  | 'html'
  | 'ok-error';

export interface EsignService {
  readonly url: string;
  readonly caPem: string;
  readonly asked: readonly Asked[];
  /** From the next request on; `sign` forgets what was asked. */
  behave(how: Behaviour): void;
  close(): Promise<void>;
}

export async function startEsignService(): Promise<EsignService> {
  let behaviour: Behaviour = 'sign';
  let asked: Asked[] = [];
  const service = await startTlsServer((request, response, bytes) => {
    // What we sent ourselves.
    const body = JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
    asked.push({
      path: `${request.method ?? ''} ${request.url ?? ''}`,
      authorization: request.headers.authorization,
      body,
    });
    const expected = `Basic ${Buffer.from(`${ESIGN_CLIENT.clientId}:${ESIGN_CLIENT.clientSecret}`).toString('base64')}`;
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
    if (body.nik !== ESIGN_NIK && body.email !== 'siti@lpse.example') {
      sendJson(response, 400, { status_code: 2011, error: 'User tidak terdaftar' });
      return;
    }
    if (behaviour === 'ok-error' || (body.passphrase !== ESIGN_PASSPHRASE && body.totp !== '123456')) {
      sendJson(response, behaviour === 'ok-error' ? 200 : 400, { status: 2031, error: 'Passphrase anda salah' });
      return;
    }
    // One file, as it was asked for.
    const [file = ''] = body.file as readonly string[];
    const sent = Buffer.from(file, 'base64');
    void answerWith(sent, behaviour).then((files) =>
      sendJson(response, 200, { time: 812, file: files.map((one) => one.toString('base64')) }),
    );
  });
  return {
    url: service.url,
    caPem: service.caPem,
    get asked() {
      return asked;
    },
    behave(how) {
      behaviour = how;
      asked = [];
    },
    close: () => service.close(),
  };
}

async function answerWith(sent: Buffer, behaviour: Behaviour): Promise<readonly Buffer[]> {
  if (behaviour === 'unsigned') {
    return [Buffer.concat([sent, Buffer.from('\n% nothing\nstartxref\n0\n%%EOF\n')])];
  }
  if (behaviour === 'other-paper') {
    return [await appendSignature(Buffer.from(`%PDF-1.7\n${'lain '.repeat(500)}\n%%EOF\n`))];
  }
  if (behaviour === 'wrong-signature') return [await appendSignature(sent, { over: Buffer.from('something else') })];
  if (behaviour === 'unknown-form') {
    const cms = Buffer.concat([Buffer.from('3082012c', 'hex'), Buffer.alloc(300, 1)]);
    return [await appendSignature(sent, { cms })];
  }
  const signed = await appendSignature(sent);
  if (behaviour === 'other-file') signed.write('X', 20);
  if (behaviour === 'partly-covered') return [Buffer.concat([signed, Buffer.from('\n1 0 obj\n<<>>\nendobj\n%%EOF\n')])];
  return behaviour === 'two-files' ? [signed, signed] : [signed];
}

/** An incremental update with a CMS over both ranges, as a signing service appends it. */
async function appendSignature(
  sent: Uint8Array,
  instead: { readonly over?: Buffer; readonly cms?: Buffer } = {},
): Promise<Buffer> {
  const room = 16_384;
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
  const signers = [{ key, signingTime: new Date() }];
  const signed = await signContent({ content: instead.over ?? content, detached: true, signers });
  const hex = (instead.cms ?? signed).toString('hex').padEnd(room, '0');
  return Buffer.concat([before, Buffer.from(`<${hex}>${tail}`)]);
}
