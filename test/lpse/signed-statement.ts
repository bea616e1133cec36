// A statement that somebody signed: CMS SignedData of exactly one signer over canonical JSON of a known shape.
import type { z } from 'zod';
import type { ErrorCode } from '../../app/errors/catalogue.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { verifySignedData } from '../../crypto/cms/verify-signature.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';

export interface SignedStatement<T> {
  readonly statement: T;
  /** The signed bytes. */
  readonly content: Buffer;
  /** Path and revocation are the caller's business. */
  readonly signer: Certificate;
}

/**
 * @throws `codes.signature` when the signature does not hold or is not of exactly one signer
 * @throws `codes.form` when the content is not canonical JSON of this shape
 */
export function readSigned<T>(
  der: Uint8Array,
  schema: z.ZodType<T>,
  codes: { readonly signature: ErrorCode; readonly form: ErrorCode },
): SignedStatement<T> {
  try {
    const { content, signers } = verifySignedData(der);
    const [signer, ...more] = signers;
    if (signer === undefined || more.length > 0) throw new CodedError(codes.signature, { why: 'signers' });
    const parsed = schema.safeParse(parseCanonicalJson(content));
    if (!parsed.success) throw new CodedError(codes.form, { field: parsed.error.issues[0]?.path.join('.') ?? '' });
    return { statement: parsed.data, content, signer: signer.certificate };
  } catch (error) {
    if (!isCryptoError(error)) throw error;
    const code = error.code.startsWith('json/') ? codes.form : codes.signature;
    throw new CodedError(code, { why: error.code }, { cause: error });
  }
}
