// UC-18 Lead an opening: offer this computer's session key where one is needed (quorum, NON_CA), and ask the KMS to release the
// headers of every bid at once. Nothing is asked for before the log has proven which bids there are.
import { SessionStatement, ReleaseStatement } from '../protocol/openings.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { AccountCalls } from '../ports/lpse-gateway.ts';
import type { SessionKeys } from '../ports/session-keys.ts';
import { enterOpening, requireDue, type OpeningInput, type OpeningNeeds, type OpeningRoom } from './opening-room.ts';
import { signAsMember, unlockMember, type ActingNeeds } from './sign-as-member.ts';

export interface LeadNeeds extends OpeningNeeds, ActingNeeds {
  readonly lpse: OpeningNeeds['lpse'] & Pick<AccountCalls, 'nonce'>;
  readonly sessionKeys: SessionKeys;
  readonly journal: Journal;
}

export interface MemberInput extends OpeningInput {
  /** The member's signing certificate. */
  readonly identityId: string;
}

/**
 * Offers this computer as the leading one. Safe to repeat on the same computer.
 * @throws opening/session-taken when another member leads; trust/log-incomplete
 */
export async function offerSession(
  needs: LeadNeeds,
  input: MemberInput,
  options: RunOptions<ByteProgress> = {},
): Promise<OpeningRoom> {
  const room = await enterOpening(needs, input, options);
  requireDue(room);
  const { openingId, kdTender, envelopeId } = room.answer;
  const { certificate } = await needs.sessionKeys.forOpening(openingId);
  if (room.sessionCertificate?.sha256 === certificate.sha256) return room;
  const key = await unlockMember(needs, { ...input, envelope: room.envelope }, options);
  const statement = SessionStatement.parse({
    format: 'segel-session/1',
    ...{ kdTender, envelopeId, openingId },
    sessionCertificate: certificate.der.toString('base64'),
  });
  const session = await signAsMember(needs, key, { statement, connection: input.connection });
  await needs.lpse.postSession(openingId, { session }, options);
  const facts = { openingId, sessionCertificateSha256: certificate.sha256 };
  await needs.journal.append({ event: 'opening.session', bidId: null, kdTender, facts });
  return enterOpening(needs, input, options);
}

/**
 * Asks for the release, once; afterwards the room has it.
 * @throws kms/before-the-hour, opening/session-missing (NON_CA), trust/log-incomplete, trust/release-refused
 */
export async function requestRelease(
  needs: LeadNeeds,
  input: MemberInput,
  options: RunOptions<ByteProgress> = {},
): Promise<OpeningRoom> {
  const room = await enterOpening(needs, input, options);
  requireDue(room);
  if (room.release !== null) return room;
  const { openingId, kdTender, envelopeId } = room.answer;
  const { kdLpse, versiTender } = room.policy;
  const key = await unlockMember(needs, { ...input, envelope: room.envelope }, options);
  const { nonce: serverNonce } = await needs.lpse.nonce(options);
  const statement = ReleaseStatement.parse({
    format: 'segel-release-request/1',
    ...{ kdLpse, kdTender, versiTender, envelopeId, openingId, serverNonce },
  });
  const request = await signAsMember(needs, key, { statement, connection: input.connection });
  await needs.lpse.release(openingId, { request }, options);
  await needs.journal.append({ event: 'opening.released', bidId: null, kdTender, facts: { openingId } });
  const released = await enterOpening(needs, input, options);
  requireDue(released);
  return released;
}
