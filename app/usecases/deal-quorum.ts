// UC-16 Deal a quorum key (leader): key, request and shares are made at once in a thread that ends afterwards, each share is sealed
// to its holder, and what is secret is wiped. This computer is trusted at that moment; the screen says so (crypto/SPEC.md 11).
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import type { DealingOrder, DealtParts } from '../../crypto/quorum-dealing.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { thresholdsFor } from '../domain/committee-view.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Dealer } from '../ports/dealer.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { PackageCalls } from '../ports/lpse-gateway.ts';
import { Dealing } from '../protocol/policy.ts';
import { EnvelopeId } from '../protocol/primitives.ts';
import { loadPeople, requireHolders, type PeopleNeeds } from './committee-people.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface DealNeeds extends PeopleNeeds {
  readonly lpse: PeopleNeeds['lpse'] & Pick<PackageCalls, 'package' | 'deal'>;
  readonly dealer: Dealer;
  readonly identities: IdentityStore;
  readonly journal: Journal;
}

export interface DealInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly threshold: number;
  /** The leader's signing certificate. */
  readonly identityId: string;
}

export interface DealtEnvelope {
  readonly envelopeId: string;
  /** Of the quorum certificate that the AMS issued. */
  readonly certificateSha256: string;
}

/**
 * A new key for each envelope, dealt to the members' present certificates; the LPSE then drafts a policy that names them.
 * @throws policy/dealing-refused, policy/members-incomplete; certificate/*, trust/member-refused when a holder is not good
 */
export async function dealQuorum(
  needs: DealNeeds,
  input: DealInput,
  options: RunOptions = {},
): Promise<readonly DealtEnvelope[]> {
  const { connection, kdTender, threshold, identityId } = input;
  const { sampul } = await needs.lpse.package(kdTender, options);
  const holders = requireHolders(await loadPeople(needs, { connection, kdTender }, options));
  requireThreshold(threshold, holders.length);
  const key = await needs.identities.unlockSigning(identityId);
  const dealt: DealtEnvelope[] = [];
  for (const { envelopeId } of sampul) {
    const order = orderFor({ kdTender, envelopeId, threshold, holders, again: null });
    const parts = await needs.dealer.deal(order);
    dealt.push(await postDealing(needs, { connection, kdTender, envelopeId, parts, holders, key }, options));
  }
  return dealt;
}

/** @throws policy/dealing-refused */
export function requireThreshold(threshold: number, holders: number): void {
  const allowed = thresholdsFor(holders);
  if (allowed === null || threshold < allowed.least || threshold > allowed.most) {
    throw new CodedError('policy/dealing-refused', { threshold, holders });
  }
}

export function orderFor(
  about: Omit<DealingOrder, 'commonName'> & { readonly kdTender: string; readonly envelopeId: string },
): DealingOrder {
  const { kdTender, envelopeId, ...order } = about;
  return { ...order, commonName: `Kuorum ${kdTender} ${envelopeId}` };
}

export interface DealingPost {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly envelopeId: string;
  readonly parts: DealtParts;
  readonly holders: readonly Certificate[];
  readonly key: SigningKey;
}

/** Signs and files a dealing. @throws policy/dealing-refused */
export async function postDealing(
  needs: Pick<DealNeeds, 'journal' | 'clock'> & { readonly lpse: Pick<PackageCalls, 'deal'> },
  { connection, kdTender, envelopeId, parts, holders, key }: DealingPost,
  options: RunOptions,
): Promise<DealtEnvelope> {
  const { quorumId, threshold, commitment } = parts;
  const dealing = Dealing.parse({
    format: 'segel-dealing/1',
    ...{ kdTender, envelopeId: EnvelopeId.parse(envelopeId), threshold, commitment },
    csr: parts.csrDer.toString('base64'),
    encryptedKey: parts.encryptedKeyDer.toString('base64'),
    shares: parts.sealedShares.map((sealed, i) => ({
      holderCertificateSha256: holders[i]?.sha256 ?? '',
      sealedShare: sealed.toString('base64'),
    })),
  });
  const signers = [{ key, signingTime: timeAt(connection, needs.clock) }];
  const signed = await signContent({ content: encodeCanonicalJson(dealing), detached: false, signers });
  const { certificate } = await needs.lpse.deal(kdTender, envelopeId, { dealing: signed.toString('base64') }, options);
  const quorum = parseCertificate(Buffer.from(certificate, 'base64'));
  // Anybody's certificate in its place, and whoever holds that key would open the bids alone.
  if (sha256Hex(quorum.spkiDer) !== quorumId) throw new CodedError('policy/dealing-refused', { why: 'another key' });
  const facts = { envelopeId, threshold, holders: holders.length, commitment };
  await needs.journal.append({ event: 'quorum.dealt', bidId: null, kdTender, facts });
  return { envelopeId, certificateSha256: quorum.sha256 };
}
