import { describe, expect, it } from 'vitest';
import { tokenOf, tokenOfArguments } from '../../../main/electron/deep-link.ts';

const TOKEN = 'Zk3_-9aaBBccDDee';

describe('the token of a link', () => {
  it.each([`segel://open?token=${TOKEN}`, `segel:open?token=${TOKEN}`, `https://lpse.surakarta.go.id/lt/${TOKEN}`])(
    'is read from %s',
    (link) => {
      expect(tokenOf(link)).toBe(TOKEN);
    },
  );

  it.each([
    '',
    'segel://open',
    'segel://open?token=short',
    `segel://open?token=${'a'.repeat(257)}`,
    'segel://open?token=aaaaaaaa%0a',
    "segel://open?token=aaaaaaaa';alert(1)",
    `https://lpse.example/lt/${TOKEN}/more`,
    `https://lpse.example/other/${TOKEN}`,
    TOKEN,
  ])('is nothing in %j', (link) => {
    expect(tokenOf(link)).toBeNull();
  });

  it('is the first one among the arguments', () => {
    expect(tokenOfArguments(['.', '--demo', `segel://open?token=${TOKEN}`, 'segel://open?token=otherone'])).toBe(TOKEN);
    expect(tokenOfArguments(['.', '--demo'])).toBeNull();
  });
});
