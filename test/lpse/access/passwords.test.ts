import { describe, expect, it } from 'vitest';
import { FULL_SCRYPT_COST, hashPassword, verifyPassword } from './passwords.ts';

describe('a stored password', () => {
  it('is scrypt with N = 2^17, r = 8, p = 1 and a salt of 16 bytes outside test mode', async () => {
    const stored = await hashPassword('Rahasia#1', FULL_SCRYPT_COST);
    const [name, cost, block, parallel, salt = ''] = stored.split('$');
    expect([name, cost, block, parallel]).toEqual(['scrypt', '131072', '8', '1']);
    expect(Buffer.from(salt, 'base64url')).toHaveLength(16);
    expect(await verifyPassword('Rahasia#1', stored)).toBe(true);
    expect(await verifyPassword('Rahasia#2', stored)).toBe(false);
  });

  it('is never the same for two accounts', async () => {
    expect(await hashPassword('Rahasia#1', 16)).not.toBe(await hashPassword('Rahasia#1', 16));
  });

  it('is checked at the cost it was made with', async () => {
    expect(await verifyPassword('Rahasia#1', await hashPassword('Rahasia#1', 64))).toBe(true);
  });

  it('is the same however its letters are composed', async () => {
    expect(await verifyPassword('Rahasi\u0061\u0301#1', await hashPassword('Rahasi\u00e1#1', 16))).toBe(true);
  });
});
