// IssuerAndSerialNumber (RFC 5652 10.2.4): the only way in which our structures name a certificate.
import { DerCursor, readInteger, type DerNode } from '../asn1/der-reader.ts';
import { sequence } from '../asn1/der-writer.ts';
import { equalBytes } from '../encoding.ts';
import type { Certificate } from '../x509/certificate.ts';

export interface IssuerAndSerial {
  /** The issuer's Name, whole TLV. */
  readonly issuerDer: Uint8Array;
  /** The serial number, whole INTEGER TLV. */
  readonly serialDer: Uint8Array;
}

export function encodeIssuerAndSerial({ issuerDer, serialDer }: IssuerAndSerial): Buffer {
  return sequence(issuerDer, serialDer);
}

/** @throws asn1/malformed when the node is another choice (key identifier) or not in shape */
export function readIssuerAndSerial(node: DerNode): IssuerAndSerial {
  const cursor = new DerCursor(node);
  const issuer = cursor.next(0x30);
  const serial = cursor.next(0x02);
  cursor.end();
  readInteger(serial);
  return { issuerDer: issuer.bytes, serialDer: serial.bytes };
}

/** Byte equality: a name in another encoding is another name here. */
export function namesCertificate(name: IssuerAndSerial, certificate: Certificate): boolean {
  return equalBytes(name.issuerDer, certificate.issuerDer) && equalBytes(name.serialDer, certificate.serialDer);
}

/** One key per name: equal keys mean equal names. */
export function issuerAndSerialKey(name: IssuerAndSerial): string {
  return encodeIssuerAndSerial(name).toString('hex');
}
