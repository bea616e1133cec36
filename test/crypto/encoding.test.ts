import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  encodePem,
  equalBytes,
  equalConstantTime,
  parseBase64,
  parsePem,
  sha256,
  sha256Hex,
} from '../../crypto/encoding.ts';
import { codeOf } from '../doubles/crypto-code.ts';

describe('sha256', () => {
  it('is over the concatenation', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256Hex(Buffer.from('abc'))).toBe(abc);
    expect(sha256Hex(Buffer.from('a'), Buffer.alloc(0), Buffer.from('bc'))).toBe(abc);
    expect(sha256().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('equality', () => {
  it.each([equalBytes, equalConstantTime])('$name compares octets and lengths', (equal) => {
    expect(equal(Buffer.from('ab'), new Uint8Array([0x61, 0x62]))).toBe(true);
    expect(equal(Buffer.from('ab'), Buffer.from('ac'))).toBe(false);
    expect(equal(Buffer.from('ab'), Buffer.from('abc'))).toBe(false);
    expect(equal(Buffer.alloc(0), Buffer.alloc(0))).toBe(true);
  });
});

describe('parseBase64', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', '+/+/'])('reads %j', (text) => {
    expect(parseBase64(text)?.toString('base64')).toBe(text);
  });

  it.each(['A', 'AA', 'AAA', 'AA=', 'AB==', 'AAB=', 'AA==\n', ' AA==', 'A A==', '-_-_', 'AA==AA==', 'ÄÄÄÄ', '===='])(
    'refuses %j',
    (text) => {
      expect(parseBase64(text)).toBeNull();
    },
  );
});

describe('PEM', () => {
  const der = randomBytes(100);
  const pem = encodePem('CERTIFICATE', der);

  it('has lines of 64 characters and comes back', () => {
    expect(pem.split('\n').map(({ length }) => length)).toEqual([27, 64, 64, 8, 25, 0]);
    expect(parsePem(pem, 'CERTIFICATE')).toEqual([der]);
  });

  it.each([
    ['CRLF', pem.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${pem}`],
    ['text before and after', `Subject: a\n\n${pem}\nmore`],
    ['the end-of-file character of DOS', `${pem}\u001a`],
    ['another block before it', `${encodePem('PRIVATE KEY', randomBytes(20))}${pem}`],
    ['indented lines', pem.replace(/\n(?=[A-Za-z0-9+/])/g, '\n  ')],
  ])('is read with %s', (_, text) => {
    expect(parsePem(text, 'CERTIFICATE')).toEqual([der]);
  });

  it('gives every block of the label, in order', () => {
    const other = randomBytes(50);
    expect(parsePem(pem + encodePem('CERTIFICATE', other), 'CERTIFICATE')).toEqual([der, other]);
  });

  it.each([
    ['another label', encodePem('PRIVATE KEY', der)],
    ['no block', 'AAAA'],
    ['no end', pem.replace(/-----END.*/, '')],
    ['another label at the end', pem.replace('END CERTIFICATE', 'END PRIVATE KEY')],
    ['padding in the middle', '-----BEGIN CERTIFICATE-----\nAA==AAAA\n-----END CERTIFICATE-----\n'],
    ['bits that are not zero in the last character', '-----BEGIN CERTIFICATE-----\nAB==\n-----END CERTIFICATE-----\n'],
    ['headers', pem.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n')],
    ['nothing', ''],
    ['more than 4 MiB', `${' '.repeat(4 << 20)}${pem}`],
    ['four million A', `-----BEGIN CERTIFICATE-----\n${'A'.repeat(4_000_000)}`],
    ['a hundred thousand beginnings', '-----BEGIN CERTIFICATE-----\nAA\n'.repeat(100_000)],
    ['a label of four million characters', `-----BEGIN ${'A'.repeat(4_000_000)}`],
  ])('is refused with %s', (_, text) => {
    expect(codeOf(() => parsePem(text, 'CERTIFICATE'))).toBe('pem/malformed');
  });
});
