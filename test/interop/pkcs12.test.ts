// openssl, keytool and pk12util as readers of our PKCS#12 files, and openssl as writer of fresh ones.
import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePem } from '../../crypto/encoding.ts';
import { readPkcs12 } from '../../crypto/pkcs12/read-pkcs12.ts';
import { encodePkcs12 } from '../../crypto/pkcs12/write-pkcs12.ts';
import { Secret } from '../../crypto/secret.ts';
import { createAuthority, type Issued } from '../pki/authority.ts';
import type { KeyKind } from '../pki/keys.ts';
import { HAS_OPENSSL, runOpenssl } from '../pki/openssl.ts';

const run = (command: string, args: readonly string[]) => spawnSync(command, args, { encoding: 'utf8' });
const has = (command: string) => run(command, ['-h']).error === undefined;
const HAS_KEYTOOL = has('keytool');
const HAS_NSS = has('pk12util') && has('certutil');
const PASSWORD = 'sandi-ñ-€';
const KINDS: readonly KeyKind[] = ['rsa-2048', 'ec-p256', 'ec-p384', 'ec-p521'];

const dir = mkdtempSync(path.join(tmpdir(), 'segel-p12-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const issued = new Map<KeyKind, Issued>();
beforeAll(async () => {
  const issuer = await createAuthority({ subject: 'Penerbit', parent: await createAuthority({ subject: 'Akar' }) });
  for (const key of KINDS) issued.set(key, await issuer.issue('bidder', { subject: `Peserta ${key}`, key }));
});

function holderOf(kind: KeyKind): Issued {
  const holder = issued.get(kind);
  if (holder === undefined) throw new Error(kind);
  return holder;
}

const write = (kind: KeyKind, text: string) =>
  encodePkcs12({ ...holderOf(kind), passphrase: Secret.fromText(text), iterations: 2048, friendlyName: 'Budi' });

describe.runIf(HAS_OPENSSL)('openssl pkcs12 (skipped without openssl 3)', () => {
  it.each(KINDS)('opens our %s file: same key, both certificates', async (kind) => {
    const files = { 'a.p12': await write(kind, PASSWORD) };
    const args = ['pkcs12', '-in', 'a.p12', '-noenc', '-passin', `pass:${PASSWORD}`, '-out', 'result'];
    const { result, output } = runOpenssl(args, files);
    expect(output).toBe('');
    const key = createPrivateKey(result.toString());
    expect(key.export({ format: 'jwk' })).toEqual(holderOf(kind).privateKey.export({ format: 'jwk' }));
    expect(result.toString().match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(result.toString()).toContain('friendlyName: Budi');
  });

  it('opens our file with the empty passphrase', async () => {
    const files = { 'a.p12': await write('ec-p256', '') };
    expect(runOpenssl(['pkcs12', '-in', 'a.p12', '-noenc', '-passin', 'pass:'], files).ok).toBe(true);
  });

  it('refuses our file under another passphrase', async () => {
    const files = { 'a.p12': await write('ec-p256', PASSWORD) };
    const { ok, output } = runOpenssl(['pkcs12', '-in', 'a.p12', '-noenc', '-passin', 'pass:x'], files);
    expect(ok).toBe(false);
    expect(output).toContain('Mac verify error');
  });

  it.each([
    ['the default', []],
    ['-legacy', ['-legacy']],
    ['3DES and SHA-1', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['AES-256 and 2000 iterations', ['-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC', '-iter', '2000']],
  ])('writes what we open: %s', async (_, options) => {
    const { certificate, privateKey, chain } = holderOf('ec-p384');
    const files = {
      'key.pem': privateKey.export({ format: 'pem', type: 'pkcs8' }),
      'all.pem': [certificate, ...chain].map(({ der }) => encodePem('CERTIFICATE', der)).join(''),
    };
    const args = ['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'all.pem', '-passout', `pass:${PASSWORD}`];
    const { result } = runOpenssl([...args, '-out', 'result', ...options], files);
    const [identity] = await readPkcs12(result, Secret.fromText(PASSWORD));
    expect(identity?.certificate.sha256).toBe(certificate.sha256);
    expect(identity?.chain).toHaveLength(1);
  });
});

describe.runIf(HAS_KEYTOOL)('keytool (skipped without a JDK)', () => {
  it.each(KINDS)('lists our %s file as one private key with a chain of two', async (kind) => {
    const file = path.join(dir, `${kind}.p12`);
    writeFileSync(file, await write(kind, 'rahasia123'));
    const args = [
      '-list',
      '-v',
      '-keystore',
      file,
      '-storetype',
      'PKCS12',
      '-storepass',
      'rahasia123',
      '-J-Duser.language=en',
    ];
    const { stdout } = run('keytool', args);
    expect(stdout).toContain('Entry type: PrivateKeyEntry');
    expect(stdout).toContain('Certificate chain length: 2');
  });
});

describe.runIf(HAS_NSS)('pk12util (skipped without libnss3-tools)', () => {
  it.each(['rsa-2048', 'ec-p256'] as const)('imports our %s file', async (kind) => {
    const file = path.join(dir, `nss-${kind}.p12`);
    writeFileSync(file, await write(kind, 'rahasia123'));
    const db = mkdtempSync(path.join(dir, 'db-'));
    run('certutil', ['-N', '-d', `sql:${db}`, '--empty-password']);
    const args = ['-i', file, '-d', `sql:${db}`, '-W', 'rahasia123', '-K', ''];
    expect(run('pk12util', args).stdout).toContain('PKCS12 IMPORT SUCCESSFUL');
  });
});
