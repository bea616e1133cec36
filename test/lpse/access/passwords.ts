// Passwords: scrypt off the event loop, each with its own salt and its own cost written beside it (protocol.md 2).
import { randomBytes, scrypt } from 'node:crypto';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { equalConstantTime } from '../../../crypto/encoding.ts';

export const FULL_SCRYPT_COST = 2 ** 17;
const BLOCK = 8;
const PARALLEL = 1;
const KEY_BYTES = 32;

/** domain.md 3. @throws access/weak-password */
export function requireStrongPassword(password: string): void {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
  if (password.length < 8 || !classes.every((pattern) => pattern.test(password))) {
    throw new CodedError('access/weak-password');
  }
}

/** `scrypt$N$r$p$salt$key`, base64url. */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, { cost, block: BLOCK, parallel: PARALLEL });
  return ['scrypt', cost, BLOCK, PARALLEL, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, cost, block, parallel, salt = '', key = ''] = stored.split('$');
  const expected = Buffer.from(key, 'base64url');
  const parameters = { cost: Number(cost), block: Number(block), parallel: Number(parallel) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), parameters);
  return equalConstantTime(derived, expected);
}

interface Parameters {
  readonly cost: number;
  readonly block: number;
  readonly parallel: number;
}

function derive(password: string, salt: Buffer, { cost, block, parallel }: Parameters): Promise<Buffer> {
  // scrypt needs 128 * N * r bytes and a little more; Node's default limit is below that.
  const options = { N: cost, r: block, p: parallel, maxmem: 128 * cost * block + (1 << 20) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
