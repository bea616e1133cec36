// Certificates of the demo people and their .p12 files in `<dir>/identities`: what an AMS would have issued to each of them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { softwareSigningKey, type SigningKey } from '../../../crypto/keys.ts';
import { readPkcs12 } from '../../../crypto/pkcs12/read-pkcs12.ts';
import { encodePkcs12 } from '../../../crypto/pkcs12/write-pkcs12.ts';
import { Secret } from '../../../crypto/secret.ts';
import { generateKeys } from '../../pki/keys.ts';
import type { CertificateService, PersonProfile } from '../context.ts';
import { DEMO_PASSPHRASE, DEMO_PEOPLE, type DemoIdentity, type DemoPerson } from './people.ts';

/** Far fewer than a real file has: these passphrases are printed in the README. */
const DEMO_ITERATIONS = 2048;

const FILE_SUFFIX: Readonly<Record<PersonProfile, string>> = {
  bidder: '',
  'member-signing': '-tanda-tangan',
  'member-encryption': '-enkripsi',
  'auditor-encryption': '-enkripsi',
};

export interface DemoIdentityFile {
  readonly userId: string;
  readonly profile: PersonProfile;
  readonly path: string;
  readonly passphrase: string;
}

export function identitiesFolder(dir: string): string {
  return join(dir, 'identities');
}

export function identityFile(dir: string, userId: string, profile: PersonProfile): string {
  return join(identitiesFolder(dir), `${userId}${FILE_SUFFIX[profile]}.p12`);
}

/** Issues and writes those that are missing. */
export async function writeDemoIdentities(dir: string, ams: CertificateService): Promise<void> {
  mkdirSync(identitiesFolder(dir), { recursive: true, mode: 0o700 });
  for (const person of DEMO_PEOPLE) {
    for (const identity of person.identities) await writeIdentity(dir, ams, { person, identity });
  }
  const list = demoIdentityFiles(dir);
  writeFileSync(join(identitiesFolder(dir), 'identities.json'), `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
}

export function demoIdentityFiles(dir: string): DemoIdentityFile[] {
  return DEMO_PEOPLE.flatMap(({ userId, identities }) =>
    identities.map(({ profile }) => ({
      userId,
      profile,
      path: identityFile(dir, userId, profile),
      passphrase: DEMO_PASSPHRASE,
    })),
  );
}

/** The signing key of a demo person, from its file; null for those who enrol themselves. */
export async function demoSigningKey(dir: string, accountId: string): Promise<SigningKey | null> {
  const person = DEMO_PEOPLE.find((one) => one.accountId === accountId);
  const signing = person?.identities.find(({ profile }) => profile === 'member-signing' || profile === 'bidder');
  if (person === undefined || signing === undefined) return null;
  const passphrase = Secret.fromText(DEMO_PASSPHRASE);
  const [identity] = await readPkcs12(readFileSync(identityFile(dir, person.userId, signing.profile)), passphrase);
  return identity === undefined ? null : softwareSigningKey(identity.privateKey, identity.certificate, identity.chain);
}

async function writeIdentity(
  dir: string,
  ams: CertificateService,
  { person, identity }: { readonly person: DemoPerson; readonly identity: DemoIdentity },
): Promise<void> {
  const path = identityFile(dir, person.userId, identity.profile);
  if (existsSync(path)) return;
  const { publicKey, privateKey } = await generateKeys(identity.key);
  const { certificate } = ams.issue(person.accountId, identity.profile, publicKey);
  const p12 = await encodePkcs12({
    privateKey,
    certificate,
    chain: ams.chain,
    friendlyName: `${person.name} (${identity.profile})`,
    passphrase: Secret.fromText(DEMO_PASSPHRASE),
    iterations: DEMO_ITERATIONS,
  });
  writeFileSync(path, p12, { mode: 0o600 });
}
