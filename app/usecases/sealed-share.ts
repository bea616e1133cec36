// A share of a quorum's key on its way: its holder sealed it to the key of whoever puts the shares together.
import { openAttached } from '../../crypto/cms/attached.ts';
import type { DecryptionKey } from '../../crypto/keys.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { wipe, withWiped } from '../../crypto/secret.ts';
import { parseShare, type Share } from '../../crypto/shares.ts';

export interface SealedShare {
  /** As the holder's signed statement has both. */
  readonly sealedShare: string;
  readonly shareSha256: string;
}

/**
 * @param place - of the holder, from 0: nobody puts a share in another's place
 * @returns null when it is another share than the holder's; whoever gets it wipes it
 * @throws cms/*, share/malformed
 */
export async function openSealedShare(
  { sealedShare, shareSha256 }: SealedShare,
  { key, place, quorumId }: { readonly key: DecryptionKey; readonly place: number; readonly quorumId: string },
): Promise<Share | null> {
  const der = Buffer.from(sealedShare, 'base64');
  if (sha256Hex(der) !== shareSha256) return null;
  const share = await withWiped(await openAttached(der, key), (plain) => parseShare(plain, quorumId));
  // Shares are numbered like their holders.
  if (share.x === place + 1) return share;
  wipe(share.bytes);
  return null;
}
