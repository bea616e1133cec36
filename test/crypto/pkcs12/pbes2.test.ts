import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DerCursor, parseDer, type DerNode } from '../../../crypto/asn1/der-reader.ts';
import { octetString, sequence } from '../../../crypto/asn1/der-writer.ts';
import { decryptPbes2, encryptPbes2 } from '../../../crypto/pkcs12/pbes2.ts';
import { WorkBudget } from '../../../crypto/pkcs12/work-budget.ts';
import { codeOfAsync } from '../../doubles/crypto-code.ts';

const passphrase = Buffer.from('rahasia-ñ');
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PKCS8 = privateKey.export({ format: 'der', type: 'pkcs8' });

function parametersOf(algorithm: Uint8Array): DerNode {
  const cursor = new DerCursor(parseDer(algorithm));
  cursor.next();
  return cursor.next();
}

describe('encryptPbes2', () => {
  it('makes what decryptPbes2 opens', async () => {
    const { algorithm, ciphertext } = await encryptPbes2(PKCS8, passphrase, 10);
    const budget = new WorkBudget(10);
    expect(await decryptPbes2(parametersOf(algorithm), ciphertext, passphrase, budget)).toEqual(PKCS8);
    expect(budget.spent).toBe(10);
  });

  it("makes what Node's own reader opens", async () => {
    const { algorithm, ciphertext } = await encryptPbes2(PKCS8, passphrase, 10);
    const key = sequence(algorithm, octetString(ciphertext));
    const opened = createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase });
    expect(opened.export({ format: 'der', type: 'pkcs8' })).toEqual(PKCS8);
  });

  it('uses a fresh salt and IV each time', async () => {
    const [a, b] = await Promise.all([encryptPbes2(PKCS8, passphrase, 1), encryptPbes2(PKCS8, passphrase, 1)]);
    expect(a.algorithm).not.toEqual(b.algorithm);
    expect(a.ciphertext).not.toEqual(b.ciphertext);
  });
});

describe('decryptPbes2', () => {
  it.each(['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des-ede3-cbc'])("opens Node's %s", async (cipher) => {
    const der = privateKey.export({ format: 'der', type: 'pkcs8', cipher, passphrase: 'rahasia-ñ' });
    const cursor = new DerCursor(parseDer(der));
    const parameters = parametersOf(cursor.next().bytes);
    expect(await decryptPbes2(parameters, cursor.next().content, passphrase, new WorkBudget())).toEqual(PKCS8);
  });

  it('refuses a ciphertext that is no multiple of the block, or empty', async () => {
    const { algorithm, ciphertext } = await encryptPbes2(PKCS8, passphrase, 1);
    for (const cut of [ciphertext.subarray(1), ciphertext.subarray(0, 0)]) {
      const result = decryptPbes2(parametersOf(algorithm), cut, passphrase, new WorkBudget());
      expect(await codeOfAsync(result)).toBe('identity/wrong-passphrase');
    }
  });
});
