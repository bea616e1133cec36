// The TrustStore port: one folder per LPSE with what its operator pinned, as JSON and PEM that a person can compare.
// The issuers of the TLS certificate stand beside it; without any, the system's own list decides (TLS is never trusted for
// integrity: everything that matters is signed).
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { encodePem, parsePem } from '../../crypto/encoding.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { LpseTrust, TrustStore } from '../../app/ports/trust-store.ts';
import { makePrivateFolder, readBounded, writePrivateFile, writePrivateJson } from './private-files.ts';
import { storing, unlessMissing } from './storage-faults.ts';

const MAX_BYTES = 1 << 20;
const ANCHORS = ['lpse', 'ams', 'kms', 'tsa'] as const;

const Facts = z.strictObject({
  format: z.literal('segel-trust/1'),
  kdLpse: z.int().positive(),
  name: z.string(),
  baseUrl: z.string(),
  logVerifierKey: z.string(),
  pinnedAt: z.string(),
});

export class FileTrustStore implements TrustStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<readonly LpseTrust[]> {
    const names = await storing(async () => (await unlessMissing(readdir(this.#folder))) ?? []);
    const codes = names.filter((name) => /^[1-9]\d{0,9}$/.test(name)).map(Number);
    const found = await Promise.all(codes.sort((a, b) => a - b).map((code) => this.forLpse(code)));
    return found.filter((trust) => trust !== null);
  }

  async forLpse(kdLpse: number): Promise<LpseTrust | null> {
    const folder = this.#of(kdLpse);
    const bytes = await readBounded(join(folder, 'lpse.json'), MAX_BYTES);
    if (bytes === null) return null;
    const { name, baseUrl, logVerifierKey, pinnedAt } = Facts.parse(JSON.parse(bytes.toString('utf8')));
    const [lpse, ams, kms, tsa] = await Promise.all(ANCHORS.map((name) => readAnchors(join(folder, `${name}.pem`))));
    if (lpse === undefined || ams === undefined || kms === undefined || tsa === undefined) return null;
    return { kdLpse, name, baseUrl, logVerifierKey, pinnedAt, lpse, ams, kms, tsa };
  }

  async forUrl(baseUrl: string): Promise<LpseTrust | null> {
    return (await this.list()).find((trust) => trust.baseUrl === baseUrl) ?? null;
  }

  async pin(trust: LpseTrust): Promise<void> {
    const folder = await makePrivateFolder(this.#of(trust.kdLpse));
    for (const name of ANCHORS) await writeAnchors(join(folder, `${name}.pem`), trust[name]);
    const { kdLpse, name, baseUrl, logVerifierKey, pinnedAt } = trust;
    // Last, since it makes the others count.
    const facts: z.infer<typeof Facts> = {
      format: 'segel-trust/1',
      ...{ kdLpse, name, baseUrl, logVerifierKey, pinnedAt },
    };
    await writePrivateJson(join(folder, 'lpse.json'), facts);
  }

  /** Issuers of the LPSE's TLS certificate in PEM; null when the system's list decides. */
  async tlsAnchors(kdLpse: number): Promise<string | null> {
    const bytes = await readBounded(join(this.#of(kdLpse), 'tls.pem'), MAX_BYTES);
    return bytes === null ? null : bytes.toString('utf8');
  }

  /** An act of the operator, like `pin`. @throws pem/malformed, certificate/malformed */
  async pinTlsAnchors(kdLpse: number, pem: string): Promise<void> {
    const folder = await makePrivateFolder(this.#of(kdLpse));
    await writeAnchors(join(folder, 'tls.pem'), parsePem(pem, 'CERTIFICATE').map(parseCertificate));
  }

  #of(kdLpse: number): string {
    return join(this.#folder, String(kdLpse));
  }
}

async function readAnchors(path: string): Promise<readonly Certificate[] | undefined> {
  const bytes = await readBounded(path, MAX_BYTES);
  return bytes === null ? undefined : parsePem(bytes.toString('utf8'), 'CERTIFICATE').map(parseCertificate);
}

async function writeAnchors(path: string, anchors: readonly Certificate[]): Promise<void> {
  if (anchors.length === 0) throw new CodedError('trust/not-pinned');
  await writePrivateFile(path, Buffer.from(anchors.map(({ der }) => encodePem('CERTIFICATE', der)).join('')));
}
