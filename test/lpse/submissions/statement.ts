// What a bidder signed, and that it is the caller who signed.
import type { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { validatePath } from '../../../crypto/x509/validate-path.ts';
import type { Caller, LpseContext, PackageRecord } from '../context.ts';
import { readSigned, type SignedStatement } from '../signed-statement.ts';

/** @throws submission/signature-refused, submission/malformed */
export function readStatement<T>(der: Uint8Array, schema: z.ZodType<T>): SignedStatement<T> {
  return readSigned(der, schema, { signature: 'submission/signature-refused', form: 'submission/malformed' });
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
