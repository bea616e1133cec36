// UC-04 List the packages of the account in use, as people read them.
import { timeLeft } from '../domain/deadline.ts';
import type { PackageView } from '../domain/package-view.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { PackageCalls } from '../ports/lpse-gateway.ts';
import type { ProcurementPackage } from '../protocol/packages.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

/** Next deadline first; packages whose deadlines have all passed at the end. */
export async function listPackages(
  needs: { readonly lpse: Pick<PackageCalls, 'packages'>; readonly clock: Clock },
  { connection }: { readonly connection: LpseConnection },
  options: RunOptions = {},
): Promise<readonly PackageView[]> {
  const { packages } = await needs.lpse.packages(options);
  const now = timeAt(connection, needs.clock);
  const next = (view: PackageView) =>
    Math.min(...view.envelopes.map(({ closesAt }) => Date.parse(closesAt)).filter((ms) => ms > now.getTime()));
  return packages.map((one) => toPackageView(one, now)).toSorted((a, b) => next(a) - next(b) || 0);
}

/** @param now - the server's time */
export function toPackageView(from: ProcurementPackage, now: Date): PackageView {
  return {
    kdLpse: from.kd_lpse,
    lpseName: from.nama_lpse,
    kdTender: from.kd_tender,
    rupCode: from.kd_rup,
    name: from.nama_paket,
    version: from.versi_tender,
    workUnit: from.nama_satker,
    agency: from.nama_klpd,
    procurementType: from.jenis_pengadaan,
    method: from.mtd_pemilihan,
    mode: from.mode,
    ownerEstimate: from.hps,
    budgetCeiling: from.pagu,
    currentStage: from.tahap_saat_ini,
    status: from.status_tender,
    role: from.peran,
    envelopes: from.sampul.map(({ envelopeId, nama, slots, ...envelope }) => ({
      ...envelope,
      envelopeId,
      name: nama,
      slots: slots.map((one) => ({ slot: one.slot, name: one.nama, required: one.wajib })),
      timeLeft: timeLeft(new Date(envelope.closesAt), now),
    })),
    schedule: from.jadwal.map((stage) => ({
      name: stage.nama_tahapan,
      startsAt: stage.tgl_awal,
      endsAt: stage.tgl_akhir,
      changes: stage.perubahan.map(({ waktu, alasan }) => ({ time: waktu, reason: alasan })),
    })),
    limits: from.limits,
  };
}
