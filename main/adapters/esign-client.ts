// The DocumentSigner port over BSrE's e-Sign client service, as agencies run it on servers of their own.
//
// Verified from public text (BSrE's "Petunjuk Teknis Penggunaan API Esign Client Service" 2.x as cited by open clients, and several
// public clients that agree with each other): POST {base}/api/v2/sign/pdf, HTTP basic authentication, JSON with `nik` or `email`,
// `passphrase` or `totp`, `signatureProperties` [{tampilan: VISIBLE | INVISIBLE, page, originX, originY, width, height, reason,
// location}] and `file` [base64]; an answer {time, file: [base64]}; failures as {error} with `status` or `status_code`, 2031 for a
// wrong passphrase and 2011 for an unknown person.
// Not verified: any live system; whether originY counts from the top (one public client says so; we send what the port says,
// turned over for that reading); the numbers for expired, revoked and not yet issued certificates: those are known by the words of
// the error; the form of `time`, which is therefore shown and never believed.
import { z } from 'zod';
import type { DocumentSignature, DocumentSigner } from '../../app/ports/document-signer.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { HttpsTransport } from './https-transport.ts';
import { toAnswerFault, type HttpAnswer } from './network-faults.ts';
import { parseJsonOrNull } from './parse-json.ts';

const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 64 << 20;
const A4_HEIGHT = 841.89;

const Signed = z.object({ time: z.union([z.string(), z.number()]).nullish(), file: z.array(z.base64()).length(1) });
const Failed = z.object({
  status: z.union([z.string(), z.number()]).optional(),
  status_code: z.union([z.string(), z.number()]).optional(),
  error: z.string(),
});

export interface EsignOptions {
  /** https, with a path if the service has one. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs?: number;
}

export function esignClient(transport: Pick<HttpsTransport, 'send'>, options: EsignOptions): DocumentSigner {
  const { baseUrl, clientId, clientSecret, timeoutMs = TIMEOUT_MS } = options;
  const url = `${baseUrl.replace(/\/+$/, '')}/api/v2/sign/pdf`;
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  return {
    host: new URL(baseUrl).host,
    async sign(pdf, signature, { signal } = {}) {
      const answer = await transport.send({
        method: 'POST',
        url,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: authorization },
        body: Buffer.from(JSON.stringify(toRequest(pdf, signature))),
        timeoutMs,
        maxBytes: MAX_ANSWER_BYTES,
        ...(signal === undefined ? {} : { signal }),
      });
      const { time, file } = readAnswer(answer);
      const signed = Buffer.from(file[0] ?? '', 'base64');
      return { pdf: signed, signedAt: time === null || time === undefined ? null : String(time).slice(0, 64) };
    },
  };
}

function toRequest(pdf: Uint8Array, { signer, secret, visible, reason, location }: DocumentSignature) {
  const words = { reason, location };
  return {
    ...(signer.includes('@') ? { email: signer } : { nik: signer }),
    ...(secret.kind === 'totp' ? { totp: secret.value } : { passphrase: secret.value }),
    signatureProperties: [
      visible === null
        ? { tampilan: 'INVISIBLE', ...words }
        : {
            ...{ tampilan: 'VISIBLE', page: visible.page, width: visible.width, height: visible.height },
            ...{ originX: visible.x, originY: A4_HEIGHT - visible.y - visible.height },
            ...words,
          },
    ],
    file: [Buffer.from(pdf).toString('base64')],
  };
}

/** @throws minutes/esign-*, network/* */
function readAnswer(answer: HttpAnswer): z.infer<typeof Signed> {
  const value = parseJsonOrNull(answer.body);
  const failed = Failed.safeParse(value);
  // Some versions say what went wrong with status 200.
  if (failed.success) throw toRefusal(failed.data, answer.status);
  if (answer.status === 401 || answer.status === 403) {
    throw new CodedError('minutes/esign-refused', { status: answer.status, why: 'client' });
  }
  if (answer.status < 200 || answer.status > 299) throw toAnswerFault(answer);
  const signed = Signed.safeParse(value);
  if (!signed.success) throw new CodedError('network/bad-answer', { status: answer.status });
  return signed.data;
}

/** By number where it is public, else by the words; the words themselves are not shown: they may repeat what was sent. */
function toRefusal({ status, status_code: statusCode, error }: z.infer<typeof Failed>, http: number): CodedError {
  const number = String(statusCode ?? status ?? http).slice(0, 16);
  const facts = { status: http, number };
  if (http === 401 && !/passphrase|totp/i.test(error))
    return new CodedError('minutes/esign-refused', { ...facts, why: 'client' });
  if (
    number === '2031' ||
    /passphrase.*(salah|tidak)|totp.*(salah|tidak|kedaluwarsa|expired)|wrong passphrase/i.test(error)
  ) {
    return new CodedError('minutes/esign-wrong-secret', facts);
  }
  if (/sertifikat|certificate|expired|kedaluwarsa|kadaluarsa|revoke|dicabut/i.test(error)) {
    return new CodedError('minutes/esign-certificate', facts);
  }
  if (number === '2011' || /tidak (terdaftar|ditemukan)|not (found|registered)/i.test(error)) {
    return new CodedError('minutes/esign-unknown-signer', facts);
  }
  return new CodedError('minutes/esign-refused', facts);
}
