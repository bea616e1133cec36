import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret, wipe, withWiped } from '../../crypto/secret.ts';

const TEXT = 'rahasia-ñ';
const HEX = Buffer.from(TEXT).toString('hex');

describe('Secret', () => {
  it.each<readonly [string, (secret: Secret) => string]>([
    ['a template', (secret) => `of ${secret.toString()}`],
    ['String', (secret) => String(secret)],
    ['JSON', (secret) => JSON.stringify({ secret })],
    ['inspect', (secret) => inspect({ secret }, { depth: 9, showHidden: true })],
    ['format', (secret) => format('%s %j %o %O', secret, secret, secret, secret)],
    ['an error with it as a cause', (secret) => inspect(new Error('x', { cause: secret }))],
    [
      'its own properties',
      (secret) => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret), Object.assign({}, secret)]),
    ],
    ['a structured clone', (secret) => inspect(structuredClone(secret), { depth: 9, showHidden: true })],
  ])('does not show itself through %s', (_, show) => {
    const shown = show(Secret.fromText(TEXT));
    expect(shown).not.toContain('rahasia');
    expect(shown).not.toContain(HEX);
    // <Buffer 72 61 ...>, [114, 97 ...] and {"0":114 ...}
    expect(shown).not.toMatch(/72 61|114,\s*97|:114/);
  });

  it('holds the UTF-8 octets of typed text', () => {
    expect(Secret.fromText(TEXT).bytes.toString('hex')).toBe(HEX);
  });

  it('takes over octets without a copy, so that wiping it wipes the only ones', () => {
    const bytes = Buffer.from('rahasia');
    Secret.take(bytes).wipe();
    expect(bytes).toEqual(Buffer.alloc(7));
  });
});

describe('wipe', () => {
  it('overwrites every buffer', () => {
    const [a, b] = [Buffer.from('abc'), new Uint8Array([1, 2])];
    wipe(a, b);
    expect([...a, ...b]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('withWiped', () => {
  it('gives the result and wipes afterwards, not before', async () => {
    const bytes = Buffer.from('abc');
    const result = await withWiped(bytes, async (live) => {
      await Promise.resolve();
      return live.toString();
    });
    expect(result).toBe('abc');
    expect(bytes).toEqual(Buffer.alloc(3));
  });

  it('wipes when the use throws, at once or later', async () => {
    const [now, later] = [Buffer.from('abc'), Buffer.from('abc')];
    await expect(
      withWiped(now, () => {
        throw new Error('now');
      }),
    ).rejects.toThrow('now');
    await expect(withWiped(later, () => Promise.reject(new Error('later')))).rejects.toThrow('later');
    expect([...now, ...later]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
