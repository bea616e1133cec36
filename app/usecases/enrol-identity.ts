// UC-15 Get a certificate: the key is made on this device and never leaves it; the AMS certifies it after a verifier has seen
// the person. Asking again later fetches the certificate and joins it with its key.
import type { Secret } from '../../crypto/secret.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { IdentityStore, PendingKey, RequestedSubject } from '../ports/identity-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { AmsCalls } from '../ports/lpse-gateway.ts';
import type { CertificateProfile, EnrolmentAnswer } from '../protocol/ams.ts';
import { requireTrusted } from '../policy/signed-message.ts';
import type { Clock } from '../ports/clock.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { toIdentityView, type IdentityView } from './import-identity.ts';

export interface EnrolNeeds {
  readonly lpse: AmsCalls;
  readonly identities: IdentityStore;
  readonly journal: Journal;
  readonly clock: Clock;
}

export interface EnrolInput {
  readonly profile: CertificateProfile;
  readonly subject: RequestedSubject;
  readonly phone: string;
  readonly letter: { readonly name: string; readonly bytes: Uint8Array } | null;
  /** Protects the key on this device; wiped by whoever made it. */
  readonly passphrase: Secret;
}

/** Makes key and request, files it, and remembers under which number. @throws ams/request-refused, network/* */
export async function requestCertificate(
  needs: EnrolNeeds,
  input: EnrolInput,
  options: CallOptions = {},
): Promise<EnrolmentAnswer> {
  const { profile, phone, letter } = input;
  const { key, csrDer } = await needs.identities.createKey(profile, input.subject, input.passphrase);
  const answer = await needs.lpse.enrol(
    {
      ...{ profile, phone },
      csr: Buffer.from(csrDer).toString('base64'),
      recommendationLetter:
        letter === null
          ? null
          : {
              name: letter.name,
              sha256: sha256Hex(letter.bytes),
              content: Buffer.from(letter.bytes).toString('base64'),
            },
    },
    options,
  );
  await needs.identities.bindEnrolment(key.keyId, answer.enrolmentId);
  const facts = { enrolmentId: answer.enrolmentId, profile };
  await needs.journal.append({ event: 'certificate.requested', bidId: null, kdTender: null, facts });
  return answer;
}

/** Keys of this device that wait for their certificates. */
export async function pendingEnrolments({
  identities,
}: Pick<EnrolNeeds, 'identities'>): Promise<readonly PendingKey[]> {
  return identities.pendingKeys();
}

/**
 * Fetches an approved certificate. Safe to repeat.
 * @throws identity/not-found, identity/not-yet-issued with the reason when it was rejected, certificate/* when it is not the AMS's
 */
export async function fetchCertificate(
  needs: EnrolNeeds,
  input: { readonly connection: LpseConnection; readonly keyId: string },
  options: CallOptions = {},
): Promise<IdentityView> {
  const pending = (await needs.identities.pendingKeys()).find(({ keyId }) => keyId === input.keyId);
  const enrolmentId = pending?.enrolmentId ?? null;
  if (pending === undefined || enrolmentId === null) throw new CodedError('identity/not-found');
  const answer = await needs.lpse.enrolment(enrolmentId, options);
  if (answer.certificate === null) {
    throw new CodedError('identity/not-yet-issued', { state: answer.state, reason: answer.reason });
  }
  const certificate = parseCertificate(Buffer.from(answer.certificate, 'base64'));
  const chain = answer.chain.map((der) => parseCertificate(Buffer.from(der, 'base64')));
  const { connection } = input;
  const at = timeAt(connection, needs.clock);
  requireTrusted(certificate, [], { anchors: connection.trust.ams, at, intermediates: chain, revocation: 'none' });
  const identity = await needs.identities.completeKey(pending.keyId, certificate, chain);
  const facts = { enrolmentId, certificateSha256: certificate.sha256 };
  await needs.journal.append({ event: 'certificate.received', bidId: null, kdTender: null, facts });
  return toIdentityView(identity);
}
