// Changes of a schedule: with a reason, never shortening a published deadline, logged (app/README.md, app/protocol/SPEC.md 3).
import { CodedError } from '../../../app/errors/coded-error.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import type { Clock } from '../clock.ts';
import type { PackageRecord, TransparencyLog } from '../context.ts';
import { stageOf, withStageTimes, type PackageStore, type StageTimes } from './package-store.ts';

export interface ScheduleChange {
  readonly kdTender: string;
  readonly kdAkt: string;
  readonly tgl_awal: Date | null;
  readonly tgl_akhir: Date;
  readonly alasan: string;
  /** Moves every later stage by as much as this one's end. */
  readonly shiftFollowing: boolean;
}

export interface ScheduleNeeds {
  readonly packages: PackageStore;
  readonly log: TransparencyLog;
  readonly clock: Clock;
}

/** @throws package/not-found, package/schedule-refused */
export function changeSchedule({ packages, log, clock }: ScheduleNeeds, change: ScheduleChange): PackageRecord {
  const record = packages.require(change.kdTender);
  const stage = stageOf(record, change.kdAkt);
  const at = clock.now();
  const oldEnd = new Date(stage.tgl_akhir);
  const times = { tgl_awal: change.tgl_awal ?? new Date(stage.tgl_awal), tgl_akhir: change.tgl_akhir };
  requireChange(record, change, { at, oldEnd, times });

  const shiftMs = change.shiftFollowing ? times.tgl_akhir.getTime() - oldEnd.getTime() : 0;
  const following = shiftMs === 0 ? [] : record.stages.filter(({ tgl_awal }) => new Date(tgl_awal) >= oldEnd);
  const moved = following.reduce(
    (changed, { kd_akt, tgl_awal, tgl_akhir }) =>
      withStageTimes(changed, kd_akt, {
        tgl_awal: new Date(new Date(tgl_awal).getTime() + shiftMs),
        tgl_akhir: new Date(new Date(tgl_akhir).getTime() + shiftMs),
        at,
        alasan: change.alasan,
      }),
    withStageTimes(record, change.kdAkt, { ...times, at, alasan: change.alasan }),
  );
  packages.replace(moved);
  const { versiTender } = moved;
  for (const kdAkt of [change.kdAkt, ...following.map(({ kd_akt }) => kd_akt)]) {
    const { tgl_awal, tgl_akhir, perubahan } = stageOf(moved, kdAkt);
    const body = { kdAkt, tgl_awal, tgl_akhir, alasan: change.alasan };
    const once = `schedule:${change.kdTender}:${versiTender}:${kdAkt}:${perubahan.length}`;
    log.append(
      { type: 'schedule-changed', kdTender: change.kdTender, versiTender, envelopeId: null, time: toInstant(at), body },
      once,
    );
  }
  return moved;
}

function requireChange(
  record: PackageRecord,
  change: ScheduleChange,
  { at, oldEnd, times }: { readonly at: Date; readonly oldEnd: Date; readonly times: StageTimes },
): void {
  const refuse = (why: string): CodedError => new CodedError('package/schedule-refused', { why, stage: change.kdAkt });
  if (change.alasan.trim() === '') throw refuse('reason');
  if (times.tgl_akhir <= times.tgl_awal) throw refuse('end before start');
  if (!record.envelopes.some(({ uploadStage }) => uploadStage === change.kdAkt)) return;
  if (times.tgl_akhir < oldEnd) throw refuse('deadline earlier');
  if (at >= oldEnd) throw refuse('deadline passed');
}

/** The same tender held again, all of its stages later: uploads end at `closesAt`. */
export function nextVersion(record: PackageRecord, closesAt: Date): PackageRecord {
  const [envelope] = record.envelopes;
  const shiftMs = closesAt.getTime() - Date.parse(stageOf(record, envelope?.uploadStage ?? '').tgl_akhir);
  const later = (instant: string): string => toInstant(new Date(Date.parse(instant) + shiftMs));
  const stages = record.stages.map((stage) => ({
    ...stage,
    tgl_awal: later(stage.tgl_awal),
    tgl_akhir: later(stage.tgl_akhir),
    perubahan: [],
  }));
  return { ...record, versiTender: record.versiTender + 1, stages };
}
