// Reading what a bidder signed: the CMS, its one signer, and the statement inside.
import type { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { validatePath } from '../../../crypto/x509/validate-path.ts';
import type { Caller, LpseContext, PackageRecord } from '../context.ts';

export interface SignedStatement<T> {
  readonly statement: T;
  readonly signer: Certificate;
}

/**
 * @throws submission/signature-refused when the signature does not hold or is not of exactly one signer
 * @throws submission/malformed when the content is not canonical JSON of this shape
 */
export function readStatement<T>(der: Uint8Array, schema: z.ZodType<T>): SignedStatement<T> {
  try {
    const { content, signers } = verifySignedData(der);
    const [signer, ...more] = signers;
    if (signer === undefined || more.length > 0)
      throw new CodedError('submission/signature-refused', { why: 'signers' });
    const parsed = schema.safeParse(parseCanonicalJson(content));
    if (!parsed.success)
      throw new CodedError('submission/malformed', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
    return { statement: parsed.data, signer: signer.certificate };
  } catch (error) {
    if (isCryptoError(error)) {
      const code = error.code.startsWith('json/') ? 'submission/malformed' : 'submission/signature-refused';
      throw new CodedError(code, { why: error.code }, { cause: error });
    }
    throw error;
  }
}

/**
 * That the signer is the caller: CA by the bidder's certificate with path and CRL at this moment, NON_CA by the device key
 * registered for this account. Answers the registration in NON_CA mode.
 * @throws submission/wrong-account, submission/signature-refused
 */
export function requireOwnSigner(
  context: LpseContext,
  { account }: Caller,
  { record, signer }: { readonly record: PackageRecord; readonly signer: Certificate },
): Buffer | null {
  if (record.mode === 'NON_CA') return requireOwnDevice(context, account.accountId, signer);
  if (context.ams.ownerOf(signer) !== account.accountId) throw new CodedError('submission/wrong-account');
  const report = validatePath({
    leaf: signer,
    intermediates: context.ams.chain,
    anchors: [context.ams.anchor],
    at: context.clock.now(),
    crls: context.ams.crls().map(parseCrl),
    revocation: 'required',
    requiredKeyUsage: ['digitalSignature', 'nonRepudiation'],
  });
  if (!report.ok) throw new CodedError('submission/signature-refused', { why: report.findings[0]?.code ?? '' });
  return null;
}

function requireOwnDevice(context: LpseContext, accountId: string, signer: Certificate): Buffer {
  const device = context.devices.find(accountId, signer.sha256);
  if (device === null) throw new CodedError('submission/wrong-account');
  if (device.revokedAt !== null || device.validFrom > context.clock.now())
    throw new CodedError('submission/signature-refused', { why: 'device' });
  return device.registration;
}
