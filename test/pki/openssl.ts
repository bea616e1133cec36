// openssl as a second opinion: runs it on files in a temporary folder that is removed afterwards.
import { spawnSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodePem } from '../../crypto/encoding.ts';

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' });
/** True when an `openssl` of version 3 can be run. */
export const HAS_OPENSSL = version.status === 0 && version.stdout.startsWith('OpenSSL 3');

export interface Verdict {
  readonly ok: boolean;
  /** Both streams as text. */
  readonly output: string;
  /** The file named by `resultFile`, empty when none was written. */
  readonly result: Buffer;
}

/** Runs `openssl` in a folder that holds `files`; `resultFile` is a file it should write there. */
export function runOpenssl(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>>,
  resultFile = 'result',
): Verdict {
  const dir = mkdtempSync(path.join(tmpdir(), 'segel-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(dir, name), content);
    const run = spawnSync('openssl', args, { cwd: dir, maxBuffer: 64 << 20 });
    const resultPath = path.join(dir, resultFile);
    const result = existsSync(resultPath) ? readFileSync(resultPath) : Buffer.alloc(0);
    return { ok: run.status === 0, output: `${run.stdout.toString()}${run.stderr.toString()}`, result };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export interface OpensslPath {
  readonly leaf: Uint8Array;
  readonly intermediates: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly at: Date;
  readonly options?: readonly string[];
}

/** `openssl verify` with a CRL for every certificate of the path. */
export function opensslVerify(input: OpensslPath): Verdict {
  const pem = (label: string, ders: readonly Uint8Array[]) => ders.map((der) => encodePem(label, der)).join('');
  const files = {
    'leaf.pem': pem('CERTIFICATE', [input.leaf]),
    'untrusted.pem': pem('CERTIFICATE', input.intermediates),
    'anchors.pem': pem('CERTIFICATE', input.anchors),
    'crls.pem': pem('X509 CRL', input.crls),
  };
  const args = ['verify', '-attime', String(Math.floor(input.at.getTime() / 1000)), '-CAfile', 'anchors.pem'];
  if (input.intermediates.length > 0) args.push('-untrusted', 'untrusted.pem');
  if (input.crls.length > 0) args.push('-crl_check_all', '-CRLfile', 'crls.pem');
  return runOpenssl([...args, ...(input.options ?? ['-x509_strict']), 'leaf.pem'], files);
}

/** Certificates as openssl reads them. */
export const pem = (...ders: readonly Uint8Array[]): string =>
  ders.map((der) => encodePem('CERTIFICATE', der)).join('');

export const keyPem = ({ privateKey }: { readonly privateKey: KeyObject }): string =>
  privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
