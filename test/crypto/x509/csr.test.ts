import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { integer, oid, sequence, setOf, tlv, utf8String } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodePem } from '../../../crypto/encoding.ts';
import { keyUsage } from '../../../crypto/x509/certificate-builder.ts';
import { encodeCsr, parseCsr } from '../../../crypto/x509/csr.ts';
import { encodeName, nameText } from '../../../crypto/x509/distinguished-name.ts';
import { signStructure } from '../../../crypto/x509/sign-structure.ts';
import { generateKeys, type KeyPair } from '../../pki/keys.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';

const subjectDer = encodeName([{ type: 'CN', value: 'Anggota Pokja' }]);
const request = (keys: KeyPair, extensions: readonly Uint8Array[] = []) =>
  encodeCsr({ subjectDer, publicKey: keys.publicKey, extensions }, (data) =>
    Promise.resolve(sign('sha256', data, keys.privateKey)),
  );

describe('certification request', () => {
  it.each(['ec-p256', 'ec-p384', 'rsa-2048'] as const)(
    'round-trips with a %s key and openssl verifies it',
    async (kind) => {
      const keys = await generateKeys(kind);
      const der = await request(keys, [keyUsage(['keyAgreement'])]);
      const csr = parseCsr(der);
      expect(nameText(csr.subject)).toBe('CN=Anggota Pokja');
      expect(csr.publicKey.equals(keys.publicKey)).toBe(true);
      expect(csr.extensions.has(OID.keyUsage)).toBe(true);
      if (!HAS_OPENSSL) return;
      const { output } = runOpenssl(['req', '-in', 'csr.pem', '-verify', '-noout'], {
        'csr.pem': encodePem('CERTIFICATE REQUEST', der),
      });
      expect(output).toMatch(/verif(y|ication) OK/i);
    },
  );

  it.skipIf(!HAS_OPENSSL)('of openssl is read', () => {
    const { result } = runOpenssl(
      [
        'req',
        '-new',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        'key.pem',
        '-subj',
        '/CN=x',
        '-outform',
        'DER',
        '-out',
        'result',
      ],
      {},
    );
    expect(nameText(parseCsr(result).subject)).toBe('CN=x');
  });

  it('is refused when its own key did not sign it', async () => {
    const [keys, others] = [await generateKeys(), await generateKeys()];
    const stolen = await encodeCsr({ subjectDer, publicKey: keys.publicKey }, (data) =>
      Promise.resolve(sign('sha256', data, others.privateKey)),
    );
    expect(() => parseCsr(stolen)).toThrow('proof of possession');
  });

  it('is refused with a weak key', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    return expect(request(weak).then(parseCsr)).rejects.toThrow('certificate/weak-algorithm');
  });

  /** A request with these attributes and this version. */
  async function custom(version: number, ...attributes: readonly Uint8Array[]): Promise<Buffer> {
    const { privateKey, publicKey } = await generateKeys();
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    return signStructure(sequence(integer(version), subjectDer, spki, tlv(0xa0, ...attributes)), privateKey);
  }
  const wanted = sequence(oid('1.2.840.113549.1.9.14'), setOf(sequence(keyUsage(['digitalSignature']))));
  const challenge = sequence(oid('1.2.840.113549.1.9.7'), setOf(utf8String('secret')));

  it('may carry attributes that we do not use', async () => {
    expect([...parseCsr(await custom(0, challenge)).extensions.keys()]).toEqual([]);
    expect([...parseCsr(await custom(0, challenge, wanted)).extensions.keys()]).toEqual([OID.keyUsage]);
  });

  it('is refused with two extension requests, another version or damaged bytes', async () => {
    const twice = await custom(0, wanted, wanted);
    expect(() => parseCsr(twice)).toThrow('csr/malformed');
    const versionTwo = await custom(1);
    expect(() => parseCsr(versionTwo)).toThrow('csr/malformed');
    const der = await custom(0);
    expect(() => parseCsr(der.subarray(0, -1))).toThrow('csr/malformed');
    expect(() => parseCsr(parseDer(der).children[0]?.bytes ?? Buffer.alloc(0))).toThrow('csr/malformed');
  });
});
