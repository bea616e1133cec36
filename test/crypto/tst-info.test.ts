import { describe, expect, it } from 'vitest';
import { parseDer } from '../../crypto/asn1/der-reader.ts';
import {
  algorithm,
  boolean,
  explicit,
  implicit,
  integer,
  octetString,
  sequence,
  tlv,
} from '../../crypto/asn1/der-writer.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { sha256 } from '../../crypto/encoding.ts';
import { encodeImprint, encodeTstInfo, parseTstInfo, readImprint, type TstInfoFields } from '../../crypto/tst-info.ts';
import { extension } from '../../crypto/x509/encode-extensions.ts';
import { editDer } from '../vectors/cms/edit-der.ts';

// Refusals are vectors: test/vectors/cms, ids rfc3161.
describe('TSTInfo', () => {
  const digest = sha256(Buffer.from('isi'));
  const fields: TstInfoFields = {
    policy: '1.3.6.1.4.1.32473.1.1',
    imprintDer: encodeImprint(digest),
    serial: 0x80n,
    genTime: new Date('2026-07-01T03:00:00.120Z'),
    accuracyMs: 1500,
    nonce: 0x8000000000000000n,
  };

  it('gives back what was written', () => {
    expect(parseTstInfo(encodeTstInfo(fields))).toEqual({
      policy: fields.policy,
      imprint: { digest: 'sha256', hash: digest },
      serialHex: '0080',
      genTime: fields.genTime,
      accuracyMs: 1500,
      nonce: fields.nonce,
      authority: null,
    });
  });

  it.each([0, 1, 999, 1000, 60_001])('writes and reads an accuracy of %i ms', (accuracyMs) => {
    expect(parseTstInfo(encodeTstInfo({ ...fields, accuracyMs })).accuracyMs).toBe(accuracyMs);
  });

  it('rounds microseconds up to the next millisecond', () => {
    const micros = editDer(encodeTstInfo(fields), [5], () =>
      sequence(integer(2), implicit(0, Buffer.from([1])), implicit(1, Buffer.from([1]))),
    );
    expect(parseTstInfo(micros).accuracyMs).toBe(2002);
  });

  it.each([
    ['20260701030000Z', 0],
    ['20260701030000.5Z', 500],
    ['20260701030000.1234567Z', 123],
  ])('reads the time %s', (text, milliseconds) => {
    const der = editDer(encodeTstInfo(fields), [4], () => tlv(0x18, Buffer.from(text)));
    expect(parseTstInfo(der).genTime.getUTCMilliseconds()).toBe(milliseconds);
  });

  it('reads a token without accuracy and nonce', () => {
    expect(parseTstInfo(encodeTstInfo({ ...fields, accuracyMs: 0, nonce: null }))).toMatchObject({
      accuracyMs: 0,
      nonce: null,
    });
  });

  it('reads ordering, the name of the authority, and extensions that are not critical', () => {
    const name = explicit(0, implicit(6, Buffer.from('http://tsa.invalid')));
    const extensions = tlv(0xa1, extension('1.3.6.1.4.1.32473.9', false, Buffer.alloc(2)));
    const withNonce = editDer(encodeTstInfo(fields), [6], (node) => [boolean(true), node.bytes, name, extensions]);
    expect(parseTstInfo(withNonce)).toMatchObject({
      nonce: fields.nonce,
      authority: { kind: 'uri', value: 'http://tsa.invalid' },
    });
  });

  it('reads a digest that it does not accept as unknown', () => {
    const imprint = sequence(algorithm(OID.sha1), octetString(Buffer.alloc(20)));
    expect(readImprint(parseDer(imprint)).digest).toBeNull();
  });

  it('writes the imprint with NULL, as openssl asks for', () => {
    expect(encodeImprint(digest).toString('hex')).toBe(
      `3031300d060960864801650304020105000420${digest.toString('hex')}`,
    );
  });
});
