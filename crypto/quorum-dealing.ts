// A whole dealing (SPEC.md 11) in one place, so that it can run in a thread that ends afterwards: key or shares in, certificate
// request and sealed shares out. Nothing that is in the open here leaves this file.
import { sign } from 'node:crypto';
import { sealAttached } from './cms/attached.ts';
import { createQuorumKey, redealQuorumKey, type DealtQuorum, type Quorum } from './quorum-key.ts';
import { wipe, withWiped } from './secret.ts';
import { encodeShare, type Share } from './shares.ts';
import type { Certificate } from './x509/certificate.ts';
import { encodeCsr } from './x509/csr.ts';
import { encodeName } from './x509/distinguished-name.ts';

export interface DealingOrder {
  readonly threshold: number;
  /** Encryption certificates; the first gets x = 1. */
  readonly holders: readonly Certificate[];
  /** Subject of the certificate request. */
  readonly commonName: string;
  /** Null for a new key; else the quorum whose key is dealt again, and shares of it, which are wiped. */
  readonly again: { readonly quorum: Quorum; readonly shares: readonly Share[] } | null;
}

/** What everybody may see. */
export interface DealtParts extends Quorum {
  readonly csrDer: Buffer;
  /** Attached CMS, in the order of the holders. */
  readonly sealedShares: readonly Buffer[];
}

/**
 * @throws share/too-few, share/malformed, share/inconsistent when the shares given do not make the quorum's key
 * @throws certificate/wrong-usage, certificate/weak-algorithm when nothing can be sealed to a holder
 */
export async function dealQuorumKey({ threshold, holders, commonName, again }: DealingOrder): Promise<DealtParts> {
  const size = { threshold, holders: holders.length };
  try {
    const dealt =
      again === null ? await createQuorumKey(size) : await redealQuorumKey(again.quorum, again.shares, size);
    return await sealParts(dealt, { holders, commonName });
  } finally {
    wipe(...(again?.shares ?? []).map(({ bytes }) => bytes));
  }
}

async function sealParts(
  dealt: DealtQuorum,
  { holders, commonName }: Pick<DealingOrder, 'holders' | 'commonName'>,
): Promise<DealtParts> {
  const { quorumId, threshold, encryptedKeyDer, commitment, publicKey, privateKey, shares } = dealt;
  try {
    const sealedShares = await Promise.all(
      shares.map((share, i) => {
        const holder = holders[i];
        if (holder === undefined) throw new RangeError('more shares than holders');
        return withWiped(encodeShare(quorumId, share), (plain) => sealAttached(plain, [holder]));
      }),
    );
    const subjectDer = encodeName([{ type: 'CN', value: commonName }]);
    const csrDer = await encodeCsr({ subjectDer, publicKey }, (data) =>
      Promise.resolve(sign('sha256', data, privateKey)),
    );
    return { quorumId, threshold, encryptedKeyDer, commitment, csrDer, sealedShares };
  } finally {
    wipe(...shares.map(({ bytes }) => bytes));
  }
}
