// SignedData put together by hand, so that every part of it can be wrong.
import { createHash, sign, type SignKeyObjectInput } from 'node:crypto';
import { algorithm, integer, octetString, oid, sequence, setOf, time, tlv } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodeIssuerAndSerial } from '../../../crypto/cms/issuer-and-serial.ts';
import { encodeSignedData } from '../../../crypto/cms/signed-data.ts';
import { encodeSigningCertificateV2 } from '../../../crypto/cms/signing-certificate.ts';
import type { Issued } from '../../pki/authority.ts';
import { TEST_NOW } from '../../pki/cms-people.ts';

export interface HandMade {
  readonly content: Uint8Array;
  readonly signer: Issued;
  readonly contentType?: string;
  /** Default true. */
  readonly attached?: boolean;
  /** In the order given; default the four of the profile, sorted. */
  readonly attributes?: readonly Uint8Array[];
  readonly digest?: 'sha1' | 'sha256' | 'sha512';
  readonly signatureAlgorithm?: Uint8Array;
  readonly signOptions?: Omit<SignKeyObjectInput, 'key'>;
  readonly signerVersion?: number;
  readonly sid?: Uint8Array;
  /** Whole `[1]` TLV. */
  readonly unsignedAttributes?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
}

export function attribute(type: string, ...values: readonly Uint8Array[]): Buffer {
  return sequence(oid(type), setOf(...values));
}

/** The four attributes of the profile by name, to leave out, replace or repeat. */
export function profileAttributes({ content, signer, contentType = OID.data, digest = 'sha256' }: HandMade) {
  return {
    contentType: attribute(OID.contentType, oid(contentType)),
    signingTime: attribute(OID.signingTime, time(TEST_NOW)),
    messageDigest: attribute(OID.messageDigest, octetString(createHash(digest).update(content).digest())),
    signingCertificate: attribute(OID.signingCertificateV2, encodeSigningCertificateV2(signer.certificate)),
  };
}

export function handMadeSignedData(input: HandMade): Buffer {
  const { content, signer, contentType = OID.data, attached = true } = input;
  const certificates = input.certificates ?? [signer.certificate, ...signer.chain].map(({ der }) => der);
  const signerInfos = [handMadeSignerInfo(input)];
  return encodeSignedData({ contentType, content: attached ? content : null, certificates, crls: [], signerInfos });
}

export function handMadeSignerInfo(input: HandMade): Buffer {
  const { signer, digest = 'sha256', signOptions = {} } = input;
  const attributes =
    input.attributes ?? Object.values(profileAttributes(input)).toSorted((a, b) => Buffer.compare(a, b));
  const signature = sign(digest, tlv(0x31, ...attributes), { key: signer.privateKey, ...signOptions });
  return sequence(
    integer(input.signerVersion ?? 1),
    input.sid ?? encodeIssuerAndSerial(signer.certificate),
    algorithm(OID[digest]),
    tlv(0xa0, ...attributes),
    input.signatureAlgorithm ??
      algorithm(signer.privateKey.asymmetricKeyType === 'rsa' ? OID.rsaEncryption : OID.ecdsaSha256),
    octetString(signature),
    ...(input.unsignedAttributes === undefined ? [] : [input.unsignedAttributes]),
  );
}
