// A reference LPSE with many bids in its quorum tender, in a process of its own; its clock then stands an hour after the deadline.
// Bidders, certificates, seals, uploads, receipts and leaves are real; only the bidders' accounts are made without a form.
// `opening-lpse-server.ts BIDS BYTES`, started by opening-lpse.ts.
import { randomBytes } from 'node:crypto';
import { softwareSigningKey } from '../../crypto/keys.ts';
import { createAccountStore } from '../lpse/access/accounts.ts';
import { createPackageStore } from '../lpse/packages/package-store.ts';
import type { PackageRecord } from '../lpse/context.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSWORD } from '../lpse/seeds/people.ts';
import { sealBid, signRequest, submit, upload } from '../lpse/trial/bidding.ts';
import { Trial } from '../lpse/trial/trial.ts';
import { generateKeys } from '../pki/keys.ts';

/** What the server says when it is ready, and again whenever it is asked what it has cost. */
export interface ServerState {
  readonly dir: string;
  readonly trustDir: string;
  /** Of this process, since its start. */
  readonly cpuSeconds: number;
}

const DOCUMENTS = 4;
/** Bidders at work at once. */
const AT_ONCE = 4;
const target = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' } as const;

const [bids = 0, documentBytes = 0] = process.argv.slice(2).map(Number);
const trial = await Trial.start();
const bidders = await addBidders();
await Promise.all(
  Array.from({ length: AT_ONCE }, async (_, worker) => {
    for (let i = worker; i < bidders.length; i += AT_ONCE) await bid(bidders[i] ?? '');
  }),
);
await trial.advanceTo(new Date(trial.closesAt(target.kdTender, target.envelopeId).getTime() + 3_600_000));
process.on('message', () => process.send?.(state()));
process.on('disconnect', () => void trial.stop());
process.send?.(state());

function state(): ServerState {
  const { user, system } = process.cpuUsage();
  return { dir: trial.dir, trustDir: trial.server.trustDir, cpuSeconds: (user + system) / 1e6 };
}

/** User ids of the new participants. */
async function addBidders(): Promise<readonly string[]> {
  const { config, stores, keys, policies, packages } = trial.server.context;
  const accounts = await createAccountStore({ store: stores.lpse, atRest: keys.atRest, scryptCost: config.scryptCost });
  const participants: PackageRecord['participants'][number][] = [];
  const users: string[] = [];
  for (let i = 0; i < bids; i++) {
    const [userId, bidderId] = [`penyedia.${i + 1}`, String(800_001 + i)];
    await accounts.create({
      ...{ accountId: `akun-${userId.replace('.', '-')}`, userType: 'PENYEDIA', userId, bidderId },
      ...{ name: `Direktur ${i + 1}`, organisation: `PT Penyedia Nomor ${i + 1}`, committee: null, role: 'bidder' },
      npwp: `01.${String(i).padStart(3, '0')}.678.9-901.000`,
      ...{ email: `${userId}@penyedia.example`, password: DEMO_PASSWORD },
    });
    participants.push({ kdPeserta: `${target.kdTender.slice(0, 5)}${bidderId}`, bidderId });
    users.push(userId);
  }
  const store = createPackageStore(stores.lpse, policies);
  store.replace({ ...packages.require(target.kdTender), participants });
  return users;
}

async function bid(userId: string): Promise<void> {
  const person = await trial.signIn(userId);
  const { ams } = trial.server.context;
  const { privateKey, publicKey } = await generateKeys();
  const { certificate } = ams.issue(person.session.account.accountId, 'bidder', publicKey);
  const signer = softwareSigningKey(privateKey, certificate, ams.chain);
  const documents = Array.from(
    { length: DOCUMENTS },
    (_, i) => [`dokumen-${i + 1}.pdf`, randomBytes(documentBytes)] as const,
  );
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
