// DER of certificate extensions (RFC 5280 4.2) for certificates and requests that we make. Criticality as the RFC asks.
import {
  algorithm,
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  integerOctets,
  octetString,
  oid,
  sequence,
  tlv,
} from '../asn1/der-writer.ts';
import { DerCursor, parseDer, readBitStringOctets } from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { sha256 } from '../encoding.ts';
import { KEY_USAGES, type KeyUsage } from './extensions.ts';

/** Names as they are asked for; a GeneralName TLV is passed as bytes. */
export type GeneralNameInput =
  | { readonly dns: string }
  | { readonly email: string }
  | { readonly uri: string }
  /** Octets of an address, or address and mask in a constraint. */
  | { readonly ip: Uint8Array }
  /** DER of a Name. */
  | { readonly directory: Uint8Array };

/** One Extension; `critical` is left out when false (DER). */
export function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

/** 4.2.1.9, critical. `pathLength` only for a CA. */
export function basicConstraints(options: { readonly ca: boolean; readonly pathLength?: number }): Buffer {
  const { ca, pathLength } = options;
  const fields = [...(ca ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])];
  return extension(OID.basicConstraints, true, sequence(...fields));
}

/** 4.2.1.3, critical. */
export function keyUsage(usages: readonly KeyUsage[]): Buffer {
  return extension(OID.keyUsage, true, namedBitList(usages.map((usage) => KEY_USAGES.indexOf(usage))));
}

/** BIT STRING of a named bit list: trailing zero bits removed (X.690 11.2.2). */
export function namedBitList(bits: readonly number[]): Buffer {
  const last = Math.max(-1, ...bits);
  const octets = Buffer.alloc(Math.ceil((last + 1) / 8));
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit % 8));
  return bitString(octets, octets.length * 8 - (last + 1));
}

/** 4.2.1.12; critical where the purpose must be the only one (RFC 3161 2.3). */
export function extendedKeyUsage(purposes: readonly string[], { critical = false } = {}): Buffer {
  return extension(OID.extendedKeyUsage, critical, sequence(...purposes.map(oid)));
}

/** Key identifier: leftmost 160 bits of SHA-256 of the key bits (RFC 7093 2, method 1). */
export function keyIdentifier(spkiDer: Uint8Array): Buffer {
  const cursor = new DerCursor(parseDer(spkiDer));
  cursor.next(0x30);
  return sha256(readBitStringOctets(cursor.next())).subarray(0, 20);
}

/** 4.2.1.2 */
export function subjectKeyIdentifier(keyId: Uint8Array): Buffer {
  return extension(OID.subjectKeyIdentifier, false, octetString(keyId));
}

/** 4.2.1.1 */
export function authorityKeyIdentifier(keyId: Uint8Array): Buffer {
  return extension(OID.authorityKeyIdentifier, false, sequence(implicit(0, keyId)));
}

/** 4.2.1.6; critical when the subject is empty. */
export function subjectAltName(names: readonly GeneralNameInput[], { critical = false } = {}): Buffer {
  return extension(OID.subjectAltName, critical, sequence(...names.map(generalName)));
}

/** 4.2.1.13: one point per address. */
export function crlDistributionPoints(urls: readonly string[]): Buffer {
  const points = urls.map((uri) => sequence(explicit(0, explicit(0, generalName({ uri })))));
  return extension(OID.crlDistributionPoints, false, sequence(...points));
}

/** 4.2.2.1 with the OCSP method. */
export function ocspAccess(url: string): Buffer {
  return extension(OID.authorityInfoAccess, false, sequence(sequence(oid(OID.ocsp), generalName({ uri: url }))));
}

/** RFC 6960 4.2.2.2.1: a responder whose certificate is trusted for its lifetime. */
export function ocspNoCheck(): Buffer {
  return extension(OID.ocspNoCheck, false, tlv(0x05));
}

/** 4.2.1.10, critical. */
export function nameConstraints(subtrees: {
  readonly permitted?: readonly GeneralNameInput[];
  readonly excluded?: readonly GeneralNameInput[];
}): Buffer {
  const list = (n: number, names: readonly GeneralNameInput[] = []) =>
    names.length === 0 ? [] : [explicit(n, ...names.map((name) => sequence(generalName(name))))];
  const value = sequence(...list(0, subtrees.permitted), ...list(1, subtrees.excluded));
  return extension(OID.nameConstraints, true, value);
}

/** 4.2.1.4 without qualifiers. */
export function certificatePolicies(policies: readonly string[], { critical = false } = {}): Buffer {
  return extension(OID.certificatePolicies, critical, sequence(...policies.map((policy) => algorithm(policy))));
}

/** 4.2.1.5: pairs of issuer domain and subject domain policy. Critical. */
export function policyMappings(pairs: readonly (readonly [string, string])[]): Buffer {
  return extension(OID.policyMappings, true, sequence(...pairs.map(([from, to]) => sequence(oid(from), oid(to)))));
}

/** 4.2.1.11, critical. */
export function policyConstraints(counts: { readonly explicitPolicy?: number; readonly mapping?: number }): Buffer {
  const field = (n: number, count: number | undefined) =>
    count === undefined ? [] : [implicit(n, integerOctets(BigInt(count)))];
  return extension(
    OID.policyConstraints,
    true,
    sequence(...field(0, counts.explicitPolicy), ...field(1, counts.mapping)),
  );
}

/** 4.2.1.14, critical. */
export function inhibitAnyPolicy(skipCerts: number): Buffer {
  return extension(OID.inhibitAnyPolicy, true, integer(skipCerts));
}

/** GeneralName TLV (4.2.1.6). */
export function generalName(name: GeneralNameInput): Buffer {
  if ('email' in name) return implicit(1, Buffer.from(name.email, 'latin1'));
  if ('dns' in name) return implicit(2, Buffer.from(name.dns, 'latin1'));
  if ('directory' in name) return explicit(4, name.directory);
  if ('uri' in name) return implicit(6, Buffer.from(name.uri, 'latin1'));
  return implicit(7, name.ip);
}
