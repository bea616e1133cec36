// Every failure that `crypto/` can report, as a closed list of codes `area/reason`.
// Sentences for people live in `app/errors`; a test holds the two lists together.

export const CRYPTO_CODES = [
  // Bytes that are not the structure they claim to be.
  'asn1/malformed',
  'asn1/too-large',
  'json/malformed',
  'json/not-canonical',
  'pem/malformed',
  // Certificates and paths.
  'certificate/malformed',
  'certificate/expired',
  'certificate/not-yet-valid',
  'certificate/weak-algorithm',
  'certificate/wrong-usage',
  'certificate/untrusted',
  'certificate/revoked',
  'certificate/revocation-unknown',
  'certificate/path-too-complex',
  'crl/malformed',
  'ocsp/malformed',
  'csr/malformed',
  // Identities in PKCS#12 files.
  'identity/malformed',
  'identity/wrong-passphrase',
  'identity/unsupported',
  'identity/too-expensive',
  'identity/no-key',
  // CMS structures.
  'cms/malformed',
  'cms/algorithm-refused',
  'cms/no-matching-recipient',
  'signature/malformed',
  'signature/invalid',
  'signature/wrong-content',
  'signature/wrong-signer',
  // RFC 3161.
  'timestamp/malformed',
  'timestamp/refused-by-authority',
  'timestamp/invalid',
  // Sealed envelopes.
  'seal/container-malformed',
  'seal/manifest-malformed',
  'seal/manifest-mismatch',
  'seal/object-damaged',
  'seal/not-released',
  'seal/release-mismatch',
  'seal/recipients-mismatch',
  'seal/made-wrongly',
  'seal/cannot-open',
  'seal/document-changed',
  'seal/document-too-large',
  'seal/self-check-failed',
  'seal/is-rehearsal',
  'seal/not-rehearsal',
  'seal/newer-version',
  // Quorum shares.
  'share/malformed',
  'share/too-few',
  'share/inconsistent',
  // Transparency log.
  'log/malformed',
  'log/proof-invalid',
  'log/checkpoint-invalid',
  'log/forked',
] as const;

export type CryptoCode = (typeof CRYPTO_CODES)[number];

/**
 * A failure with a stable code. `detail` names the structure and the clause, never a secret, a path or a document's content.
 */
export class CryptoError extends Error {
  readonly code: CryptoCode;

  constructor(code: CryptoCode, detail = '', options?: ErrorOptions) {
    super(detail === '' ? code : `${code}: ${detail}`, options);
    this.name = 'CryptoError';
    this.code = code;
  }
}

/** True for a `CryptoError`, of the given code if one is named. */
export function isCryptoError(error: unknown, code?: CryptoCode): error is CryptoError {
  return error instanceof CryptoError && (code === undefined || error.code === code);
}
