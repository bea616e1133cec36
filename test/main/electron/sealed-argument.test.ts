import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSealedPath, sealedFileOfArguments } from '../../../main/electron/sealed-argument.ts';

describe('a sealed file among the arguments', () => {
  it('is found as the system gives it, wherever the program was started', () => {
    expect(sealedFileOfArguments(['--lang=id', '/media/usb/a b.sampul', '/x.sampul'], '/home/dian')).toBe(
      resolve('/media/usb/a b.sampul'),
    );
    expect(sealedFileOfArguments(['penawaran.SAMPUL'], '/home/dian')).toBe(resolve('/home/dian/penawaran.SAMPUL'));
    expect(sealedFileOfArguments(['/opt/segel', 'surat.pdf'], '/home/dian')).toBeNull();
  });

  it.each(['--load=/x.sampul', 'segel://open?token=abcdefgh.sampul', 'https://lpse.example/a.sampul', 'sampul', ''])(
    'is not %j',
    (argument) => {
      expect(isSealedPath(argument)).toBe(false);
    },
  );
});
