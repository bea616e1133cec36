import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { codeOf } from '../doubles/crypto-code.ts';

const encode = (value: Json) => encodeCanonicalJson(value).toString('utf8');
const parse = (text: string) => parseCanonicalJson(Buffer.from(text, 'utf8'));
const double = (hex: string) => Buffer.from(hex, 'hex').readDoubleBE();

describe('encodeCanonicalJson', () => {
  it('writes the example of RFC 8785 3.2.2 and 3.2.3', () => {
    const value: Json = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    expect(encode(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units (RFC 8785 3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const names = [...encode(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
    expect(names).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // RFC 8785 appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (bits, text) => {
    expect(encode(double(bits))).toBe(text);
  });

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a name', { '\udfff': 1 }],
    ['a lone surrogate inside', { a: ['x\ud800x'] }],
    ['33 levels', Array.from({ length: 33 }).reduce<Json>((inner) => [inner], 1)],
  ])('refuses %s', (_, value) => {
    expect(codeOf(() => encodeCanonicalJson(value))).toBe('json/malformed');
  });

  it('leaves out members that are undefined', () => {
    expect(encode({ a: undefined, b: null })).toBe('{"b":null}');
  });

  it('keeps a member called __proto__ and touches no prototype', () => {
    const value = parse('{"__proto__":{"polluted":true}}');
    expect(encode(value)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('parseCanonicalJson', () => {
  it('is the inverse for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 4 }), (value) => {
        const text = encode(value);
        expect(parse(text)).toEqual(JSON.parse(text));
        expect(encode(parse(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['a space', '{"a": 1}'],
    ['a final newline', '{}\n'],
    ['members out of order', '{"b":1,"a":2}'],
    ['a member twice', '{"a":1,"a":1}'],
    ['an escape that is not needed', '"\\u0041"'],
    ['an escaped slash', '"\\/"'],
    ['an upper-case escape', '"\\u000F"'],
    ['a long escape for a newline', '"\\u000a"'],
    ['minus zero', '-0'],
    ['a fraction of nothing', '1.0'],
    ['an exponent without a sign', '1e30'],
    ['an integer beyond 2^53 that is not what a double holds', '9007199254740993'],
    ['more digits than needed', '333333333.33333329'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => parse(text))).toBe('json/not-canonical');
  });

  it.each([
    ['nothing', ''],
    ['half a value', '{"a":'],
    ['two values', '1 2'],
    ['a comment', '{}//'],
    ['a number beyond the doubles', '1e400'],
    ['an escaped lone surrogate', '"\\ud800"'],
    ['NaN', 'NaN'],
    ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['forty levels', `${'['.repeat(40)}${']'.repeat(40)}`],
    ['ten thousand levels of objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['more than 4 MiB', `"${'x'.repeat(4 << 20)}"`],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => parse(text))).toBe('json/malformed');
  });

  it.each([
    ['octets that are not UTF-8', 'ff'],
    ['an overlong form', '22c0af22'],
    ['a surrogate in UTF-8', '22eda08022'],
    ['a byte order mark', 'efbbbf7b7d'],
    ['UTF-16', 'fffe7b007d00'],
  ])('refuses %s', (_, hex) => {
    expect(codeOf(() => parseCanonicalJson(Buffer.from(hex, 'hex')))).toBe('json/malformed');
  });
});
