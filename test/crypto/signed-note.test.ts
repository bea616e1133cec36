import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  addSignature,
  encodeVerifierKey,
  parseNote,
  parseVerifierKey,
  signNote,
  verifyNote,
  type VerifierKey,
} from '../../crypto/signed-note.ts';
import { HAS_OPENSSL, runOpenssl } from '../pki/openssl.ts';
import { codeOf } from '../doubles/crypto-code.ts';

// The example of golang.org/x/mod/sumdb/note, the implementation the format comes from.
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

function makeKey(name: string): VerifierKey & { readonly privateKey: KeyObject } {
  return { name, ...generateKeyPairSync('ed25519') };
}

const log = makeKey('lpse.example/log');
const witness = makeKey('witness.example');
const TEXT = 'first line\nsecond line\n';
const NOTE = signNote(TEXT, log.name, log.privateKey);

describe('verifyNote', () => {
  it("verifies the Go implementation's example", () => {
    const key = parseVerifierKey(GO_KEY);
    expect(verifyNote(GO_NOTE, [key]).signedBy).toEqual([key]);
    expect(codeOf(() => verifyNote(GO_NOTE.replace('answer', 'Answer'), [key]))).toBe('log/checkpoint-invalid');
  });

  it('gives back the text that was signed', () => {
    expect(verifyNote(NOTE, [log])).toEqual({ text: TEXT, signedBy: [log] });
  });

  it('keeps empty lines inside the text', () => {
    const text = 'above\n\nbelow\n';
    expect(verifyNote(signNote(text, log.name, log.privateKey), [log]).text).toBe(text);
  });

  it('ignores a signature of an unknown key', () => {
    const note = addSignature(NOTE, witness.name, witness.privateKey);
    expect(verifyNote(note, [log]).signedBy).toEqual([log]);
    expect(verifyNote(note, [log, witness]).signedBy).toEqual([log, witness]);
  });

  it('ignores another key under the same name', () => {
    const other = makeKey(log.name);
    expect(verifyNote(signNote(TEXT, other.name, other.privateKey), [log]).signedBy).toEqual([]);
  });

  it('refuses a note on which one known signature is wrong, though another is right', () => {
    const wrong = signNote('another text\n', witness.name, witness.privateKey).split('\n').at(-2) ?? '';
    expect(codeOf(() => verifyNote(`${NOTE}${wrong}\n`, [log, witness]))).toBe('log/checkpoint-invalid');
  });

  it.runIf(HAS_OPENSSL)('makes a signature that openssl verifies (skipped without openssl 3)', () => {
    const { signatures } = parseNote(NOTE);
    const files = {
      text: TEXT,
      sig: signatures[0]?.signature ?? '',
      'key.pem': log.publicKey.export({ type: 'spki', format: 'pem' }),
    };
    const args = ['pkeyutl', '-verify', '-pubin', '-inkey', 'key.pem', '-rawin', '-in', 'text', '-sigfile', 'sig'];
    expect(runOpenssl(args, files)).toMatchObject({ ok: true });
    expect(runOpenssl(args, { ...files, text: `${TEXT} ` })).toMatchObject({ ok: false });
  });
});

describe('parseNote', () => {
  const signature = NOTE.slice(TEXT.length + 1);
  it.each([
    ['no signature', TEXT],
    ['a blank line and no signature', `${TEXT}\n`],
    ['no final newline', NOTE.slice(0, -1)],
    ['a hyphen for the dash', NOTE.replace('\u2014', '-')],
    ['two spaces before the signature', NOTE.replace(`${log.name} `, `${log.name}  `)],
    ['a name with a plus', NOTE.replace(log.name, 'a+b')],
    ['a name with a no-break space', NOTE.replace(log.name, 'a\u00a0b')],
    ['base64 without padding', NOTE.replace(/=*\n$/, '\n')],
    ['base64url', `${TEXT}\n\u2014 ${log.name} -_-_-_-_\n`],
    ['base64 with a line break inside', NOTE.replace(/(.{10})\n$/, '\n$1\n')],
    ['a key id without a signature', `${TEXT}\n\u2014 ${log.name} AAAAAA==\n`],
    ['a carriage return', NOTE.replaceAll('\n', '\r\n')],
    ['a tab', NOTE.replace('first', 'first\t')],
    ['a lone surrogate', `\ud800${NOTE}`],
    ['65 signatures', `${TEXT}\n${signature.repeat(65)}`],
    ['more than 64 KiB', `${'x'.repeat(70_000)}\n\n${signature}`],
    ['nothing', ''],
  ])('refuses %s', (_, note) => {
    expect(codeOf(() => parseNote(note))).toBe('log/malformed');
  });
});

describe('signNote', () => {
  it.each([
    ['a text without a final newline', () => signNote('text', log.name, log.privateKey)],
    ['a text with a control character', () => signNote('te\u0007xt\n', log.name, log.privateKey)],
    ['an empty name', () => signNote(TEXT, '', log.privateKey)],
    ['a name with a space', () => signNote(TEXT, 'a b', log.privateKey)],
    [
      'a key that is not Ed25519',
      () => signNote(TEXT, 'a', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    ],
  ])('refuses %s', (_, act) => {
    expect(codeOf(act)).toBe('log/malformed');
  });
});

describe('parseVerifierKey', () => {
  it('inverts encodeVerifierKey', () => {
    const text = encodeVerifierKey(log);
    const key = parseVerifierKey(text);
    expect(key.name).toBe(log.name);
    expect(key.publicKey.equals(log.publicKey)).toBe(true);
    expect(encodeVerifierKey(parseVerifierKey(GO_KEY))).toBe(GO_KEY);
  });

  it.each([
    ['a wrong key id', GO_KEY.replace('c74f20a3', 'c74f20a4')],
    ['upper-case hex', GO_KEY.replace('c74f20a3', 'C74F20A3')],
    ['another name', GO_KEY.replace('Peter', 'peter')],
    ['another signature type', GO_KEY.replace('+ARpc', '+BBpc')],
    ['a short key', GO_KEY.slice(0, -4)],
    ['trailing text', `${GO_KEY}\n`],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => parseVerifierKey(text))).toBe('log/malformed');
  });
});
