// The IdentityStore port over a folder of one profile (identity-files.ts). Imported .p12 files stay as they are; keys made here
// are asked for with a PKCS#10 request and wait for their certificate.
import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { IdentityStore, PendingKey, RequestedSubject, StoredIdentity } from '../../app/ports/identity-store.ts';
import type { CertificateProfile } from '../../app/protocol/ams.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { softwareDecryptionKey, softwareSigningKey, type DecryptionKey, type SigningKey } from '../../crypto/keys.ts';
import { encodePkcs12 } from '../../crypto/pkcs12/write-pkcs12.ts';
import type { Secret } from '../../crypto/secret.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { encodeCsr } from '../../crypto/x509/csr.ts';
import { encodeName, shortName } from '../../crypto/x509/distinguished-name.ts';
import * as files from './identity-files.ts';
import { makePrivateFolder, readBounded, removeFile, writePrivateFile, writePrivateJson } from './private-files.ts';
import { readPkcs12File } from './read-pkcs12-file.ts';
import { KeyUnlocker, type UnlockNeeds } from './unlock-identity.ts';

const MAX_KEY_BYTES = 4 << 20;
const makeKeyPair = promisify(generateKeyPair);

export class Pkcs12IdentityStore implements IdentityStore {
  readonly #folder: string;
  readonly #unlocker: KeyUnlocker;

  constructor(folder: string, needs: UnlockNeeds) {
    this.#folder = folder;
    this.#unlocker = new KeyUnlocker(needs);
  }

  async list(): Promise<readonly StoredIdentity[]> {
    return (await files.readFacts(this.#folder, '.identity.json', files.IdentityFacts)).map(files.toIdentity);
  }

  async load(identityId: string): Promise<StoredIdentity> {
    return files.toIdentity(await this.#facts(identityId));
  }

  async importPkcs12(bytes: Uint8Array, passphrase: Secret): Promise<readonly StoredIdentity[]> {
    const found = await readPkcs12File(bytes, passphrase);
    const keyFile = `${sha256Hex(bytes)}.p12`;
    await makePrivateFolder(this.#folder);
    await writePrivateFile(join(this.#folder, keyFile), bytes);
    const all = found.map(({ certificate, chain, friendlyName }) =>
      files.toFacts({ certificate, chain, label: labelOf(certificate, friendlyName) }, { source: 'pkcs12', keyFile }),
    );
    return Promise.all(all.map((facts) => this.#keep(facts)));
  }

  async unlockSigning(identityId: string): Promise<SigningKey> {
    const { certificate, chain } = await this.load(identityId);
    return softwareSigningKey(await this.#unlock(identityId), certificate, chain);
  }

  async unlockDecryption(identityId: string): Promise<DecryptionKey> {
    const { certificate } = await this.load(identityId);
    return softwareDecryptionKey(await this.#unlock(identityId), certificate);
  }

  async createKey(
    profile: CertificateProfile,
    subject: RequestedSubject,
    passphrase: Secret,
  ): Promise<{ readonly key: PendingKey; readonly csrDer: Uint8Array }> {
    const { privateKey, publicKey } = await makeKeyFor(profile);
    const csrDer = await encodeCsr({ subjectDer: subjectName(subject), publicKey }, (data) =>
      Promise.resolve(sign('sha256', data, privateKey)),
    );
    const keyId = keyIdOf(publicKey);
    await makePrivateFolder(this.#folder);
    await writePrivateFile(join(this.#folder, `${keyId}.key`), await files.encryptKey(privateKey, passphrase));
    const key: PendingKey = { keyId, profile, enrolmentId: null, createdAt: new Date().toISOString() };
    await this.#keepPending(key);
    return { key, csrDer };
  }

  async pendingKeys(): Promise<readonly PendingKey[]> {
    return (await files.readFacts(this.#folder, '.pending.json', files.PendingFacts)).map(files.toPendingKey);
  }

  async bindEnrolment(keyId: string, enrolmentId: string): Promise<void> {
    await this.#keepPending({ ...(await this.#pending(keyId)), enrolmentId });
  }

  async completeKey(keyId: string, certificate: Certificate, chain: readonly Certificate[]): Promise<StoredIdentity> {
    await this.#pending(keyId);
    if (keyIdOf(certificate.publicKey()) !== keyId) throw new CodedError('identity/no-key');
    const label = labelOf(certificate, null);
    const identity = await this.#keep(
      files.toFacts({ certificate, chain, label }, { source: 'enrolled', keyFile: `${keyId}.key` }),
    );
    await removeFile(this.#pendingPath(keyId));
    return identity;
  }

  async exportPkcs12(identityId: string, passphrase: Secret): Promise<Buffer> {
    const { certificate, chain, label: friendlyName } = await this.load(identityId);
    const privateKey = await this.#open(await this.#facts(identityId), passphrase);
    return encodePkcs12({ privateKey, certificate, chain, friendlyName, passphrase });
  }

  async remove(identityId: string): Promise<void> {
    const { keyFile } = await this.#facts(identityId);
    await removeFile(this.#identityPath(identityId));
    await this.#unlocker.forget(identityId);
    const others = await files.readFacts(this.#folder, '.identity.json', files.IdentityFacts);
    if (!others.some((facts) => facts.keyFile === keyFile)) await removeFile(join(this.#folder, keyFile));
  }

  async #unlock(identityId: string): Promise<KeyObject> {
    const facts = await this.#facts(identityId);
    return this.#unlocker.unlock({ identityId, label: facts.label }, (passphrase) => this.#open(facts, passphrase));
  }

  async #open({ keyFile, certificate }: files.IdentityFacts, passphrase: Secret): Promise<KeyObject> {
    const bytes = await readBounded(join(this.#folder, keyFile), MAX_KEY_BYTES);
    if (bytes === null) throw new CodedError('identity/not-found');
    if (keyFile.endsWith('.key')) return files.decryptKey(bytes, passphrase);
    const entries = await readPkcs12File(bytes, passphrase);
    const wanted = Buffer.from(certificate, 'base64');
    const entry = entries.find((one) => Buffer.compare(one.certificate.der, wanted) === 0);
    if (entry === undefined) throw new CodedError('identity/no-key');
    return entry.privateKey;
  }

  async #keep(facts: files.IdentityFacts): Promise<StoredIdentity> {
    const identity = files.toIdentity(facts);
    await writePrivateJson(this.#identityPath(identity.identityId), facts);
    return identity;
  }

  async #keepPending(key: PendingKey): Promise<void> {
    const facts: files.PendingFacts = { format: 'segel-pending-key/1', ...key };
    await writePrivateJson(this.#pendingPath(key.keyId), facts);
  }

  async #pending(keyId: string): Promise<PendingKey> {
    return files.toPendingKey(await files.readOneFacts(this.#pendingPath(keyId), files.PendingFacts));
  }

  #facts(identityId: string): Promise<files.IdentityFacts> {
    return files.readOneFacts(this.#identityPath(identityId), files.IdentityFacts);
  }

  #identityPath(identityId: string): string {
    return join(this.#folder, `${requireDigest(identityId)}.identity.json`);
  }

  #pendingPath(keyId: string): string {
    return join(this.#folder, `${requireDigest(keyId)}.pending.json`);
  }
}

/** Ids come from the command line and the screen; they become file names. */
function requireDigest(id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new CodedError('identity/not-found');
  return id;
}

function keyIdOf(publicKey: KeyObject): string {
  return sha256Hex(publicKey.export({ format: 'der', type: 'spki' }));
}

function makeKeyFor(profile: CertificateProfile): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  const encrypts = profile === 'member-encryption' || profile === 'auditor-encryption';
  return encrypts ? makeKeyPair('rsa', { modulusLength: 3072 }) : makeKeyPair('ec', { namedCurve: 'P-256' });
}

function subjectName({ commonName, organisation, serialNumber }: RequestedSubject): Buffer {
  return encodeName([
    { type: 'C', value: 'ID' },
    { type: 'O', value: organisation },
    ...(serialNumber === null ? [] : [{ type: 'serialNumber' as const, value: serialNumber }]),
    { type: 'CN', value: commonName },
  ]);
}

function labelOf(certificate: Certificate, friendlyName: string | null): string {
  const name = friendlyName ?? shortName(certificate.subject);
  return name.slice(0, 300);
}
