// Certificates with keys in a profile: imported unchanged, made here and never in the open, unlocked by asking.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PassphraseQuestion } from '../../../app/ports/passphrase-prompt.ts';
import type { SecretStore } from '../../../app/ports/secret-store.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { encodePkcs12 } from '../../../crypto/pkcs12/write-pkcs12.ts';
import { Secret } from '../../../crypto/secret.ts';
import { parseCsr } from '../../../crypto/x509/csr.ts';
import { CallPassphrase } from '../../../main/ipc/call-passphrase.ts';
import { noSecretStore } from '../../../main/adapters/no-secret-store.ts';
import { Pkcs12IdentityStore } from '../../../main/adapters/pkcs12-identity-store.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { memorySecretStore } from '../../doubles/secret-store.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const GOOD = 'kata sandi yang benar';
const secret = (text: string) => Secret.fromText(text);
let ams: Authority;
let issued: Issued;
let p12: Buffer;
beforeAll(async () => {
  ams = await createAuthority({ subject: 'AMS' });
  issued = await ams.issue('bidder', { subject: 'Ratna' });
  p12 = await encodePkcs12({ ...issued, friendlyName: 'Ratna (uji)', passphrase: secret(GOOD), iterations: 2048 });
});

function open(answers: readonly string[], secrets: SecretStore = noSecretStore) {
  const asked: PassphraseQuestion[] = [];
  const left = [...answers];
  const prompt = {
    ask: (question: PassphraseQuestion) => {
      asked.push(question);
      return Promise.resolve(secret(left.shift() ?? ''));
    },
  };
  return { store: new Pkcs12IdentityStore(at('identities'), { prompt, secrets }), asked };
}

describe('Pkcs12IdentityStore', () => {
  it('keeps an imported file byte for byte and lists its facts without asking', async () => {
    const { store, asked } = open([]);
    const [identity] = await store.importPkcs12(p12, secret(GOOD));
    expect(identity).toMatchObject({ identityId: issued.certificate.sha256, label: 'Ratna (uji)', source: 'pkcs12' });
    expect((await readFile(at('identities', `${sha256Hex(p12)}.p12`))).equals(p12)).toBe(true);
    expect((await open([]).store.list()).map(({ identityId }) => identityId)).toEqual([issued.certificate.sha256]);
    expect(asked).toEqual([]);
  });

  it('stores nothing of a file that its passphrase does not open, or that is none', async () => {
    const { store } = open([]);
    expect(await anyCode(store.importPkcs12(p12, secret('salah')))).toBe('identity/wrong-passphrase');
    expect(await anyCode(store.importPkcs12(Buffer.from('bukan p12'), secret(GOOD)))).toBe('identity/malformed');
    expect(await readdir(at())).toEqual([]);
  });

  it('signs after asking once, and asks again after a wrong answer, three times at most', async () => {
    const { store, asked } = open(['salah', GOOD]);
    await store.importPkcs12(p12, secret(GOOD));
    const key = await store.unlockSigning(issued.certificate.sha256);
    const data = Buffer.from('data');
    expect(verify('sha256', data, issued.certificate.publicKey(), await key.sign(data))).toBe(true);
    await store.unlockSigning(issued.certificate.sha256);
    expect(asked.map(({ attempt }) => attempt)).toEqual([1, 2]);
    const stubborn = open(['a', 'b', 'c', GOOD]);
    expect(await anyCode(stubborn.store.unlockSigning(issued.certificate.sha256))).toBe('identity/wrong-passphrase');
    expect(stubborn.asked).toHaveLength(3);
  });

  it('refuses a wrong passphrase that came with an act while the key is still open', async () => {
    const prompt = new CallPassphrase();
    const secrets = memorySecretStore();
    const store = new Pkcs12IdentityStore(at('identities'), { prompt, secrets });
    await store.importPkcs12(p12, secret(GOOD));
    const unlock = (): Promise<unknown> => store.unlockSigning(issued.certificate.sha256);
    await prompt.with(GOOD, unlock);
    // Going on with what was signed for needs no passphrase; the keychain holds it, too.
    await prompt.with(null, unlock);
    expect(await anyCode(prompt.with('salah', unlock))).toBe('identity/wrong-passphrase');
    await prompt.with(GOOD, unlock);
  });

  it('derives a key once for all bids of one act', async () => {
    const prompt = new CallPassphrase();
    let asked = 0;
    const counting = {
      ask: (question: PassphraseQuestion) => {
        asked += 1;
        return prompt.ask(question);
      },
      offered: () => prompt.offered(),
    };
    const store = new Pkcs12IdentityStore(at('identities'), { prompt: counting, secrets: noSecretStore });
    await store.importPkcs12(p12, secret(GOOD));
    await prompt.with(GOOD, async () => {
      for (let bid = 0; bid < 5; bid++) await store.unlockSigning(issued.certificate.sha256);
    });
    expect(asked).toBe(1);
  });

  it('uses the keychain of those who opted in, and asks when its answer is stale', async () => {
    const secrets = memorySecretStore();
    const first = open([GOOD], secrets);
    await first.store.importPkcs12(p12, secret(GOOD));
    await first.store.unlockSigning(issued.certificate.sha256);
    const second = open([], secrets);
    await second.store.unlockSigning(issued.certificate.sha256);
    expect(second.asked).toEqual([]);
    await secrets.set(`identity-${issued.certificate.sha256}`, secret('lama'));
    const third = open([GOOD], secrets);
    await third.store.unlockSigning(issued.certificate.sha256);
    expect(third.asked).toHaveLength(1);
  });

  it('makes a key here whose request proves possession, and joins the certificate to it', async () => {
    const { store } = open([GOOD]);
    const subject = { commonName: 'Rina', organisation: 'UKPBJ', serialNumber: null };
    const { key, csrDer } = await store.createKey('member-signing', subject, secret(GOOD));
    const csr = parseCsr(csrDer);
    await store.bindEnrolment(key.keyId, 'e1');
    expect(await store.pendingKeys()).toMatchObject([
      { keyId: key.keyId, profile: 'member-signing', enrolmentId: 'e1' },
    ]);
    const certificate = ams.issueFor('member-sign', csr.publicKey, { subject: 'Rina' });
    const identity = await store.completeKey(key.keyId, certificate, []);
    expect(await store.pendingKeys()).toEqual([]);
    const signing = await store.unlockSigning(identity.identityId);
    const signature = await signing.sign(Buffer.from('x'));
    expect(verify('sha256', Buffer.from('x'), csr.publicKey, signature)).toBe(true);
    for (const name of await readdir(at('identities')))
      expect((await readFile(at('identities', name))).includes('PRIVATE KEY')).toBe(false);
  });

  it("refuses a certificate for another's key", async () => {
    const { store } = open([]);
    const subject = { commonName: 'Rina', organisation: 'UKPBJ', serialNumber: '1' };
    const { key } = await store.createKey('bidder', subject, secret(GOOD));
    expect(await anyCode(store.completeKey(key.keyId, issued.certificate, []))).toBe('identity/no-key');
    expect(await anyCode(store.completeKey('f'.repeat(64), issued.certificate, []))).toBe('identity/not-found');
  });

  it('writes a .p12 that it reads itself, only with the right passphrase', async () => {
    const { store } = open([]);
    await store.importPkcs12(p12, secret(GOOD));
    const id = issued.certificate.sha256;
    expect(await anyCode(store.exportPkcs12(id, secret('salah')))).toBe('identity/wrong-passphrase');
    const exported = await store.exportPkcs12(id, secret(GOOD));
    const other = new Pkcs12IdentityStore(at('lain'), {
      prompt: { ask: () => Promise.reject(new Error()) },
      secrets: noSecretStore,
    });
    expect((await other.importPkcs12(exported, secret(GOOD)))[0]?.identityId).toBe(id);
  });

  it('removes the key with the last certificate that uses it', async () => {
    const { store } = open([]);
    await store.importPkcs12(p12, secret(GOOD));
    await store.remove(issued.certificate.sha256);
    expect(await readdir(at('identities'))).toEqual([]);
    expect(await anyCode(store.load(issued.certificate.sha256))).toBe('identity/not-found');
    expect(await anyCode(store.load('../../etc/passwd'))).toBe('identity/not-found');
  });

  it('says malformed for facts that somebody edited', async () => {
    const { store } = open([]);
    await store.importPkcs12(p12, secret(GOOD));
    await writeFile(at('identities', `${issued.certificate.sha256}.identity.json`), '{}');
    expect(await anyCode(store.load(issued.certificate.sha256))).toBe('identity/malformed');
  });
});
