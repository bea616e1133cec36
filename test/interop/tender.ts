// Real tenders at a reference LPSE for whoever judges dossiers: bids that were replaced, withdrawn and damaged, every way of opening.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigned } from '../../app/policy/signed-message.ts';
import { ResultStatement } from '../../app/protocol/openings.ts';
import type { EnvelopeId } from '../../app/protocol/primitives.ts';
import { contributeShare } from '../../app/usecases/contribute-share.ts';
import { exportTender } from '../../app/usecases/export-tender.ts';
import { offerSession, requestRelease } from '../../app/usecases/lead-opening.ts';
import { openBids } from '../../app/usecases/open-bids.ts';
import { registerDevice } from '../../app/usecases/register-device.ts';
import { rehearse } from '../../app/usecases/rehearse.ts';
import { replaceMember } from '../../app/usecases/replace-member.ts';
import { signPolicy, viewPolicyDraft } from '../../app/usecases/sign-policy.ts';
import { signTechnicalResult } from '../../app/usecases/sign-technical-result.ts';
import { withdrawBid } from '../../app/usecases/withdraw-bid.ts';
import { fileDossiers } from '../../main/adapters/file-dossier.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { sealedBid, sendBid } from '../faults/bidding.ts';
import { signIn } from '../lpse/client.ts';
import { accountIdOf } from '../lpse/seeds/people.ts';
import type { LpseOptions } from '../lpse/server.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';

/** One LPSE and the computers of everybody who was asked for. */
export class Tenders {
  readonly lpse: TemporaryLpse;
  readonly dir: string;
  readonly #stations = new Map<string, Station>();

  private constructor(lpse: TemporaryLpse, dir: string) {
    this.lpse = lpse;
    this.dir = dir;
  }

  /** @param knobs - of the LPSE */
  static async start(knobs: LpseOptions['knobs'] = {}): Promise<Tenders> {
    const lpse = await startTemporaryLpse({ knobs });
    return new Tenders(lpse, await mkdtemp(join(tmpdir(), 'segel-tender-')));
  }

  async close(): Promise<void> {
    for (const station of this.#stations.values()) await station.close();
    await this.lpse.close();
    await rm(this.dir, { recursive: true, force: true });
  }

  async at(userId: string): Promise<Station> {
    const known = this.#stations.get(userId);
    if (known !== undefined) return known;
    const station = await openStation(this.lpse, userId);
    this.#stations.set(userId, station);
    return station;
  }

  /** Seals and sends; a second bid of the same bidder replaces the first. */
  async bid(userId: string, kdTender: string, envelopeId: EnvelopeId, price = '1000000'): Promise<string> {
    const station = await this.at(userId);
    const bidId = await sealedBid(station, { kdTender, envelopeId, price });
    await sendBid(station, bidId);
    return bidId;
  }

  /** NON_CA bids are signed by the device. */
  async registerDevice(userId: string): Promise<void> {
    const station = await this.at(userId);
    await registerDevice(station.needs, { connection: await station.connect() });
  }

  async withdraw(userId: string, bidId: string): Promise<void> {
    const station = await this.at(userId);
    const identityId = station.signing?.identityId ?? null;
    await withdrawBid(station.needs, { connection: await station.connect(), bidId, identityId });
  }

  /** Damages a byte of the stored file of a bid in force. */
  damage(userId: string, kdTender: string, envelopeId: EnvelopeId): string {
    const { context } = this.lpse;
    const bidderId = this.bidderId(userId);
    const row = context.stores.lpse
      .prepare<[string, string, string], { submissionId: string; uploadId: string }>(
        `SELECT submission_id AS submissionId, upload_id AS uploadId FROM submissions
         WHERE kd_tender = ? AND envelope_id = ? AND bidder_id = ? AND state = 'receipted'`,
      )
      .get(kdTender, envelopeId, bidderId);
    if (row === undefined) throw new Error('no bid to damage');
    this.lpse.management?.setFaults({ flip: { uploadId: row.uploadId, position: 300 } });
    return row.submissionId;
  }

  /** Two minutes after the deadline. */
  async pass(kdTender: string, envelopeId: EnvelopeId): Promise<void> {
    const due = new Date(this.lpse.context.packages.closesAt(kdTender, envelopeId).getTime() + 120_000);
    if (this.lpse.clock.now() < due) await this.lpse.management?.advanceTo(due);
  }

  /** Moves to the opening stage of an envelope. */
  async reach(kdTender: string, envelopeId: EnvelopeId): Promise<void> {
    const due = new Date(this.lpse.context.packages.opensAt(kdTender, envelopeId).getTime() + 60_000);
    if (this.lpse.clock.now() < due) await this.lpse.management?.advanceTo(due);
  }

  async member(userId: string, kdTender: string, envelopeId: EnvelopeId) {
    const station = await this.at(userId);
    const identityId = station.signing?.identityId ?? '';
    return { station, input: { connection: await station.connect(), kdTender, envelopeId, identityId } };
  }

  /** A canary, or in a quorum the own share. */
  async rehearse(userId: string, kdTender: string, envelopeId: EnvelopeId): Promise<void> {
    const { station, input } = await this.member(userId, kdTender, envelopeId);
    const encryptionIdentityId = station.opening?.identityId ?? null;
    await rehearse(station.needs, { ...input, encryptionIdentityId, workDir: station.dir });
  }

  /** Another person in the place of a member; the next policy is signed by `signers`, of whom the first asks. */
  async replace(remove: string, add: string, signers: readonly string[], kdTender: string): Promise<void> {
    const [asking = ''] = signers;
    const { station, input } = await this.member(asking, kdTender, 'satu');
    const change = { remove: accountIdOf(remove), add: accountIdOf(add), reason: 'Pindah tugas' };
    await replaceMember(station.needs, { ...input, ...change });
    for (const userId of signers) {
      const { station: own, input: mine } = await this.member(userId, kdTender, 'satu');
      const { policySha256 } = await viewPolicyDraft(own.needs, mine);
      await signPolicy(own.needs, { ...mine, policySha256 });
    }
  }

  /** Release by the first of them, results by all. */
  async open(members: readonly string[], kdTender: string, envelopeId: EnvelopeId): Promise<void> {
    for (const userId of members) {
      const { station, input } = await this.member(userId, kdTender, envelopeId);
      await requestRelease(station.needs, input);
      const baseDir = join(this.dir, 'opened', kdTender, userId);
      const encryptionIdentityId = station.opening?.identityId ?? null;
      await openBids(station.needs, { ...input, encryptionIdentityId, baseDir });
    }
  }

  /** One leads, `contributors` give their shares (none in NON_CA mode), the leader opens. */
  async openLed(leader: string, contributors: readonly string[], kdTender: string, envelopeId: EnvelopeId) {
    const { station, input } = await this.member(leader, kdTender, envelopeId);
    const { sessionCertificate } = await offerSession(station.needs, input);
    const sessionCertificateSha256 = sessionCertificate?.sha256 ?? '';
    await requestRelease(station.needs, input);
    for (const userId of contributors) {
      const other = await this.member(userId, kdTender, envelopeId);
      const encryptionIdentityId = other.station.opening?.identityId ?? '';
      await contributeShare(other.station.needs, { ...other.input, encryptionIdentityId, sessionCertificateSha256 });
    }
    const baseDir = join(this.dir, 'opened', kdTender, leader);
    await openBids(station.needs, { ...input, encryptionIdentityId: null, baseDir });
  }

  /** Every member signs the same list. */
  async technical(members: readonly string[], kdTender: string, passed: readonly string[]): Promise<void> {
    for (const userId of members) {
      const { station, input } = await this.member(userId, kdTender, 'file-1');
      await signTechnicalResult(station.needs, { ...input, passed: passed.map((one) => this.bidderId(one)) });
    }
  }

  bidderId(userId: string): string {
    return this.lpse.context.accounts.all().find((one) => one.userId === userId)?.bidderId ?? '';
  }

  /** A bid that did not open, referred with the member's result as it was posted, and answered by the LPSE. */
  async refer(member: string, kdTender: string, envelopeId: EnvelopeId, submissionId: string): Promise<void> {
    const { station, input } = await this.member(member, kdTender, envelopeId);
    const { lpse } = station.needs;
    const { openingId, bids, results } = await lpse.startOpening({ kdTender, envelopeId });
    const n = bids.find((bid) => bid.submissionId === submissionId)?.n ?? 0;
    const own = results.find((result) => {
      const { value, signers } = readSigned(Buffer.from(result, 'base64'), ResultStatement);
      return value.submissionId === submissionId && signers[0]?.certificate.sha256 === input.identityId;
    });
    if (own === undefined) throw new Error('no result to refer');
    await lpse.refer(openingId, n, { reason: 'damaged-in-storage', result: own });
    const { client } = await signIn(this.lpse, 'helpdesk', { userType: 'NON_PENYEDIA' });
    const statement = { canBeOpened: false, text: 'Rusak di penyimpanan LPSE.' };
    const answer = await client.post(`/api/openings/${openingId}/bids/${String(n)}/statement`, statement);
    if (answer.status !== 200) throw new Error(`statement ${answer.code ?? ''}`);
  }

  async export(
    kdTender: string,
    name: string,
    { as = 'auditor', withSealed = false, withDocuments = false, witnessed = [] as string[] } = {},
  ) {
    const station = await this.at(as);
    const path = join(this.dir, name);
    const connection = await station.connect();
    const workDir = join(this.dir, 'work');
    const needs = { ...station.needs, dossiers: fileDossiers };
    const openedIn = withDocuments ? () => join(this.dir, 'opened', kdTender, as) : null;
    const input = { connection, kdTender, path, workDir, withSealed, openedIn, witnessed };
    const exported = await exportTender(needs, input);
    return { ...exported, path };
  }
}
