// UC-20 The rehearsal of a quorum: does the own share of the newest dealing open on this computer? Only the answer leaves it, signed,
// so that the committee sees it before the policy is signed and before the hour.
import { sha256Hex } from '../../crypto/encoding.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { CommitteeCalls } from '../ports/lpse-gateway.ts';
import type { Journal } from '../ports/journal.ts';
import { ShareConfirmation, type DealingState } from '../protocol/committee.ts';
import { codedFailure } from '../policy/run-check.ts';
import { readSigned } from '../policy/signed-message.ts';
import { Dealing } from '../protocol/policy.ts';
import { requireMember, type CommitteePeople } from './committee-people.ts';
import { findShare, tryShare } from './contribute-share.ts';
import type { MemberInput } from './lead-opening.ts';
import { signAsMember, type MemberNeeds } from './sign-as-member.ts';

export interface ConfirmShareNeeds extends MemberNeeds {
  readonly lpse: Pick<CommitteeCalls, 'confirmShare'>;
  readonly journal: Journal;
}

export interface ConfirmShareInput extends MemberInput {
  readonly encryptionIdentityId: string;
}

export type ShareOutcome =
  { readonly kind: 'share-readable'; readonly x: number } | { readonly kind: 'not-opened'; readonly code: ErrorCode };

/**
 * Safe to repeat.
 * @throws opening/signature-refused when nobody of the committee dealt this, or this is not a member
 * @throws cms/no-matching-recipient when the certificate chosen has no share; identity/*
 */
export async function confirmShare(
  needs: ConfirmShareNeeds,
  input: ConfirmShareInput,
  about: { readonly people: CommitteePeople; readonly state: DealingState },
  options: CallOptions = {},
): Promise<ShareOutcome> {
  const { connection, kdTender } = input;
  const { people, state } = about;
  const dealing = Buffer.from(state.dealing, 'base64');
  requireMember(people, readSigned(dealing, Dealing).signers, 'dealing');
  const leaders = people.people.flatMap(({ signing }) => signing?.der.toString('base64') ?? []);
  const { certificate: holder } = await needs.identities.load(input.encryptionIdentityId);
  const quorum = parseCertificate(Buffer.from(state.certificate, 'base64'));
  const share = findShare(dealing, { quorum, holder, leaders });
  const { certificate: signer } = await needs.identities.load(input.identityId);
  if (!people.people.some(({ signing }) => signing?.sha256 === signer.sha256)) {
    throw new CodedError('opening/signature-refused', { certificateSha256: signer.sha256 });
  }
  const outcome = await tried(share, () => needs.identities.unlockDecryption(input.encryptionIdentityId));
  const statement = ShareConfirmation.parse({
    format: 'segel-share-confirmation/1',
    ...{ kdTender, envelopeId: state.envelopeId },
    dealingSha256: sha256Hex(dealing),
    holderCertificateSha256: holder.sha256,
    opened: outcome.kind === 'share-readable',
  });
  const key = await needs.identities.unlockSigning(input.identityId);
  const confirmation = await signAsMember(needs, key, { statement, connection });
  await needs.lpse.confirmShare(kdTender, state.envelopeId, { confirmation }, options);
  const facts = { envelopeId: state.envelopeId, opened: statement.opened };
  await needs.journal.append({ event: 'rehearsal.done', bidId: null, kdTender, facts });
  return outcome;
}

type Unlock = () => ReturnType<MemberNeeds['identities']['unlockDecryption']>;

async function tried(share: Parameters<typeof tryShare>[0], unlock: Unlock): Promise<ShareOutcome> {
  const key = await unlock();
  try {
    return { kind: 'share-readable', ...(await tryShare(share, key)) };
  } catch (error) {
    return { kind: 'not-opened', code: codedFailure(error).code };
  }
}
