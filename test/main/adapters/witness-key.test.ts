// The witness's key on the disk: under a passphrase unless a keychain has it, in clear only when somebody asked for that.
import { createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretStore } from '../../../app/ports/secret-store.ts';
import { Secret } from '../../../crypto/secret.ts';
import { noSecretStore } from '../../../main/adapters/no-secret-store.ts';
import { loadOrMakeWitnessKey, type WitnessKey } from '../../../main/adapters/witness-key.ts';

const PASSPHRASE = 'saksi yang berhati-hati';
let folder: string;
const asked: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segel-witness-'));
  asked.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

function load(plain: boolean, secrets: SecretStore = noSecretStore, answers: readonly string[] = [PASSPHRASE]) {
  const left = [...answers];
  const prompt = {
    ask: ({ purpose }: { readonly purpose: string }) => {
      asked.push(purpose);
      return Promise.resolve(Secret.fromText(left.shift() ?? 'salah sekali lagi'));
    },
  };
  return loadOrMakeWitnessKey({ folder, secrets, prompt, label: 'saksi' }, plain);
}

function publicOf({ privateKey }: WitnessKey): string {
  return createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString();
}

function stored(): { readonly protection: string; readonly key: string } {
  // Written by the adapter under test.
  return JSON.parse(readFileSync(join(folder, 'witness-key.json'), 'utf8')) as never;
}

/** A keychain in memory: the real ones need a session of a person. */
function keychain(): SecretStore {
  const kept = new Map<string, Buffer>();
  return {
    backend: 'test',
    get: (name) => Promise.resolve(kept.has(name) ? Secret.take(Buffer.from(kept.get(name) ?? '')) : null),
    set: (name, secret) => Promise.resolve(Boolean(kept.set(name, Buffer.from(secret.bytes)))),
    delete: (name) => Promise.resolve(void kept.delete(name)),
  };
}

describe('the key of a witness', () => {
  it('is made once, under the passphrase that somebody chose', async () => {
    const made = await load(false);
    expect(made.protection).toBe('passphrase');
    expect(publicOf(await load(false))).toBe(publicOf(made));
    expect(asked).toEqual(['choose-new', 'unlock']);
    expect(statSync(join(folder, 'witness-key.json')).mode & 0o777).toBe(0o600);
    // EncryptedPrivateKeyInfo with PBES2: nothing of the key in clear.
    const der = Buffer.from(stored().key, 'base64');
    expect(der.includes(made.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32))).toBe(false);
  });

  it('stays closed for a wrong passphrase, however often', async () => {
    await load(false);
    await expect(load(false, noSecretStore, ['salah'])).rejects.toMatchObject({ code: 'identity/wrong-passphrase' });
    expect(asked).toEqual(['choose-new', 'unlock', 'unlock', 'unlock']);
    expect((await load(false, noSecretStore, ['salah', PASSPHRASE])).protection).toBe('passphrase');
  });

  it('asks nobody where a keychain has its passphrase, and is locked without it', async () => {
    const secrets = keychain();
    const made = await load(false, secrets);
    expect(made.protection).toBe('keychain');
    expect(publicOf(await load(false, secrets))).toBe(publicOf(made));
    expect(asked).toEqual([]);
    await expect(load(false)).rejects.toMatchObject({ code: 'device/key-locked' });
  });

  it('is not left in clear by a keychain that does not keep what it took', async () => {
    const forgetful = { ...keychain(), set: () => Promise.resolve(false) };
    expect((await load(false, forgetful)).protection).toBe('passphrase');
  });

  it('lies in clear only when somebody asked for it', async () => {
    const made = await load(true);
    expect(made.protection).toBe('file');
    expect(asked).toEqual([]);
    expect(publicOf(await load(false))).toBe(publicOf(made));
  });
});
