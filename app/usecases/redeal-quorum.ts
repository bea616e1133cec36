// UC-16 Deal the same quorum key again (crypto/SPEC.md 11), after a member was replaced or has a new certificate: the leader's
// computer asks, k holders of the present dealing seal their shares to it, and it deals W with a new polynomial to the present
// members. Key and certificate stay, so receipted bids do. The old shares stay mathematically valid until they are destroyed.
import { sha256Hex } from '../../crypto/encoding.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { DecryptionKey } from '../../crypto/keys.ts';
import { wipe } from '../../crypto/secret.ts';
import type { Share } from '../../crypto/shares.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { CommitteeCalls } from '../ports/lpse-gateway.ts';
import type { SessionKeys } from '../ports/session-keys.ts';
import { RedealContribution, RedealSession, type DealingState } from '../protocol/committee.ts';
import { Dealing } from '../protocol/policy.ts';
import { readSigned } from '../policy/signed-message.ts';
import { committeeOf, loadPeople, requireHolders, requireMember, type CommitteePeople } from './committee-people.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { findShare, resealShare } from './contribute-share.ts';
import { orderFor, postDealing, type DealNeeds, type DealtEnvelope } from './deal-quorum.ts';
import { openSealedShare } from './sealed-share.ts';
import { signAsMember } from './sign-as-member.ts';

export interface RedealNeeds extends DealNeeds {
  readonly lpse: DealNeeds['lpse'] & Pick<CommitteeCalls, 'startRedealing' | 'giveShare'>;
  readonly sessionKeys: SessionKeys;
}

export interface RedealInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  /** A signing certificate. */
  readonly identityId: string;
}

/** The leader's computer offers itself for every envelope that was dealt; answers its certificates. Safe to repeat. */
export async function askForShares(
  needs: RedealNeeds,
  { connection, kdTender, identityId }: RedealInput,
  options: RunOptions = {},
): Promise<readonly string[]> {
  const people = await loadPeople(needs, { connection, kdTender }, options);
  const states = requireDealt(people);
  const key = await needs.identities.unlockSigning(identityId);
  const asked: string[] = [];
  for (const state of states) {
    const { certificate } = await needs.sessionKeys.forOpening(sessionIdOf(kdTender, state));
    asked.push(certificate.sha256);
    const statement = RedealSession.parse({
      format: 'segel-redeal-session/1',
      ...{ kdTender, envelopeId: state.envelopeId, dealingSha256: dealingDigest(state) },
      sessionCertificate: certificate.der.toString('base64'),
    });
    const session = await signAsMember(needs, key, { statement, connection });
    await needs.lpse.startRedealing(kdTender, state.envelopeId, { session }, options);
  }
  return asked;
}

export interface GiveShareInput extends RedealInput {
  readonly encryptionIdentityId: string;
  /** What the screen showed as the asking computers, so that a member knows whom the shares go to. */
  readonly sessionSha256: readonly string[];
}

/**
 * A holder's shares, sealed to the dealing computer. Safe to repeat.
 * @throws opening/session-missing; opening/statement-refused when another computer asks than the one that was shown
 * @throws opening/signature-refused when it is not the leader who asks, or nobody of the committee who dealt
 */
export async function giveShares(needs: RedealNeeds, input: GiveShareInput, options: RunOptions = {}): Promise<void> {
  const { connection, kdTender } = input;
  const people = await loadPeople(needs, { connection, kdTender }, options);
  const states = requireDealt(people);
  const sessions = states.map((state) => requireSession(people, kdTender, state));
  if (sessions.some(({ sha256 }) => !input.sessionSha256.includes(sha256))) {
    throw new CodedError('opening/statement-refused', { why: 'session certificate' });
  }
  const { certificate: holder } = await needs.identities.load(input.encryptionIdentityId);
  const key = await needs.identities.unlockSigning(input.identityId);
  const decryption = await needs.identities.unlockDecryption(input.encryptionIdentityId);
  for (const [i, state] of states.entries()) {
    const session = sessions[i];
    if (session === undefined) continue;
    const dealing = Buffer.from(state.dealing, 'base64');
    const quorum = parseCertificate(Buffer.from(state.certificate, 'base64'));
    const share = findShare(dealing, { quorum, holder, leaders: dealersOf(dealing, people) });
    const sealedShare = await resealShare(share, decryption, session);
    const statement = RedealContribution.parse({
      format: 'segel-redeal-contribution/1',
      ...{ kdTender, envelopeId: state.envelopeId, dealingSha256: dealingDigest(state) },
      sessionCertificateSha256: session.sha256,
      holderCertificateSha256: holder.sha256,
      shareSha256: sha256Hex(sealedShare),
      sealedShare: sealedShare.toString('base64'),
    });
    const contribution = await signAsMember(needs, key, { statement, connection });
    await needs.lpse.giveShare(kdTender, state.envelopeId, { contribution }, options);
    const facts = { envelopeId: state.envelopeId, shareSha256: statement.shareSha256 };
    await needs.journal.append({ event: 'quorum.share-given', bidId: null, kdTender, facts });
  }
}

/**
 * Joins what was given and deals it anew; the session's key is destroyed afterwards.
 * @throws share/too-few, share/inconsistent; policy/dealing-refused, policy/members-incomplete
 */
export async function finishRedealing(
  needs: RedealNeeds,
  { connection, kdTender, identityId }: RedealInput,
  options: RunOptions = {},
): Promise<readonly DealtEnvelope[]> {
  const people = await loadPeople(needs, { connection, kdTender }, options);
  const holders = requireHolders(people);
  const states = requireDealt(people);
  const key = await needs.identities.unlockSigning(identityId);
  const dealt: DealtEnvelope[] = [];
  for (const state of states) {
    const { envelopeId } = state;
    const again = await collect(needs, { people, kdTender, state });
    const { threshold } = again.quorum;
    const parts = await needs.dealer.deal(orderFor({ kdTender, envelopeId, threshold, holders, again }));
    dealt.push(await postDealing(needs, { connection, kdTender, envelopeId, parts, holders, key }, options));
    await needs.sessionKeys.forget(sessionIdOf(kdTender, state));
  }
  return dealt;
}

/** Who asks for shares, verified; null while nobody does. @throws opening/signature-refused */
export function redealSession(people: CommitteePeople, kdTender: string, state: DealingState): Certificate | null {
  if (state.session === null) return null;
  const { value, signers } = readSigned(Buffer.from(state.session, 'base64'), RedealSession);
  const leader = requireMember(people, signers, 'session');
  const isOurs =
    value.kdTender === kdTender &&
    value.envelopeId === state.envelopeId &&
    value.dealingSha256 === dealingDigest(state) &&
    leader.accountId === people.people[0]?.accountId;
  if (!isOurs) throw new CodedError('opening/signature-refused', { why: 'session' });
  return parseCertificate(Buffer.from(value.sessionCertificate, 'base64'));
}

export function dealingDigest({ dealing }: Pick<DealingState, 'dealing'>): string {
  return sha256Hex(Buffer.from(dealing, 'base64'));
}

function requireSession(people: CommitteePeople, kdTender: string, state: DealingState): Certificate {
  const session = redealSession(people, kdTender, state);
  if (session === null) throw new CodedError('opening/session-missing');
  return session;
}

function requireDealt({ answer }: CommitteePeople): readonly DealingState[] {
  if (answer.dealings.length === 0) throw new CodedError('policy/dealing-refused', { why: 'no dealing' });
  return answer.dealings;
}

/** A leader who has left the committee since may have dealt; then the AMS's word and the committee's name must do. */
function dealersOf(dealing: Buffer, { people, requireUsable }: CommitteePeople): readonly string[] {
  const members = people.flatMap(({ signing }) => signing ?? []);
  const dealers = readSigned(dealing, Dealing).signers.map(({ certificate }) => certificate);
  for (const dealer of dealers) {
    if (members.some(({ sha256 }) => sha256 === dealer.sha256)) continue;
    requireUsable(dealer, 'signing');
    if (committeeOf(dealer) !== committeeOf(members[0]))
      throw new CodedError('opening/signature-refused', { why: 'dealing' });
  }
  return dealers.map(({ der }) => der.toString('base64'));
}

async function collect(
  { sessionKeys }: RedealNeeds,
  about: { readonly people: CommitteePeople; readonly kdTender: string; readonly state: DealingState },
) {
  const { people, kdTender, state } = about;
  const key = await sessionKeys.forOpening(sessionIdOf(kdTender, state));
  if (redealSession(people, kdTender, state)?.sha256 !== key.certificate.sha256) {
    throw new CodedError('opening/session-missing');
  }
  const { value } = readSigned(Buffer.from(state.dealing, 'base64'), Dealing);
  const quorumId = sha256Hex(parseCertificate(Buffer.from(state.certificate, 'base64')).spkiDer);
  const shares = new Map<number, Share>();
  for (const contribution of state.contributions) {
    const share = await readContribution(contribution, { ...about, key, dealing: value, quorumId });
    if (share !== null) shares.set(share.x, share);
  }
  if (shares.size < value.threshold) {
    wipe(...[...shares.values()].map(({ bytes }) => bytes));
    throw new CodedError('share/too-few', { given: shares.size, threshold: value.threshold });
  }
  const { threshold, commitment } = value;
  const encryptedKeyDer = Buffer.from(value.encryptedKey, 'base64');
  return { quorum: { quorumId, threshold, commitment, encryptedKeyDer }, shares: [...shares.values()] };
}

/** Null when it is not a present member's own share for this session: k others may suffice. */
async function readContribution(
  contribution: string,
  about: {
    readonly people: CommitteePeople;
    readonly state: DealingState;
    readonly key: DecryptionKey;
    readonly dealing: Dealing;
    readonly quorumId: string;
  },
): Promise<Share | null> {
  const { people, state, key, dealing, quorumId } = about;
  try {
    const { value, signers } = readSigned(Buffer.from(contribution, 'base64'), RedealContribution);
    requireMember(people, signers, 'contribution');
    const place = dealing.shares.findIndex(
      ({ holderCertificateSha256 }) => holderCertificateSha256 === value.holderCertificateSha256,
    );
    const ours =
      value.dealingSha256 === dealingDigest(state) && value.sessionCertificateSha256 === key.certificate.sha256;
    if (!ours || place < 0) return null;
    return await openSealedShare(value, { key, place, quorumId });
  } catch (error) {
    if (error instanceof CryptoError || error instanceof CodedError) return null;
    throw error;
  }
}

/** One key for each dealing that is replaced. */
function sessionIdOf(kdTender: string, state: DealingState): string {
  return `bagi-ulang-${kdTender}-${state.envelopeId}-${dealingDigest(state).slice(0, 16)}`;
}
