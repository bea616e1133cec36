// Keys of this installation as files: made on the first start, readable by the owner only, never the same in two installations.
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePem, parsePem } from '../../../crypto/encoding.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';

export interface CertifiedKey {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
}

export interface KeyFolder {
  certified(name: string, make: () => Promise<CertifiedKey>): Promise<CertifiedKey>;
  ed25519(name: string): KeyObject;
  /** 32 random bytes. */
  secret(name: string): Buffer;
}

export function openKeyFolder(dir: string): KeyFolder {
  const folder = join(dir, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => join(folder, name);
  const save = (name: string, content: string | Uint8Array): void =>
    writeFileSync(pathOf(name), content, { mode: 0o600, flag: 'wx', flush: true });
  return {
    async certified(name, make) {
      const file = `${name}.pem`;
      if (existsSync(pathOf(file))) return readCertified(pathOf(file));
      const made = await make();
      save(file, pemOf(made.privateKey) + encodePem('CERTIFICATE', made.certificate.der));
      return made;
    },
    ed25519(name) {
      const file = `${name}.pem`;
      if (!existsSync(pathOf(file))) save(file, pemOf(generateKeyPairSync('ed25519').privateKey));
      return createPrivateKey(readFileSync(pathOf(file)));
    },
    secret(name) {
      const file = `${name}.key`;
      if (!existsSync(pathOf(file))) save(file, randomBytes(32));
      return readFileSync(pathOf(file));
    },
  };
}

function pemOf(privateKey: KeyObject): string {
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function readCertified(path: string): CertifiedKey {
  const pem = readFileSync(path, 'utf8');
  const [der] = parsePem(pem, 'CERTIFICATE');
  if (der === undefined) throw new Error(`no certificate in ${path}`);
  return { certificate: parseCertificate(der), privateKey: createPrivateKey(pem) };
}
