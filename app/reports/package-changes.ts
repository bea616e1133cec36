// What changed in a package since a person last looked: schedule, sealing policy, version. Told in one sentence each.
import { formatInZone, type Zone } from '../domain/deadline.ts';
import type { ProcurementPackage, Stage } from '../protocol/packages.ts';

/** What is remembered of a package as it was when somebody looked at it. */
export interface SeenPackage {
  readonly version: number;
  /** By stage code. */
  readonly stages: Readonly<Record<string, { readonly endsAt: string; readonly startsAt: string }>>;
  /** Null before one was published. */
  readonly policySha256: string | null;
}

export interface SealedUnder {
  readonly sha256: string;
  readonly serial: number;
}

export interface ChangeSentence {
  readonly kind: 'schedule' | 'policy' | 'version';
  readonly text: string;
  /** RFC 3339: the LPSE's word for a schedule, else when it was noticed here. */
  readonly time: string;
}

export interface Telling {
  readonly zone: Zone;
  readonly language: 'id' | 'en';
  /** RFC 3339, for changes that carry no time of their own. */
  readonly noticedAt: string;
}

export function rememberPackage(from: ProcurementPackage, policySha256: string | null): SeenPackage {
  return {
    version: from.versi_tender,
    stages: Object.fromEntries(
      from.jadwal.map(({ kd_tahapan, tgl_awal, tgl_akhir }) => [
        String(kd_tahapan),
        { startsAt: tgl_awal, endsAt: tgl_akhir },
      ]),
    ),
    policySha256,
  };
}

/** Newest first. @param policy - the newest verified policy known here; null when none is */
export function tellChanges(
  seen: SeenPackage,
  now: ProcurementPackage,
  policy: SealedUnder | null,
  telling: Telling,
): readonly ChangeSentence[] {
  const changes: ChangeSentence[] = [];
  if (now.versi_tender !== seen.version) {
    changes.push({ kind: 'version', time: telling.noticedAt, text: versionText(now.versi_tender, telling) });
  }
  if (policy !== null && seen.policySha256 !== null && policy.sha256 !== seen.policySha256) {
    changes.push({ kind: 'policy', time: telling.noticedAt, text: policyText(policy.serial, telling) });
  }
  for (const stage of now.jadwal) {
    const before = seen.stages[String(stage.kd_tahapan)];
    if (before === undefined || (before.startsAt === stage.tgl_awal && before.endsAt === stage.tgl_akhir)) continue;
    const last = stage.perubahan.at(-1);
    changes.push({
      kind: 'schedule',
      time: last?.waktu ?? telling.noticedAt,
      text: scheduleText(stage, before, last?.alasan ?? '', telling),
    });
  }
  return changes.toSorted((a, b) => b.time.localeCompare(a.time));
}

function versionText(version: number, { language }: Telling): string {
  return language === 'id'
    ? `Tender diulang sebagai versi ${version}. Draf untuk versi lama tidak dapat dikirim.`
    : `The tender was repeated as version ${version}. Drafts for the old version cannot be sent.`;
}

function policyText(serial: number, { language }: Telling): string {
  return language === 'id'
    ? `Kebijakan segel berganti (nomor ${serial}). Berkas yang disegel dengan kebijakan lama perlu disegel ulang.`
    : `The sealing policy was replaced (number ${serial}). Files sealed under the old one must be sealed again.`;
}

function scheduleText(
  { nama_tahapan, tgl_awal, tgl_akhir }: Stage,
  before: { readonly startsAt: string; readonly endsAt: string },
  reason: string,
  { zone, language }: Telling,
): string {
  const moment = (instant: string) => formatInZone(new Date(instant), zone, { language });
  const [from, to, began] =
    before.endsAt === tgl_akhir ? [before.startsAt, tgl_awal, true] : [before.endsAt, tgl_akhir, false];
  const verb =
    language === 'id'
      ? `${began ? 'mulai' : 'berakhir'} ${moment(to)}, sebelumnya ${moment(from)}`
      : `${began ? 'begins' : 'ends'} ${moment(to)}, before: ${moment(from)}`;
  return `${nama_tahapan}: ${verb}.${reason === '' ? '' : ` ${reason}`}`;
}
