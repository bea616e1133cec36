// Digests that signatures may rest on (RFC 5754 section 2): SHA-2 of 256 bits and more.
import { nul } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes } from '../encoding.ts';
import type { AlgorithmIdentifier } from '../x509/certificate.ts';

export type DigestName = 'sha256' | 'sha384' | 'sha512';

const DIGESTS: ReadonlyMap<string, DigestName> = new Map([
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
]);

/** The digest named by an AlgorithmIdentifier, or null. Parameters: absent, or NULL as older writers put it. */
export function digestOf({ oid, parameters }: AlgorithmIdentifier): DigestName | null {
  if (parameters !== null && !equalBytes(parameters, nul())) return null;
  return DIGESTS.get(oid) ?? null;
}
