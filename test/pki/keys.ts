// Key pairs for tests and for the reference LPSE. EC by default: an RSA key takes up to seconds.
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export type KeyKind = 'ec-p256' | 'ec-p384' | 'ec-p521' | 'rsa-2048' | 'rsa-3072';

const generate = promisify(generateKeyPair);

export function generateKeys(kind: KeyKind = 'ec-p256'): Promise<KeyPair> {
  switch (kind) {
    case 'ec-p256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'ec-p384':
      return generate('ec', { namedCurve: 'P-384' });
    case 'ec-p521':
      return generate('ec', { namedCurve: 'P-521' });
    case 'rsa-2048':
      return generate('rsa', { modulusLength: 2048 });
    case 'rsa-3072':
      return generate('rsa', { modulusLength: 3072 });
  }
}
