// The witness's own key: a random passphrase in the keychain where the user opted into one, else a passphrase that somebody types;
// a plain file (0600) only when asked for. Whoever has this key can vouch for a false log in the witness's name.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { PassphrasePrompt } from '../../app/ports/passphrase-prompt.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { octetString, sequence } from '../../crypto/asn1/der-writer.ts';
import { encryptPbes2 } from '../../crypto/pkcs12/pbes2.ts';
import { withWiped, type Secret } from '../../crypto/secret.ts';
import { keepKey, openKeptKey, parseKeyFile } from './kept-key.ts';
import { createPrivateJson, makePrivateFolder, readBounded } from './private-files.ts';

const ENTRY = 'witness-key';
const ITERATIONS = 600_000;
const ATTEMPTS = 3;

const StoredKey = z.strictObject({
  format: z.literal('segel-witness-key/1'),
  protection: z.enum(['passphrase', 'keychain', 'file']),
  /** PKCS#8: PrivateKeyInfo for `file`, else EncryptedPrivateKeyInfo. */
  key: z.base64(),
});
type StoredKey = z.infer<typeof StoredKey>;

export interface WitnessKeyNeeds {
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly prompt: PassphrasePrompt;
  /** Named in the question. */
  readonly label: string;
}

export interface WitnessKey {
  readonly privateKey: KeyObject;
  /** `file`: whoever reads this user's files has it. */
  readonly protection: StoredKey['protection'];
}

/**
 * Made on first use.
 * @param plain - a new key lies in a file without a passphrase
 * @throws identity/wrong-passphrase, device/key-locked, device/key-damaged, cli/passphrase-*, storage/*
 */
export async function loadOrMakeWitnessKey(needs: WitnessKeyNeeds, plain: boolean): Promise<WitnessKey> {
  const path = join(needs.folder, 'witness-key.json');
  const bytes = await readBounded(path, 1 << 16);
  if (bytes !== null) return open(needs, parseKeyFile(StoredKey, bytes));
  const { privateKey } = generateKeyPairSync('ed25519');
  const stored = await protect(needs, privateKey, plain);
  await makePrivateFolder(needs.folder);
  // Two witnesses may start for the first time at once: the key that was written first is the one.
  if (!(await createPrivateJson(path, stored))) return loadOrMakeWitnessKey(needs, plain);
  return { privateKey, protection: stored.protection };
}

async function protect(
  { secrets, prompt, label }: WitnessKeyNeeds,
  key: KeyObject,
  plain: boolean,
): Promise<StoredKey> {
  const format = 'segel-witness-key/1';
  if (plain)
    return { format, protection: 'file', key: key.export({ format: 'der', type: 'pkcs8' }).toString('base64') };
  if (secrets.backend !== null) {
    const kept = await keepKey(key, secrets, ENTRY);
    // A keychain that did not keep it leaves the key in clear, which nobody asked for.
    if (kept.protection === 'keychain') return { format, protection: 'keychain', key: kept.key };
  }
  const passphrase = await prompt.ask({ purpose: 'choose-new', label, attempt: 1 });
  try {
    const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
    const { algorithm, ciphertext } = await withWiped(pkcs8, () => encryptPbes2(pkcs8, passphrase.bytes, ITERATIONS));
    const der = sequence(algorithm, octetString(ciphertext));
    return { format, protection: 'passphrase', key: der.toString('base64') };
  } finally {
    passphrase.wipe();
  }
}

async function open({ secrets, prompt, label }: WitnessKeyNeeds, stored: StoredKey): Promise<WitnessKey> {
  const { protection, key } = stored;
  if (protection !== 'passphrase')
    return { protection, privateKey: await openKeptKey({ protection, key }, secrets, ENTRY) };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const passphrase = await prompt.ask({ purpose: 'unlock', label, attempt });
    const privateKey = tryPassphrase(Buffer.from(key, 'base64'), passphrase);
    if (privateKey !== null) return { privateKey, protection };
  }
  throw new CodedError('identity/wrong-passphrase');
}

function tryPassphrase(key: Buffer, passphrase: Secret): KeyObject | null {
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase: passphrase.bytes });
  } catch {
    return null;
  } finally {
    passphrase.wipe();
  }
}
