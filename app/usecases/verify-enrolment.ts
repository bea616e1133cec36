// UC-15 for a verifier: see who waits for a certificate, and decide after meeting the person; revoke one that must no longer be
// trusted.
import type { z } from 'zod';
import type { CallOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { AmsCalls } from '../ports/lpse-gateway.ts';
import type { EnrolmentAnswer, EnrolmentList, RevocationAnswer, RevocationRequest } from '../protocol/ams.ts';

export interface VerifierNeeds {
  readonly lpse: AmsCalls;
  readonly journal: Journal;
}

export async function listEnrolments(
  { lpse }: Pick<VerifierNeeds, 'lpse'>,
  options: CallOptions = {},
): Promise<z.infer<typeof EnrolmentList>['enrolments']> {
  return (await lpse.enrolments(options)).enrolments;
}

/** @throws ams/already-decided, access/forbidden */
export async function decideEnrolment(
  { lpse, journal }: VerifierNeeds,
  input: { readonly enrolmentId: string; readonly approve: boolean; readonly reason: string },
  options: CallOptions = {},
): Promise<EnrolmentAnswer> {
  const { enrolmentId, approve, reason } = input;
  const answer = await lpse.decideEnrolment(enrolmentId, { approve, reason }, options);
  await journal.append({ event: 'enrolment.decided', bidId: null, kdTender: null, facts: { enrolmentId, approve } });
  return answer;
}

/** Cannot be undone. @throws ams/revocation-refused, access/forbidden */
export async function revokeCertificate(
  { lpse, journal }: VerifierNeeds,
  input: z.infer<typeof RevocationRequest>,
  options: CallOptions = {},
): Promise<z.infer<typeof RevocationAnswer>> {
  const answer = await lpse.revokeCertificate(input, options);
  await journal.append({ event: 'certificate.revoked', bidId: null, kdTender: null, facts: { ...answer } });
  return answer;
}
