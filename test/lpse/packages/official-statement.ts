// A statement of an official before any policy may be there: signed with the certificate that the AMS has for that account now.
import type { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { ErrorCode } from '../../../app/errors/catalogue.ts';
import type { Clock } from '../clock.ts';
import type { CertificateService } from '../context.ts';
import { readSigned } from '../signed-statement.ts';

/** @throws code */
export function readOfficialStatement<T>(
  { ams, clock }: { readonly ams: CertificateService; readonly clock: Clock },
  accountId: string,
  given: { readonly der: Buffer; readonly schema: z.ZodType<T>; readonly code: ErrorCode },
): T {
  const { code, der, schema } = given;
  const { statement, signer } = readSigned(der, schema, { signature: code, form: code });
  const current = ams.currentOf(accountId, 'member-signing', clock.now());
  if (current?.certificate.sha256 !== signer.sha256) throw new CodedError(code, { why: 'signer' });
  return statement;
}
