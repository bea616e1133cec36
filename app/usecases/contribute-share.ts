// UC-19 Contribute to a quorum: take the own share out of its envelope on this computer, seal it to the leading computer's key,
// sign and post it. The share is in the open only inside this function.
import { openAttached, sealAttached } from '../../crypto/cms/attached.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { DecryptionKey } from '../../crypto/keys.ts';
import { withWiped } from '../../crypto/secret.ts';
import { parseShare } from '../../crypto/shares.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { PackageCalls } from '../ports/lpse-gateway.ts';
import { ContributionStatement } from '../protocol/openings.ts';
import { Dealing } from '../protocol/policy.ts';
import { readSigned } from '../policy/signed-message.ts';
import { enterOpening, readSession, requireDue, type OpeningNeeds, type OpeningRoom } from './opening-room.ts';
import type { MemberInput } from './lead-opening.ts';
import { placeOf, requireGoodNow, signAsMember, unlockMember, type MemberNeeds } from './sign-as-member.ts';

export interface ContributeNeeds extends OpeningNeeds, MemberNeeds {
  readonly lpse: OpeningNeeds['lpse'] & Pick<PackageCalls, 'dealing'>;
  readonly journal: Journal;
}

export interface ContributeInput extends MemberInput {
  /** The member's encryption certificate, to which the share was sealed. */
  readonly encryptionIdentityId: string;
  /** What the screen showed as the leading computer, so that a member knows whom the share goes to. */
  readonly sessionCertificateSha256: string;
}

/**
 * Safe to repeat.
 * @throws opening/session-missing, opening/statement-refused when the leading computer is not the one that was shown
 * @throws certificate/revoked, certificate/expired when the own certificate or the leader's is no longer good
 * @throws share/malformed, cms/no-matching-recipient, seal/cannot-open when the share is not this member's
 */
export async function contributeShare(
  needs: ContributeNeeds,
  input: ContributeInput,
  options: RunOptions<ByteProgress> = {},
): Promise<OpeningRoom> {
  const room = await enterOpening(needs, input, options);
  requireDue(room);
  const { sessionCertificate, envelope, answer } = room;
  const { openingId, kdTender, envelopeId } = answer;
  if (sessionCertificate === null) throw new CodedError('opening/session-missing');
  if (sessionCertificate.sha256 !== input.sessionCertificateSha256) {
    throw new CodedError('opening/statement-refused', { why: 'session certificate' });
  }
  // A leader who was revoked since then gets no share; another member can lead.
  const leader = readSession(answer, envelope)?.leader;
  if (leader !== undefined) await requireGoodNow(needs, { ...leader, connection: input.connection }, options);
  const { dealing, certificate } = await needs.lpse.dealing(kdTender, envelopeId, options);
  const share = findShare(Buffer.from(dealing, 'base64'), {
    quorum: requireQuorumCertificate(room, certificate),
    holder: (await needs.identities.load(input.encryptionIdentityId)).certificate,
    leaders: envelope.signers,
  });
  const key = await unlockMember(needs, { ...input, envelope }, options);
  const decryption = await needs.identities.unlockDecryption(input.encryptionIdentityId);
  const sealedShare = await resealShare(share, decryption, sessionCertificate);
  placeOf(envelope, key.certificate.sha256);
  const statement = ContributionStatement.parse({
    format: 'segel-contribution/1',
    openingId,
    sessionCertificateSha256: sessionCertificate.sha256,
    holderCertificateSha256: decryption.certificate.sha256,
    shareSha256: sha256Hex(sealedShare),
    sealedShare: sealedShare.toString('base64'),
  });
  const contribution = await signAsMember(needs, key, { statement, connection: input.connection });
  await needs.lpse.contribute(openingId, { contribution }, options);
  const facts = { openingId, shareSha256: statement.shareSha256 };
  await needs.journal.append({ event: 'opening.contributed', bidId: null, kdTender, facts });
  return enterOpening(needs, input, options);
}

/** The quorum certificate that the verified policy names, not the one that came along. */
export function requireQuorumCertificate({ envelope }: Pick<OpeningRoom, 'envelope'>, offered: string): Certificate {
  const { openers } = envelope;
  if (openers?.kind !== 'quorum' || openers.certificate !== offered) {
    throw new CodedError('opening/statement-refused', { why: 'quorum certificate' });
  }
  return parseCertificate(Buffer.from(openers.certificate, 'base64'));
}

export interface SealedShare {
  readonly quorumId: string;
  readonly der: Buffer;
}

/** @throws opening/signature-refused, cms/no-matching-recipient when the dealing has nothing for this holder */
export function findShare(
  dealingDer: Uint8Array,
  about: { readonly quorum: Certificate; readonly holder: Certificate; readonly leaders: readonly string[] },
): SealedShare {
  const message = readSigned(dealingDer, Dealing);
  const leaders = new Set(about.leaders.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256));
  if (!message.signers.every(({ certificate }) => leaders.has(certificate.sha256))) {
    throw new CodedError('opening/signature-refused', { why: 'dealing' });
  }
  const own = message.value.shares.find(
    ({ holderCertificateSha256 }) => holderCertificateSha256 === about.holder.sha256,
  );
  if (own === undefined) throw new CodedError('cms/no-matching-recipient');
  return { quorumId: sha256Hex(about.quorum.spkiDer), der: Buffer.from(own.sealedShare, 'base64') };
}

/** Opened, checked and sealed again in one place; the plain share is wiped. */
export async function resealShare(
  { quorumId, der }: SealedShare,
  key: DecryptionKey,
  to: Certificate,
): Promise<Buffer> {
  return withWiped(await openAttached(der, key), (plain) => {
    parseShare(plain, quorumId).bytes.fill(0);
    return sealAttached(plain, [to]);
  });
}

/** UC-20 for a quorum member: can this computer open the own share? Nothing leaves the computer. */
export async function tryShare({ quorumId, der }: SealedShare, key: DecryptionKey): Promise<{ readonly x: number }> {
  return withWiped(await openAttached(der, key), (plain) => {
    const share = parseShare(plain, quorumId);
    share.bytes.fill(0);
    return { x: share.x };
  });
}
