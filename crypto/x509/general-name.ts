// GeneralName (RFC 5280 4.2.1.6): the forms a path decision can depend on, and the rest as opaque.
import { readExplicit, type DerNode } from '../asn1/der-reader.ts';
import { CryptoError } from '../errors.ts';
import { parseName, type DistinguishedName } from './distinguished-name.ts';

export type GeneralName =
  | { readonly kind: 'email'; readonly value: string }
  | { readonly kind: 'dns'; readonly value: string }
  | { readonly kind: 'uri'; readonly value: string }
  | { readonly kind: 'directory'; readonly value: DistinguishedName }
  /** 4 or 16 octets; in a name constraint 8 or 32 (address and mask). */
  | { readonly kind: 'ip'; readonly value: Uint8Array }
  /** otherName, x400Address, ediPartyName, registeredID: compared by their bytes only. */
  | { readonly kind: 'opaque'; readonly tag: number; readonly der: Uint8Array };

const OPAQUE_TAGS = new Set([0xa0, 0xa3, 0xa5, 0x88]);

/** @throws asn1/malformed when the node is not a GeneralName */
export function parseGeneralName(node: DerNode): GeneralName {
  switch (node.tag) {
    case 0x81:
      return { kind: 'email', value: ascii(node.content) };
    case 0x82:
      return { kind: 'dns', value: ascii(node.content) };
    case 0x86:
      return { kind: 'uri', value: ascii(node.content) };
    case 0x87:
      return { kind: 'ip', value: node.content };
    case 0xa4:
      return { kind: 'directory', value: parseName(readExplicit(node)) };
    default:
      if (!OPAQUE_TAGS.has(node.tag)) throw new CryptoError('asn1/malformed', 'GeneralName');
      return { kind: 'opaque', tag: node.tag, der: node.bytes };
  }
}

/** GeneralNames: at least one. `node` may carry any tag (implicit tagging). */
export function parseGeneralNames(node: DerNode): GeneralName[] {
  if (node.children.length === 0) throw new CryptoError('asn1/malformed', 'empty GeneralNames');
  return node.children.map(parseGeneralName);
}

/** One key per name: equal keys mean equal names (as distribution points are compared). */
export function generalNameKey(name: GeneralName): string {
  switch (name.kind) {
    case 'directory':
      return `directory:${name.value.rdnKeys.join('\x01')}`;
    case 'ip':
      return `ip:${Buffer.from(name.value).toString('hex')}`;
    case 'opaque':
      return `opaque:${Buffer.from(name.der).toString('hex')}`;
    case 'email':
    case 'dns':
    case 'uri':
      return `${name.kind}:${name.value}`;
  }
}

/** IA5String value octets; control characters would let a text say one thing and show another. */
function ascii(content: Uint8Array): string {
  if (content.some((octet) => octet < 0x20 || octet > 0x7e)) throw new CryptoError('asn1/malformed', 'IA5String');
  return Buffer.from(content).toString('latin1');
}
