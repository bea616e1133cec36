// Many bidders with one bid each in a tender of a reference LPSE. Bidders, certificates, seals, uploads, receipts and leaves are real;
// only the bidders' accounts are made without a form.
import { softwareSigningKey } from '../../crypto/keys.ts';
import { createAccountStore } from '../lpse/access/accounts.ts';
import { createPackageStore } from '../lpse/packages/package-store.ts';
import type { PackageRecord } from '../lpse/context.ts';
import { DEMO_PASSWORD } from '../lpse/seeds/people.ts';
import { sealBid, signRequest, submit, upload, type SealOptions, type Target } from '../lpse/trial/bidding.ts';
import type { Trial } from '../lpse/trial/trial.ts';
import { generateKeys } from '../pki/keys.ts';

export interface ManyBids {
  readonly bids: number;
  /** Bidders at work at once. */
  readonly atOnce: number;
  /** What a bidder sends; asked for once per bid. */
  readonly documents: () => NonNullable<SealOptions['documents']>;
}

/** Nobody but these bidders takes part in the tender afterwards. */
export async function addBids(trial: Trial, target: Target, { bids, atOnce, documents }: ManyBids): Promise<void> {
  const bidders = await addBidders(trial, target, bids);
  const work = async (_: unknown, worker: number): Promise<void> => {
    for (let i = worker; i < bidders.length; i += atOnce)
      await bid(trial, target, { userId: bidders[i] ?? '', documents: documents() });
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** User ids of the new participants. */
async function addBidders(trial: Trial, { kdTender }: Target, count: number): Promise<readonly string[]> {
  const { config, stores, keys, policies, packages } = trial.server.context;
  const accounts = await createAccountStore({ store: stores.lpse, atRest: keys.atRest, scryptCost: config.scryptCost });
  const participants: PackageRecord['participants'][number][] = [];
  const users: string[] = [];
  for (let i = 0; i < count; i++) {
    const [userId, bidderId] = [`penyedia.${i + 1}`, String(800_001 + i)];
    await accounts.create({
      ...{ accountId: `akun-${userId.replace('.', '-')}`, userType: 'PENYEDIA', userId, bidderId },
      ...{ name: `Direktur ${i + 1}`, organisation: `PT Penyedia Nomor ${i + 1}`, committee: null, role: 'bidder' },
      npwp: `01.${String(i).padStart(3, '0')}.678.9-901.000`,
      ...{ email: `${userId}@penyedia.example`, password: DEMO_PASSWORD },
    });
    participants.push({ kdPeserta: `${kdTender.slice(0, 5)}${bidderId}`, bidderId });
    users.push(userId);
  }
  const store = createPackageStore(stores.lpse, policies);
  store.replace({ ...packages.require(kdTender), participants });
  return users;
}

async function bid(
  trial: Trial,
  target: Target,
  { userId, documents }: { readonly userId: string; readonly documents: NonNullable<SealOptions['documents']> },
): Promise<void> {
  const person = await trial.signIn(userId);
  const { ams } = trial.server.context;
  const { privateKey, publicKey } = await generateKeys();
  const { certificate } = ams.issue(person.session.account.accountId, 'bidder', publicKey);
  const signer = softwareSigningKey(privateKey, certificate, ams.chain);
  const sealed = await sealBid(trial, person, target, { signer, documents });
  const uploadId = await upload(person, target, sealed);
  const request = await signRequest(trial, person, sealed, { ...target, uploadId, signer });
  // On a busy computer the server answers before it has finished; the same request asks again.
  for (let tries = 0; ; tries++) {
    const { receipt, state: reached } = await submit(person, request);
    if (receipt !== null) return;
    if (tries > 20) throw new Error(`bid of ${userId} is ${reached}`);
  }
}
