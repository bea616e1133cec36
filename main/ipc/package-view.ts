// Packages as the window gets them, and the inbox of what changed since somebody last looked.
import type { PackageChange, PackageDetail, PackageSummary } from '../../app/contract/packages.ts';
import type { z } from 'zod';
import type { Bid } from '../../app/domain/bid.ts';
import type { PackageView } from '../../app/domain/package-view.ts';
import type { ProcurementPackage } from '../../app/protocol/packages.ts';
import { rememberPackage, tellChanges } from '../../app/reports/package-changes.ts';
import { loadPolicy } from '../../app/usecases/load-policy.ts';
import type { LoadedPackage } from '../../app/usecases/load-package.ts';
import { toReport } from './bid-view.ts';
import type { Online, Program } from './program.ts';

type Change = z.infer<typeof PackageChange>;

export function toSummary(view: PackageView): PackageSummary {
  const { kdTender, rupCode, name, version, lpseName, workUnit, agency, procurementType, method, mode } = view;
  const { ownerEstimate, budgetCeiling, currentStage, status, role, envelopes, limits } = view;
  return {
    ...{ kdTender, rupCode, name, version, lpseName, workUnit, agency, procurementType, method, mode },
    ...{ ownerEstimate, budgetCeiling, currentStage, status, role },
    limits: { ...limits },
    envelopes: envelopes.map(
      ({ envelopeId, slots, carriesPrice, closesAt, opensAtStage, submissionCount, ...more }) => ({
        ...{ envelopeId, carriesPrice, closesAt, opensAtStage, submissionCount },
        name: more.name,
        slots: slots.map((slot) => ({ ...slot })),
      }),
    ),
  };
}

export function toDetail({ view, package: about, policy, report, openingRules }: LoadedPackage): PackageDetail {
  return {
    ...toSummary(view),
    schedule: view.schedule.map((stage) => ({ ...stage, changes: stage.changes.map((change) => ({ ...change })) })),
    createdAt: about.tgl_buat,
    fiscalYear: about.tahun_anggaran,
    contractType: about.kontrak_pembayaran,
    businessQualification: about.kualifikasi_usaha,
    qualificationTerms: about.syarat_kualifikasi,
    workLocation: about.lokasi_pekerjaan,
    fundingSource: about.sumber_dana,
    evaluationMethod: about.mtd_evaluasi,
    qualificationMethod: about.mtd_kualifikasi,
    policy:
      policy === null || report === null
        ? null
        : {
            // A policy that failed a check has no serial that could be believed.
            serial: policy.policy?.serial ?? 0,
            sha256: policy.policySha256,
            judgedAsOf: policy.judgedAsOf?.toISOString() ?? null,
            report: toReport(report),
            openingRules: Object.fromEntries(Object.entries(openingRules).map(([id, rule]) => [id, copyRule(rule)])),
          },
  };
}

/** Contract arrays are mutable, the domain's are not. */
export function copyRule(rule: LoadedPackage['openingRules'][string]) {
  switch (rule.kind) {
    case 'members':
      return { kind: rule.kind, members: [...rule.members] };
    case 'quorum':
      return { kind: rule.kind, threshold: rule.threshold, holders: [...rule.holders] };
    case 'single-lock':
      return { kind: rule.kind, officers: [...rule.officers] };
  }
}

/** States in which a change still matters to the bid. */
const OPEN_STATES: ReadonlySet<Bid['state']> = new Set(['draft', 'sealed', 'receipted']);

/** Changes since the account last looked at each package. Packages never seen before are remembered as they are. */
export async function changesSinceSeen(
  program: Program,
  { needs, connection, profile }: Online,
  packages: readonly ProcurementPackage[],
): Promise<readonly Change[]> {
  const seen = await program.packages.read(profile.folder);
  const { kdLpse } = connection.trust;
  const bids = (await profile.bids.list()).filter(({ state }) => OPEN_STATES.has(state));
  const { language } = await program.installation.settings.read();
  const telling = {
    zone: connection.discovery.timeZone,
    language: language ?? 'id',
    noticedAt: needs.clock.now().toISOString(),
  };
  const changes: Change[] = [];
  const fresh: Record<string, ReturnType<typeof rememberPackage>> = {};
  for (const one of packages) {
    const policy = await profile.memory.policy(kdLpse, one.kd_tender);
    const before = seen[one.kd_tender];
    if (before === undefined) {
      fresh[one.kd_tender] = rememberPackage(one, policy?.policySha256 ?? null);
      continue;
    }
    const bidId = bids.find(({ kdTender }) => kdTender === one.kd_tender)?.bidId ?? null;
    const known = policy === null ? null : { sha256: policy.policySha256, serial: policy.serial };
    for (const change of tellChanges(before, one, known, telling))
      changes.push({ kdTender: one.kd_tender, name: one.nama_paket, ...change, bidId });
  }
  await program.packages.remember(profile.folder, fresh);
  return changes.toSorted((a, b) => b.time.localeCompare(a.time));
}

/** Asks for the newest policy of each package that the account has an open bid for; what passes its checks is remembered. */
export async function refreshPolicies(
  { needs, connection, profile }: Online,
  packages: readonly ProcurementPackage[],
  signal: AbortSignal,
): Promise<void> {
  const concerned = new Set(
    (await profile.bids.list()).filter(({ state }) => OPEN_STATES.has(state)).map(({ kdTender }) => kdTender),
  );
  const asked = packages.filter(({ kd_tender: kdTender }) => concerned.has(kdTender));
  await Promise.all(
    asked.map(async ({ kd_tender: kdTender, versi_tender: versiTender }) => {
      try {
        await loadPolicy(needs, { connection, kdTender, versiTender }, { signal });
      } catch (error) {
        // One package's trouble says nothing about the others; opening that package shows it.
        if (signal.aborted) throw error;
      }
    }),
  );
}
