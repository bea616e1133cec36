// Statements of a committee member: canonical JSON under the member's signing certificate, which the policy must name.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface MemberNeeds {
  readonly identities: IdentityStore;
  readonly clock: Clock;
}

/** Place of a certificate among the members of an envelope. @throws opening/signature-refused when it is not named there */
export function placeOf(envelope: PolicyEnvelope, certificateSha256: string): number {
  const members = envelope.signers.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256);
  const place = members.indexOf(certificateSha256);
  if (place < 0) throw new CodedError('opening/signature-refused', { certificateSha256 });
  return place;
}

/** Asks for the passphrase. @throws opening/signature-refused, identity/not-found, identity/wrong-passphrase */
export async function unlockMember(
  { identities }: Pick<MemberNeeds, 'identities'>,
  envelope: PolicyEnvelope,
  identityId: string,
): Promise<SigningKey> {
  placeOf(envelope, (await identities.load(identityId)).certificate.sha256);
  return identities.unlockSigning(identityId);
}

/** base64 of CMS SignedData over the canonical form of `statement`. */
export async function signAsMember(
  { clock }: Pick<MemberNeeds, 'clock'>,
  key: SigningKey,
  about: { readonly statement: Json; readonly connection: LpseConnection },
): Promise<string> {
  const content = encodeCanonicalJson(about.statement);
  const signers = [{ key, signingTime: timeAt(about.connection, clock) }];
  return (await signContent({ content, detached: false, signers })).toString('base64');
}
