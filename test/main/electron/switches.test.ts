import { describe, expect, it } from 'vitest';
import { dangerousSwitch } from '../../../main/electron/switches.ts';

describe('a switch that opens the program from outside', () => {
  it.each([
    ['--remote-debugging-port=9222', 'remote-debugging-port'],
    ['--remote-debugging-pipe', 'remote-debugging-pipe'],
    ['-inspect', 'inspect'],
    ['--inspect-brk=0', 'inspect-brk'],
    ['--JS-FLAGS=--expose-gc', 'js-flags'],
    ['/load-extension=C:\\x', 'load-extension'],
    ['--no-sandbox', 'no-sandbox'],
    ['--ignore-certificate-errors', 'ignore-certificate-errors'],
  ])('is found: %s', (argument, name) => {
    expect(dangerousSwitch(['.', argument])).toBe(name);
  });

  it.each([[[]], [['segel://open?token=abcdefgh']], [['/home/dian/--inspect.sampul']], [['--lang=en', '--demo']]])(
    'is not seen where there is none: %j',
    (argv) => {
      expect(dangerousSwitch(argv)).toBeNull();
    },
  );
});
