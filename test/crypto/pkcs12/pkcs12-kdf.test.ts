import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bmpPassword, derivePkcs12, PURPOSE, type Pkcs12Derivation } from '../../../crypto/pkcs12/pkcs12-kdf.ts';
import { WorkBudget } from '../../../crypto/pkcs12/work-budget.ts';
import { codeOf, codeOfAsync } from '../../doubles/crypto-code.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const derive = (password: string, derivation: Pkcs12Derivation, budget = new WorkBudget()) =>
  derivePkcs12(bmpPassword(Buffer.from(password)), derivation, budget);

describe('derivePkcs12', () => {
  // The vectors that implementations have passed around since PKCS#12 v1 (OpenSSL's evppbe_pkcs12.txt has them).
  it.each([
    ['smeg', 'key', '0a58cf64530d823f', 1, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['smeg', 'iv', '0a58cf64530d823f', 1, '79993dfe048d3b76'],
    ['smeg', 'mac', '3d83c0e4546ac140', 1, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['queeg', 'key', '05dec959acff72f7', 1000, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
    ['queeg', 'iv', '05dec959acff72f7', 1000, '11dedad7758d4860'],
  ] as const)('%s, %s, salt %s, %i iterations', async (password, purpose, salt, iterations, expected) => {
    const length = expected.length / 2;
    const derivation = { hash: 'sha1', purpose: PURPOSE[purpose], salt: hex(salt), iterations, length } as const;
    expect((await derive(password, derivation)).toString('hex')).toBe(expected);
  });

  const hashes = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
  it.runIf(HAS_OPENSSL).each(hashes)('equals openssl kdf for %s (skipped without openssl 3)', async (hash) => {
    for (const length of [8, 32, 150]) {
      const salt = randomBytes(1 + (length % 80));
      const derived = await derive('sandi-ñ-€-😀', { hash, purpose: PURPOSE.mac, salt, iterations: 7, length });
      const options = [`digest:${hash}`, `hexpass:${bmpPassword(Buffer.from('sandi-ñ-€-😀')).toString('hex')}`];
      options.push(`hexsalt:${salt.toString('hex')}`, 'iter:7', 'id:3');
      const kdfopts = options.flatMap((option) => ['-kdfopt', option]);
      const { output } = runOpenssl(['kdf', '-keylen', String(length), ...kdfopts, 'PKCS12KDF'], {});
      expect(derived.toString('hex')).toBe(output.trim().replaceAll(':', '').toLowerCase());
    }
  });

  it('counts every block of output and refuses before the first hash', async () => {
    const derivation = { hash: 'sha1', purpose: PURPOSE.key, salt: hex('00'), iterations: 50, length: 24 } as const;
    const budget = new WorkBudget(100);
    await derive('x', derivation, budget);
    expect(budget.spent).toBe(100);
    expect(await codeOfAsync(derive('x', { ...derivation, iterations: 1e9 }, budget))).toBe('identity/too-expensive');
    expect(budget.spent).toBe(100);
  });

  it('lets timers run in between', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await derive('x', { hash: 'sha256', purpose: PURPOSE.mac, salt: hex('00'), iterations: 200_000, length: 32 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });
});

describe('bmpPassword', () => {
  it('is UTF-16 with two zero octets at its end, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const expected = Buffer.concat([Buffer.from(text, 'utf16le').swap16(), Buffer.alloc(2)]);
        expect(bmpPassword(Buffer.from(text))).toEqual(expected);
      }),
    );
  });

  it.each([
    ['a lone continuation', '80'],
    ['a cut sequence', 'e282'],
    ['an overlong slash', 'c0af'],
    ['an overlong three-octet form', 'e080af'],
    ['an overlong four-octet form', 'f08080af'],
    ['a surrogate', 'eda080'],
    ['a point beyond Unicode', 'f4908080'],
    ['FF', 'ff'],
  ])('refuses %s', (_, octets) => {
    expect(codeOf(() => bmpPassword(hex(octets)))).toBe('identity/wrong-passphrase');
  });
});
