// Makes the PKCS#12 corpus in this folder, `corpus.json` and the table of README.md: node test/vectors/p12/make-corpus.ts
// Needs openssl 3; keytool (a JDK) and pk12util (libnss3-tools) make their own files, which are kept when they are missing.
// Every run makes new keys: commit all files of one run together, and let prettier set the table.
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DerCursor, readExplicit, readOctets } from '../../../crypto/asn1/der-reader.ts';
import { sequence } from '../../../crypto/asn1/der-writer.ts';
import { encodePem } from '../../../crypto/encoding.ts';
import { buildMac } from '../../../crypto/pkcs12/integrity.ts';
import { parseBer } from '../../../crypto/pkcs12/safe-contents.ts';
import { encodePkcs12 } from '../../../crypto/pkcs12/write-pkcs12.ts';
import { Secret } from '../../../crypto/secret.ts';
import { createAuthority, type Issued } from '../../pki/authority.ts';
import { generateKeys, type KeyKind } from '../../pki/keys.ts';

type Holder = 'rsa' | 'ec256' | 'ec384' | 'ec521' | 'ed25519';

interface Entry {
  readonly file: string;
  readonly producer: string;
  readonly algorithms: string;
  readonly password: string;
  /** The code that reading must end with; absent when it must succeed. */
  readonly refused?: string;
  /** SHA-256 of the certificate of every identity. */
  readonly certificates: readonly string[];
  /** Certificates above the first identity's own. */
  readonly chain: number;
  readonly friendlyName?: string;
}

const here = path.dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(path.join(tmpdir(), 'segel-p12-'));
const PASSWORD = 'rahasia123';
const NAME = 'Budi (penyedia)';
const entries: Entry[] = [];

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: work, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}${stdout}`);
  return stdout;
}

function warnings(command: string, ...args: readonly string[]): string {
  return spawnSync(command, args, { encoding: 'utf8' }).stderr;
}

function available(command: string): boolean {
  return spawnSync(command, ['-h']).error === undefined;
}

const NOT_BEFORE = new Date('2026-01-01T00:00:00Z');
const NOT_AFTER = new Date('2056-01-01T00:00:00Z');
const root = await createAuthority({ subject: 'Akar Uji', notBefore: NOT_BEFORE, notAfter: NOT_AFTER });
const intermediate = await createAuthority({
  subject: 'Penerbit Uji',
  parent: root,
  notBefore: NOT_BEFORE,
  notAfter: NOT_AFTER,
});
const KINDS: Readonly<Partial<Record<Holder, KeyKind>>> = {
  rsa: 'rsa-2048',
  ec256: 'ec-p256',
  ec384: 'ec-p384',
  ec521: 'ec-p521',
};
const holders = new Map<Holder, Issued>();
for (const holder of ['rsa', 'ec256', 'ec384', 'ec521', 'ed25519'] as const) {
  const kind = KINDS[holder];
  const keys = kind === undefined ? generateKeyPairSync('ed25519') : await generateKeys(kind);
  const subject = `Peserta ${holder}`;
  const options = { subject, notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  const certificate = intermediate.issueFor('bidder', keys.publicKey, options);
  holders.set(holder, { certificate, privateKey: keys.privateKey, chain: intermediate.chain });
  writeFileSync(path.join(work, `${holder}.key`), keys.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(path.join(work, `${holder}.pem`), encodePem('CERTIFICATE', certificate.der));
}
const issuers = [intermediate.certificate, root.certificate];
writeFileSync(path.join(work, 'chain.pem'), issuers.map((issuer) => encodePem('CERTIFICATE', issuer.der)).join(''));

function holderOf(holder: Holder): Issued {
  const found = holders.get(holder);
  if (found === undefined) throw new Error(holder);
  return found;
}

/** Notes a file that lies in the working folder, and copies it here. */
function keep(
  file: string,
  entry: Omit<Entry, 'file' | 'certificates' | 'chain'> & { holders: readonly Holder[]; chain?: number },
): void {
  const { holders: names, chain = 1, ...rest } = entry;
  const certificates = names.map((name) => holderOf(name).certificate.sha256);
  entries.push({ file, ...rest, certificates, chain: rest.refused === undefined ? chain : 0 });
  writeFileSync(path.join(here, file), readFileSync(path.join(work, file)));
}

const OPENSSL = run('openssl', 'version').split(' ').slice(0, 2).join(' ');

function openssl(
  file: string,
  algorithms: string,
  args: readonly string[],
  {
    holder = 'rsa',
    password = PASSWORD,
    inputs,
    refused,
  }: { holder?: Holder; password?: string; inputs?: readonly string[]; refused?: string } = {},
): void {
  const from = inputs ?? ['-inkey', `${holder}.key`, '-in', `${holder}.pem`, '-certfile', 'chain.pem'];
  run('openssl', 'pkcs12', '-export', ...from, '-name', NAME, '-passout', `pass:${password}`, '-out', file, ...args);
  const rest = refused === undefined ? { holders: [holder], friendlyName: NAME } : { holders: [], refused };
  keep(file, { producer: OPENSSL, algorithms, password, chain: inputs === undefined ? 1 : 0, ...rest });
}

const DEFAULT = 'PBES2 AES-256-CBC, PBKDF2-SHA-256 2048; MAC SHA-256 2048';
const triple = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
const aes = (bits: number) => ['-certpbe', `AES-${String(bits)}-CBC`, '-keypbe', `AES-${String(bits)}-CBC`];

openssl('openssl-rsa.p12', DEFAULT, []);
openssl('openssl-ec256.p12', DEFAULT, [], { holder: 'ec256' });
openssl('openssl-ec384.p12', DEFAULT, [], { holder: 'ec384' });
openssl('openssl-ec521.p12', DEFAULT, [], { holder: 'ec521' });
openssl('openssl-sha512-mac.p12', 'PBES2 AES-256-CBC; MAC SHA-512', ['-macalg', 'sha512']);
openssl('openssl-sha384-mac.p12', 'PBES2 AES-256-CBC; MAC SHA-384', ['-macalg', 'sha384'], { holder: 'ec256' });
openssl('openssl-certs-plain.p12', 'certificates not encrypted, key PBES2 AES-256-CBC', ['-certpbe', 'NONE']);
openssl('openssl-key-plain.p12', 'key not encrypted, certificates PBES2 AES-256-CBC', ['-keypbe', 'NONE'], {
  holder: 'ec256',
});
openssl('openssl-empty-password.p12', `${DEFAULT}; empty password as two zero octets`, [], { password: '' });
openssl('openssl-empty-password-3des.p12', '3DES, MAC SHA-1; empty password as two zero octets', triple, {
  password: '',
  holder: 'ec256',
});
openssl('openssl-legacy.p12', 'certificates RC2-40, key 3DES, PKCS#12 KDF SHA-1 2048; MAC SHA-1', ['-legacy']);
openssl('openssl-legacy-ec.p12', 'certificates RC2-40, key 3DES; MAC SHA-1', ['-legacy'], { holder: 'ec256' });
openssl('openssl-rc2-128.p12', 'certificates RC2-128, key 3DES; MAC SHA-1', [
  '-legacy',
  '-certpbe',
  'PBE-SHA1-RC2-128',
]);
openssl('openssl-2des.p12', 'two-key 3DES; MAC SHA-1', [
  '-legacy',
  '-certpbe',
  'PBE-SHA1-2DES',
  '-keypbe',
  'PBE-SHA1-2DES',
  '-macalg',
  'sha1',
]);
openssl('windows-3des-rsa.p12', '3DES, PKCS#12 KDF SHA-1 2000; MAC SHA-1: the form of Windows "TripleDES-SHA1"', [
  ...triple,
  '-iter',
  '2000',
]);
openssl('windows-3des-ec.p12', 'the same with an EC key', [...triple, '-iter', '2000'], { holder: 'ec256' });
openssl('windows-aes256-rsa.p12', 'PBES2 AES-256-CBC 2000; MAC SHA-256 2000: the form of Windows "AES256_SHA256"', [
  ...aes(256),
  '-macalg',
  'sha256',
  '-iter',
  '2000',
]);
openssl('windows-aes256-ec.p12', 'the same with an EC key', [...aes(256), '-macalg', 'sha256', '-iter', '2000'], {
  holder: 'ec256',
});
openssl('openssl-aes128.p12', 'PBES2 AES-128-CBC', aes(128));
openssl('openssl-aes192.p12', 'PBES2 AES-192-CBC', aes(192));
openssl('openssl-pbes2-3des.p12', 'PBES2 DES-EDE3-CBC', ['-certpbe', 'DES-EDE3-CBC', '-keypbe', 'DES-EDE3-CBC']);
openssl('openssl-one-iteration.p12', 'PBES2 AES-256-CBC, MAC SHA-256, one iteration (MacData without a count)', [
  '-noiter',
  '-nomaciter',
]);
openssl('openssl-no-mac.p12', 'PBES2 AES-256-CBC, no MAC', ['-nomac']);
openssl('openssl-no-mac-legacy.p12', 'RC2-40 and 3DES, no MAC', ['-legacy', '-nomac']);
openssl('openssl-nonascii.p12', DEFAULT, [], { password: 'sandi-ñ-€' });
openssl('openssl-nonascii-3des.p12', '3DES; MAC SHA-1', triple, { password: 'sandi-ñ-€', holder: 'ec256' });
openssl('openssl-surrogate-3des.p12', '3DES; MAC SHA-1; a password beyond the BMP', triple, {
  password: 'sandi-😀',
  holder: 'ec256',
});
openssl('openssl-alone.p12', `${DEFAULT}; no chain`, [], {
  inputs: ['-inkey', 'ec256.key', '-in', 'ec256.pem'],
  holder: 'ec256',
});
openssl('openssl-rc4.p12', 'certificates RC4-128', ['-legacy', '-certpbe', 'PBE-SHA1-RC4-128'], {
  refused: 'identity/unsupported',
});
openssl('openssl-ed25519.p12', 'an Ed25519 key', [], {
  inputs: ['-inkey', 'ed25519.key', '-in', 'ed25519.pem'],
  refused: 'identity/unsupported',
});
openssl('openssl-no-key.p12', 'certificates only', [], {
  inputs: ['-nokeys', '-in', 'rsa.pem', '-certfile', 'chain.pem'],
  refused: 'identity/no-key',
});
openssl('openssl-no-certificate.p12', 'a key only', [], {
  inputs: ['-nocerts', '-inkey', 'rsa.key'],
  refused: 'identity/no-key',
});

function keytool(file: string, algorithms: string, sources: readonly Holder[], options: readonly string[] = []): void {
  for (const holder of sources) {
    run(
      'keytool',
      ...options,
      '-importkeystore',
      '-noprompt',
      '-srckeystore',
      `${holder}-jdk.p12`,
      '-srcstorepass',
      PASSWORD,
      '-srcstoretype',
      'PKCS12',
      '-destkeystore',
      file,
      '-deststoretype',
      'PKCS12',
      '-deststorepass',
      PASSWORD,
    );
  }
  const name = sources[0] ?? '';
  keep(file, { producer: JDK, algorithms, password: PASSWORD, holders: sources, friendlyName: name });
}

const JDK = available('keytool') ? `keytool ${warnings('java', '-version').split('"')[1] ?? ''}`.trim() : '';
if (JDK === '') console.log('No keytool: its files are kept as they are, with their old entries.');
else {
  for (const holder of ['rsa', 'ec256', 'ec384'] as const) {
    run(
      'openssl',
      'pkcs12',
      '-export',
      '-inkey',
      `${holder}.key`,
      '-in',
      `${holder}.pem`,
      '-certfile',
      'chain.pem',
      '-name',
      holder,
      '-passout',
      `pass:${PASSWORD}`,
      '-out',
      `${holder}-jdk.p12`,
    );
  }
  keytool('keytool-rsa.p12', 'PBES2 AES-256-CBC, PBKDF2-SHA-256 10000; MAC SHA-256 10000', ['rsa']);
  keytool('keytool-ec.p12', 'PBES2 AES-256-CBC, PBKDF2-SHA-256 10000; MAC SHA-256 10000', ['ec256']);
  keytool('keytool-three.p12', 'three identities', ['rsa', 'ec256', 'ec384']);
  keytool('keytool-legacy.p12', 'RC2-40 and 3DES, 50000; MAC SHA-1', ['rsa'], ['-J-Dkeystore.pkcs12.legacy']);
}

function nss(file: string, algorithms: string, holder: Holder, options: readonly string[] = []): void {
  const db = `sql:${path.join(work, `nss-${holder}`)}`;
  if (!existsSync(path.join(work, `nss-${holder}`))) {
    run('mkdir', `nss-${holder}`);
    run('certutil', '-N', '-d', db, '--empty-password');
    run(
      'openssl',
      'pkcs12',
      '-export',
      '-inkey',
      `${holder}.key`,
      '-in',
      `${holder}.pem`,
      '-certfile',
      'chain.pem',
      '-name',
      NAME,
      '-passout',
      `pass:${PASSWORD}`,
      '-out',
      'nss.p12',
    );
    run('pk12util', '-i', 'nss.p12', '-d', db, '-W', PASSWORD, '-K', '');
  }
  run('pk12util', '-o', file, '-n', NAME, '-d', db, '-W', PASSWORD, '-K', '', ...options);
  keep(file, { producer: NSS, algorithms, password: PASSWORD, holders: [holder], friendlyName: NAME });
}

const NSS = available('pk12util') && available('certutil') ? 'pk12util (NSS)' : '';
if (NSS === '') console.log('No pk12util: its files are kept as they are, with their old entries.');
else {
  nss('nss-rsa.p12', 'PBES2 AES-256-CBC, PBKDF2-SHA-256 600000; MAC SHA-256 600000', 'rsa');
  nss('nss-ec.p12', 'the same with an EC key', 'ec256');
  nss('nss-legacy.p12', 'RC2-40 and 3DES, 600000; MAC SHA-1', 'rsa', [
    '-c',
    'PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC',
    '-C',
    'PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC',
    '-M',
    'SHA-1',
  ]);
}

async function own(file: string, holder: Holder, mac: 'pkcs12' | 'pbmac1', algorithms: string): Promise<void> {
  const { certificate, privateKey } = holderOf(holder);
  const passphrase = Secret.fromText(PASSWORD);
  const options = { passphrase, iterations: 2048, mac, friendlyName: NAME };
  writeFileSync(path.join(work, file), await encodePkcs12({ certificate, privateKey, chain: issuers, ...options }));
  keep(file, {
    producer: 'crypto/pkcs12/write-pkcs12.ts',
    algorithms,
    password: PASSWORD,
    holders: [holder],
    friendlyName: NAME,
  });
}
await own('segel-rsa.p12', 'rsa', 'pkcs12', DEFAULT);
await own('segel-ec.p12', 'ec256', 'pkcs12', DEFAULT);
await own('segel-pbmac1-rsa.p12', 'rsa', 'pbmac1', 'PBES2 AES-256-CBC; PBMAC1 with PBKDF2-SHA-256 (RFC 9579)');
await own('segel-pbmac1-ec.p12', 'ec384', 'pbmac1', 'PBES2 AES-256-CBC; PBMAC1 with PBKDF2-SHA-256 (RFC 9579)');

/** Replaces the MAC of an OpenSSL file by one over the other form of the empty passphrase. */
async function emptyAsNothing(): Promise<void> {
  const file = 'segel-empty-as-nothing.p12';
  const pfx = new DerCursor(parseBer(readFileSync(path.join(work, 'openssl-empty-password.p12'))));
  const version = pfx.next();
  const authSafe = pfx.next();
  const info = new DerCursor(authSafe);
  info.next(0x06);
  const content = readOctets(readExplicit(info.next(0xa0)));
  const nothing = Buffer.alloc(0);
  const mac = await buildMac(content, { utf8: nothing, bmp: nothing }, { kind: 'pkcs12', iterations: 2048 });
  writeFileSync(path.join(work, file), sequence(version.bytes, authSafe.bytes, mac));
  keep(file, {
    producer: `${OPENSSL}, MAC by crypto/pkcs12`,
    algorithms: `${DEFAULT}; empty password as no octets`,
    password: '',
    holders: ['rsa'],
    friendlyName: NAME,
  });
}
await emptyAsNothing();

writeFileSync(path.join(work, 'not-a-p12.p12'), randomBytes(600));
keep('not-a-p12.p12', {
  producer: 'random octets',
  algorithms: 'none',
  password: PASSWORD,
  holders: [],
  refused: 'identity/malformed',
});

writeCorpus();
rmSync(work, { recursive: true, force: true });

/** Entries of a producer that is not here are taken over from the last run. */
function writeCorpus(): void {
  const index = path.join(here, 'corpus.json');
  const before = existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as Entry[]) : [];
  const kept = before.filter(({ file }) => !entries.some((entry) => entry.file === file));
  const all = [...entries, ...kept];
  writeFileSync(index, `${JSON.stringify(all, null, 1)}\n`);
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = all.map(
    ({ file, producer, algorithms, password, refused }) =>
      `| \`${file}\` | ${cell(producer)} | ${cell(algorithms)} | ${password === '' ? '(empty)' : `\`${password}\``} | ${refused ?? 'opens'} |`,
  );
  const readme = path.join(here, 'README.md');
  const [head = ''] = readFileSync(readme, 'utf8').split('\n| File ');
  const table = ['| File | Producer | Algorithms | Password | Expected |', '| --- | --- | --- | --- | --- |', ...rows];
  writeFileSync(readme, `${head}\n${table.join('\n')}\n`);
}
