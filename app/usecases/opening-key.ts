// The key that opens on this computer: the member's own, the quorum's joined from contributions, or the session's (NON_CA).
import { softwareDecryptionKey, type DecryptionKey } from '../../crypto/keys.ts';
import { openQuorumKey } from '../../crypto/quorum-key.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { wipe } from '../../crypto/secret.ts';
import type { Share } from '../../crypto/shares.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { PackageCalls } from '../ports/lpse-gateway.ts';
import type { SessionKeys } from '../ports/session-keys.ts';
import { ContributionStatement } from '../protocol/openings.ts';
import { Dealing } from '../protocol/policy.ts';
import { readSigned } from '../policy/signed-message.ts';
import { requireQuorumCertificate } from './contribute-share.ts';
import type { OpeningRoom } from './opening-room.ts';
import { openSealedShare } from './sealed-share.ts';

/** What the key depends on. */
type KeyRoom = Pick<OpeningRoom, 'answer' | 'envelope' | 'sessionCertificate'>;

export interface OpeningKeyNeeds {
  readonly lpse: Pick<PackageCalls, 'dealing'>;
  readonly identities: IdentityStore;
  readonly sessionKeys: SessionKeys;
}

/**
 * @param encryptionIdentityId - the member's encryption certificate; not needed for quorum and NON_CA
 * @throws share/too-few, share/inconsistent, opening/session-missing, identity/not-found, identity/wrong-passphrase
 */
export async function openingKey(
  needs: OpeningKeyNeeds,
  about: { readonly room: KeyRoom; readonly encryptionIdentityId: string | null },
  options: CallOptions = {},
): Promise<DecryptionKey> {
  const { room, encryptionIdentityId } = about;
  const { openers } = room.envelope;
  if (openers === null) return sessionKey(needs, room);
  if (openers.kind === 'quorum') return quorumKey(needs, room, options);
  if (encryptionIdentityId === null) throw new CodedError('identity/not-found');
  return needs.identities.unlockDecryption(encryptionIdentityId);
}

/** Only the computer whose certificate a member signed for this session can use what was sealed to it. */
async function sessionKey({ sessionKeys }: OpeningKeyNeeds, room: KeyRoom): Promise<DecryptionKey> {
  const key = await sessionKeys.forOpening(room.answer.openingId);
  if (room.sessionCertificate?.sha256 !== key.certificate.sha256) throw new CodedError('opening/session-missing');
  return key;
}

async function quorumKey(needs: OpeningKeyNeeds, room: KeyRoom, options: CallOptions): Promise<DecryptionKey> {
  const { kdTender, envelopeId } = room.answer;
  const { dealing, certificate } = await needs.lpse.dealing(kdTender, envelopeId, options);
  const quorum = requireQuorumCertificate(room, certificate);
  const { value } = readSigned(Buffer.from(dealing, 'base64'), Dealing);
  const quorumId = sha256Hex(quorum.spkiDer);
  const shares = await collectShares(await sessionKey(needs, room), room, quorumId);
  try {
    const { threshold, commitment } = value;
    const encryptedKeyDer = Buffer.from(value.encryptedKey, 'base64');
    const { privateKey } = await openQuorumKey({ quorumId, threshold, commitment, encryptedKeyDer }, shares);
    return softwareDecryptionKey(privateKey, quorum);
  } finally {
    wipe(...shares.map(({ bytes }) => bytes));
  }
}

/** One share per holder, each signed by the member it belongs to and sealed to this session; anything else counts as absent. */
async function collectShares(key: DecryptionKey, room: KeyRoom, quorumId: string): Promise<readonly Share[]> {
  const shares = new Map<number, Share>();
  for (const contribution of room.answer.contributions) {
    const share = await readContribution(contribution, { key, room, quorumId });
    if (share !== null) shares.set(share.x, share);
  }
  return [...shares.values()];
}

/** Null when it is not a holder's own share for this session: k others may suffice (app/protocol/SPEC.md 7). */
async function readContribution(
  contribution: string,
  { key, room, quorumId }: { readonly key: DecryptionKey; readonly room: KeyRoom; readonly quorumId: string },
): Promise<Share | null> {
  try {
    const message = readSigned(Buffer.from(contribution, 'base64'), ContributionStatement);
    const { openingId, sessionCertificateSha256, holderCertificateSha256 } = message.value;
    const ours = openingId === room.answer.openingId && sessionCertificateSha256 === key.certificate.sha256;
    const signer = message.signers.length === 1 ? message.signers[0]?.certificate : undefined;
    const place = placeOfHolder(room, { signer, holderCertificateSha256 });
    if (!ours || place === null) return null;
    return await openSealedShare(message.value, { key, place, quorumId });
  } catch (error) {
    if (error instanceof CryptoError || error instanceof CodedError) return null;
    throw error;
  }
}

/** From 0. Signers and holders of a policy stand in the same order (policy.ts). */
function placeOfHolder(
  { envelope }: KeyRoom,
  about: { readonly signer: Certificate | undefined; readonly holderCertificateSha256: string },
): number | null {
  const { openers, signers } = envelope;
  if (openers?.kind !== 'quorum') return null;
  const digest = (der: string | undefined) =>
    der === undefined ? '' : parseCertificate(Buffer.from(der, 'base64')).sha256;
  const place = signers.findIndex((der) => digest(der) === about.signer?.sha256);
  return place >= 0 && digest(openers.holders[place]) === about.holderCertificateSha256 ? place : null;
}
