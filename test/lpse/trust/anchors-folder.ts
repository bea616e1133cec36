// `<dir>/trust`: what an operator would install in the client, one PEM for each root, and the log's verifier key.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePem } from '../../../crypto/encoding.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';

export const TRUST_FILES = {
  tls: 'tls-ca.pem',
  lpse: 'lpse-root.pem',
  ams: 'ams-root.pem',
  kms: 'kms-root.pem',
  tsa: 'tsa-root.pem',
} as const;

export const TRUST_BUNDLE = 'segel-anchors.json';

export interface TrustContents {
  readonly anchors: Readonly<Record<keyof typeof TRUST_FILES, Certificate>>;
  readonly baseUrl: string;
  readonly kdLpse: number;
  readonly name: string;
  readonly logVerifierKey: string;
}

/** Answers the folder. `trust.json` names the files for programs. */
export function writeTrustFolder(dir: string, contents: TrustContents): string {
  const folder = join(dir, 'trust');
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries(TRUST_FILES)) {
    // Object.entries widens the keys of the constant above.
    const anchor = contents.anchors[name as keyof typeof TRUST_FILES];
    writeFileSync(join(folder, file), encodePem('CERTIFICATE', anchor.der));
  }
  const { baseUrl, kdLpse, name, logVerifierKey } = contents;
  const summary = { baseUrl, kdLpse, name, logVerifierKey, anchors: TRUST_FILES };
  writeFileSync(join(folder, 'trust.json'), `${JSON.stringify(summary, null, 2)}\n`);
  // The same as one file, for windows that can be given one file only.
  const pems = Object.entries(contents.anchors).map(([name, { der }]) => [name, encodePem('CERTIFICATE', der)]);
  const whole = { ...summary, anchors: Object.fromEntries(pems) as Record<string, string> };
  writeFileSync(join(folder, TRUST_BUNDLE), `${JSON.stringify(whole, null, 2)}\n`);
  return folder;
}
