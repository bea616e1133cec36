// Foreign .p12 files in a thread: keys come across, and no file holds the program up.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodePkcs12 } from '../../../crypto/pkcs12/write-pkcs12.ts';
import { Secret } from '../../../crypto/secret.ts';
import { readPkcs12File } from '../../../main/adapters/read-pkcs12-file.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { createAuthority } from '../../pki/authority.ts';

const passphrase = () => Secret.fromText('kata sandi');

async function p12(iterations: number): Promise<Buffer> {
  const { certificate, privateKey, chain } = await (
    await createAuthority({ subject: 'AMS' })
  ).issue('bidder', { subject: 'X' });
  return encodePkcs12({ certificate, privateKey, chain, passphrase: passphrase(), iterations });
}

describe('readPkcs12File', () => {
  it('brings key and certificate across, and leaves the passphrase to its owner', async () => {
    const secret = passphrase();
    const [entry] = await readPkcs12File(await p12(2048), secret);
    expect(entry?.privateKey.type).toBe('private');
    expect(entry?.certificate.keyType).toEqual({ kind: 'ec', curve: 'P-256' });
    expect(secret.bytes.toString()).toBe('kata sandi');
  });

  it('passes on why it does not open', async () => {
    expect(await anyCode(readPkcs12File(await p12(2048), Secret.fromText('salah')))).toBe('identity/wrong-passphrase');
    const self = readFileSync(new URL(import.meta.url));
    expect(await anyCode(readPkcs12File(self, passphrase()))).toBe('identity/malformed');
    expect(await anyCode(readPkcs12File(Buffer.alloc(0), passphrase()))).toBe('identity/malformed');
  });

  it('ends the thread when the time is over', async () => {
    expect(await anyCode(readPkcs12File(await p12(600_000), passphrase(), 1))).toBe('identity/too-expensive');
  });
});
