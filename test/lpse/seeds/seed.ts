// Fills an empty server: accounts, their certificates, packages, and policies signed by the seed in its people's names.
import { sign as signData } from 'node:crypto';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { createQuorumKey } from '../../../crypto/quorum-key.ts';
import { encodeShare } from '../../../crypto/shares.ts';
import { encodeCsr } from '../../../crypto/x509/csr.ts';
import { encodeName } from '../../../crypto/x509/distinguished-name.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { hasCode } from '../problems.ts';
import type { Access } from '../access/access.ts';
import type { Clock } from '../clock.ts';
import type {
  CertificateService,
  LpseConfig,
  LpseHooks,
  Outbox,
  PackageRecord,
  PolicyLookup,
  TransparencyLog,
} from '../context.ts';
import { acceptDealing, type DealingStore } from '../packages/dealings.ts';
import type { PackageStore } from '../packages/package-store.ts';
import type { PolicyService } from '../packages/policies.ts';
import type { Settings } from '../settings.ts';
import { signJson } from '../sign.ts';
import { demoSigningKey, writeDemoIdentities } from './identities.ts';
import { demoPackages, DEMO_TENDERS } from './packages.ts';
import { DEMO_PEOPLE } from './people.ts';
import { UPLOAD } from './stages.ts';

export interface SeedNeeds {
  readonly config: LpseConfig;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly access: Access;
  readonly ams: CertificateService;
  readonly packages: PackageStore;
  readonly policyService: PolicyService;
  readonly dealings: DealingStore;
  readonly log: TransparencyLog;
  readonly policies: PolicyLookup;
  readonly hooks: LpseHooks;
  readonly outbox: Outbox;
}

/** Safe to run again after an interrupted first run. */
export async function seedServer(needs: SeedNeeds): Promise<void> {
  const { config, settings, clock, access, ams, packages } = needs;
  if (settings.get('seeded') === 'yes') return;
  for (const person of DEMO_PEOPLE) {
    if (access.accounts.find(person.accountId) === null) await access.accounts.create(person);
  }
  await writeDemoIdentities(config.dir, ams);
  const base = new Date(Math.floor(clock.now().getTime() / 60_000) * 60_000);
  for (const record of demoPackages(base, config)) {
    if (packages.find(record.kdTender) === null) packages.add(record);
  }
  for (const record of packages.all()) {
    if (record.quorumThreshold !== null) await dealAsLeader(needs, record, record.quorumThreshold);
    if (record.kdTender !== DEMO_TENDERS.ownCommittee) await signAsDemoPeople(needs, record.kdTender);
  }
  for (const kdTender of [DEMO_TENDERS.constructionOneFile, DEMO_TENDERS.services]) mailTokens(needs, kdTender);
  settings.set('seeded', 'yes');
}

/**
 * Has every demo member whose key the seed knows sign the present draft; answers whether the policy is published.
 * @throws policy/members-incomplete
 */
export async function signAsDemoPeople(
  { config, clock, packages, policyService }: Pick<SeedNeeds, 'config' | 'clock' | 'packages' | 'policyService'>,
  kdTender: string,
): Promise<boolean> {
  for (const accountId of packages.require(kdTender).officials) {
    const key = await demoSigningKey(config.dir, accountId);
    if (key === null) continue;
    try {
      const { draft } = await policyService.draft(kdTender);
      const signers = [{ key, signingTime: clock.now() }];
      const der = await signContent({ content: draft.content, detached: false, signers });
      if ((await policyService.sign(kdTender, accountId, der)).published) return true;
    } catch (error) {
      if (hasCode(error, 'policy/no-draft')) return true;
      throw error;
    }
  }
  return false;
}

/** The seed plays the leader's computer: key, request and shares are made here and forgotten (crypto/SPEC.md 11). */
async function dealAsLeader(needs: SeedNeeds, record: PackageRecord, threshold: number): Promise<void> {
  const { config, clock, ams, dealings } = needs;
  const [leader = ''] = record.officials;
  const leaderKey = await demoSigningKey(config.dir, leader);
  if (leaderKey === null) throw new CodedError('policy/members-incomplete');
  const holders = record.officials.map((accountId) => {
    const found = ams.currentOf(accountId, 'member-encryption', clock.now());
    if (found === null) throw new CodedError('policy/members-incomplete');
    return found.certificate;
  });
  for (const { envelopeId } of record.envelopes) {
    if (dealings.latest({ ...record, envelopeId }) !== null) continue;
    const quorum = await createQuorumKey({ threshold, holders: holders.length });
    const subjectDer = encodeName([{ type: 'CN', value: `Kuorum ${record.kdTender} ${envelopeId}` }]);
    const csr = await encodeCsr({ subjectDer, publicKey: quorum.publicKey }, (data) =>
      Promise.resolve(signData('sha256', data, quorum.privateKey)),
    );
    const der = await signJson(leaderKey, clock.now(), {
      format: 'segel-dealing/1',
      kdTender: record.kdTender,
      envelopeId,
      csr: csr.toString('base64'),
      threshold,
      encryptedKey: quorum.encryptedKeyDer.toString('base64'),
      commitment: quorum.commitment,
      shares: quorum.shares.map((share, i) => {
        const holder = holders[i];
        if (holder === undefined) throw new Error('more shares than holders');
        const sealedShare = sealAttached(encodeShare(quorum.quorumId, share), [holder]).toString('base64');
        return { holderCertificateSha256: holder.sha256, sealedShare };
      }),
    });
    acceptDealing(needs, record, { accountId: leader, envelopeId, der });
  }
}

/** SPSE shows a token on the package page; here it comes by mail to those who take part. */
function mailTokens({ access, packages, outbox, config }: SeedNeeds, kdTender: string): void {
  const record = packages.require(kdTender);
  const stage = packages.stage(record, UPLOAD);
  const people = access.accounts
    .all()
    .filter(
      ({ accountId, bidderId }) =>
        record.officials.includes(accountId) || record.participants.some((item) => item.bidderId === bidderId),
    );
  for (const account of people) {
    const about = { kdTender, stage: stage.nama_tahapan, expiresAt: new Date(stage.tgl_akhir) };
    outbox.send({
      to: access.accounts.email(account.accountId),
      subject: `Token paket ${kdTender}`,
      text: `${record.fields.nama_paket}: tempel tautan ini di Segel.`,
      link: `${config.baseUrl}/lt/${access.tokens.issue(account, about)}`,
    });
  }
}
