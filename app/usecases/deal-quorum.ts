// UC-16 Deal a quorum key (leader): key, request and shares are made here at once, each share is sealed to its holder, and what
// is secret is wiped. This computer is trusted at that moment; the screen says so (container.md 7).
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { sealAttached } from '../../crypto/cms/attached.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import { softwareSigningKey } from '../../crypto/keys.ts';
import { createQuorumKey } from '../../crypto/quorum-key.ts';
import { withWiped } from '../../crypto/secret.ts';
import { encodeShare } from '../../crypto/shares.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { encodeCsr } from '../../crypto/x509/csr.ts';
import { encodeName } from '../../crypto/x509/distinguished-name.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { PackageCalls } from '../ports/lpse-gateway.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import { Dealing } from '../protocol/policy.ts';
import { EnvelopeId } from '../protocol/primitives.ts';
import { openingUsage, requireTrusted } from '../policy/signed-message.ts';
import { collectRevocation } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface DealNeeds {
  readonly lpse: Pick<PackageCalls, 'deal'>;
  readonly identities: IdentityStore;
  readonly revocation: RevocationSource;
  readonly journal: Journal;
  readonly clock: Clock;
}

export interface DealInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly envelopeId: string;
  readonly threshold: number;
  /** Encryption certificates of the members, in the committee's order. */
  readonly holders: readonly Certificate[];
  /** The leader's signing certificate. */
  readonly identityId: string;
}

/**
 * Returns the quorum certificate (base64 DER) that the AMS issued; the LPSE then drafts a policy that names it.
 * @throws policy/dealing-refused, certificate/* when a holder's certificate is not good
 */
export async function dealQuorum(needs: DealNeeds, input: DealInput, options: RunOptions = {}): Promise<string> {
  const { connection, kdTender, threshold, holders } = input;
  const envelopeId = EnvelopeId.parse(input.envelopeId);
  // container.md 7: ceil((n+1)/2) <= k <= n-1.
  if (threshold < Math.ceil((holders.length + 1) / 2) || threshold > holders.length - 1) {
    throw new CodedError('policy/dealing-refused', { threshold, holders: holders.length });
  }
  await requireHolders(needs, input, options);
  const key = await needs.identities.unlockSigning(input.identityId);
  const parts = await makeParts(input);
  const dealing = Dealing.parse({ format: 'segel-dealing/1', kdTender, envelopeId, threshold, ...parts });
  const signers = [{ key, signingTime: timeAt(connection, needs.clock) }];
  const signed = await signContent({ content: encodeCanonicalJson(dealing), detached: false, signers });
  const { certificate } = await needs.lpse.deal(kdTender, envelopeId, { dealing: signed.toString('base64') }, options);
  const facts = { envelopeId, threshold, holders: holders.length, commitment: parts.commitment };
  await needs.journal.append({ event: 'quorum.dealt', bidId: null, kdTender, facts });
  return certificate;
}

async function requireHolders(
  needs: DealNeeds,
  { connection, holders }: DealInput,
  options: RunOptions,
): Promise<void> {
  const { trust, intermediates } = connection;
  const answers = await collectRevocation(needs.revocation, [...holders, ...intermediates], options);
  const at = timeAt(connection, needs.clock);
  for (const holder of holders) {
    const path = { anchors: trust.ams, at, intermediates, ...answers, revocation: 'required' as const };
    requireTrusted(holder, openingUsage(holder), path);
  }
}

async function makeParts({ threshold, holders, kdTender, envelopeId }: DealInput) {
  const dealt = await createQuorumKey({ threshold, holders: holders.length });
  const { privateKey, publicKey, quorumId, commitment, encryptedKeyDer } = dealt;
  const shares = await Promise.all(
    dealt.shares.map(async (share, i) => {
      const holder = holders[i];
      if (holder === undefined) throw new RangeError('more shares than holders');
      const sealedShare = await withWiped(encodeShare(quorumId, share), (plain) => sealAttached(plain, [holder]));
      share.bytes.fill(0);
      return { holderCertificateSha256: holder.sha256, sealedShare: sealedShare.toString('base64') };
    }),
  );
  const subjectDer = encodeName([{ type: 'CN', value: `Kuorum ${kdTender} ${envelopeId}` }]);
  const [anyHolder] = holders;
  if (anyHolder === undefined) throw new RangeError('no holder');
  // The signing half of a software key needs no certificate of its own here.
  const key = softwareSigningKey(privateKey, anyHolder);
  const csr = await encodeCsr({ subjectDer, publicKey }, (data) => key.sign(data));
  return { csr: csr.toString('base64'), encryptedKey: encryptedKeyDer.toString('base64'), commitment, shares };
}
