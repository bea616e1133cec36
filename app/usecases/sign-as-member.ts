// Statements of a committee member: canonical JSON under the member's signing certificate, which the policy must name.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { firstFailure } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import { checkIdentity } from './choose-signer.ts';
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

export interface ActingNeeds extends MemberNeeds {
  readonly revocation: RevocationSource;
}

/**
 * Judges the member's own certificate as it is now, and only then asks for the passphrase.
 * @throws opening/signature-refused, identity/not-found, identity/wrong-passphrase
 * @throws certificate/revoked, certificate/expired, certificate/revocation-unknown and other findings of its path
 */
export async function unlockMember(
  needs: ActingNeeds,
  about: { readonly envelope: PolicyEnvelope; readonly identityId: string; readonly connection: LpseConnection },
  options: CallOptions = {},
): Promise<SigningKey> {
  const { envelope, identityId, connection } = about;
  const { certificate, chain } = await needs.identities.load(identityId);
  placeOf(envelope, certificate.sha256);
  await requireGoodNow(needs, { certificate, chain, connection }, options);
  return needs.identities.unlockSigning(identityId);
}

/**
 * Whoever acts in an opening must be good now, however good the policy was that named the person (app/protocol/SPEC.md 7).
 * @throws the code of the first check that failed: certificate/revoked, certificate/expired, certificate/revocation-unknown ...
 */
export async function requireGoodNow(
  needs: Pick<ActingNeeds, 'revocation' | 'clock'>,
  who: {
    readonly certificate: Certificate;
    readonly chain: readonly Certificate[];
    readonly connection: LpseConnection;
  },
  options: CallOptions = {},
): Promise<void> {
  const until = timeAt(who.connection, needs.clock);
  // Past the cache: a revocation of minutes ago matters.
  const failure = firstFailure(await checkIdentity(needs, { ...who, until }, { ...options, fresh: true }));
  if (failure !== null) throw new CodedError(failure.code, failure.facts);
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
