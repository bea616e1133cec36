import { describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { explicit, implicit, integer, nul, sequence, tlv } from '../../../crypto/asn1/der-writer.ts';
import { generalName } from '../../../crypto/x509/encode-extensions.ts';
import { encodeName } from '../../../crypto/x509/distinguished-name.ts';
import { generalNameKey, parseGeneralName, parseGeneralNames } from '../../../crypto/x509/general-name.ts';

const parse = (der: Uint8Array) => parseGeneralName(parseDer(der));
const directory = encodeName([{ type: 'CN', value: 'A' }]);

describe('general name', () => {
  it('reads every form that a path decision can depend on', () => {
    expect(parse(generalName({ email: 'a@b' }))).toEqual({ kind: 'email', value: 'a@b' });
    expect(parse(generalName({ dns: 'go.id' }))).toEqual({ kind: 'dns', value: 'go.id' });
    expect(parse(generalName({ uri: 'http://x/' }))).toEqual({ kind: 'uri', value: 'http://x/' });
    expect(parse(generalName({ ip: Buffer.from([127, 0, 0, 1]) }))).toMatchObject({ kind: 'ip' });
    expect(parse(generalName({ directory }))).toMatchObject({ kind: 'directory' });
    expect(parse(tlv(0x88, Buffer.from([0x2a, 3])))).toMatchObject({ kind: 'opaque', tag: 0x88 });
  });

  it('gives equal keys to equal names only', () => {
    const key = (der: Uint8Array) => generalNameKey(parse(der));
    expect(key(generalName({ directory }))).toBe(
      key(generalName({ directory: encodeName([{ type: 'CN', value: 'a' }]) })),
    );
    expect(key(generalName({ uri: 'http://x/' }))).not.toBe(key(generalName({ uri: 'http://X/' })));
    expect(key(generalName({ dns: 'x' }))).not.toBe(key(generalName({ email: 'x' })));
    expect(key(generalName({ ip: Buffer.from([1]) }))).toBe('ip:01');
    expect(key(tlv(0x88, Buffer.from([0x2a, 3])))).toBe('opaque:88022a03');
  });

  it.each([
    ['control characters', implicit(2, Buffer.from('go.id\0evil'))],
    ['characters outside ASCII', implicit(1, Buffer.from('é'))],
    ['an unknown tag', explicit(9, integer(1))],
    ['a universal type', nul()],
  ])('refuses %s', (_what, der) => {
    expect(() => parse(der)).toThrow('asn1/malformed');
  });

  it('refuses an empty list', () => {
    expect(() => parseGeneralNames(parseDer(sequence()))).toThrow('empty GeneralNames');
  });
});
