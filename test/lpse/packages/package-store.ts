// Packages with their schedules. A stage's times change only through `changeStage`, which keeps every earlier value.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { Stage } from '../../../app/protocol/packages.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import type { EnvelopeRecord, PackageLookup, PackageRecord, PolicyLookup } from '../context.ts';
import { migrate, type Store } from '../database.ts';

export interface StageTimes {
  readonly tgl_awal: Date;
  readonly tgl_akhir: Date;
}

export interface PackageStore extends PackageLookup {
  add(record: PackageRecord): void;
  replace(record: PackageRecord): void;
}

export function createPackageStore(store: Store, policies: PolicyLookup): PackageStore {
  migrate(store, [
    {
      name: 'packages/packages',
      sql: 'CREATE TABLE packages (kd_tender TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT',
    },
  ]);
  const select = store.prepare<[string], { record: string }>('SELECT record FROM packages WHERE kd_tender = ?');
  const every = store.prepare<[], { record: string }>('SELECT record FROM packages ORDER BY kd_tender');
  const insert = store.prepare<[string, string]>('INSERT INTO packages VALUES (?, ?)');
  const update = store.prepare<[string, string]>('UPDATE packages SET record = ? WHERE kd_tender = ?');
  const find = (kdTender: string): PackageRecord | null => {
    const row = select.get(kdTender);
    return row === undefined ? null : readRecord(row.record);
  };
  const require = (kdTender: string): PackageRecord => {
    const record = find(kdTender);
    if (record === null) throw new CodedError('package/not-found', { kdTender });
    return record;
  };
  return {
    find,
    require,
    all: () => every.all().map((row) => readRecord(row.record)),
    add: (record) => void insert.run(record.kdTender, JSON.stringify(record)),
    replace: (record) => void update.run(JSON.stringify(record), record.kdTender),
    stage: stageOf,
    isRunning(record, kdAkt, at) {
      const { tgl_awal: start, tgl_akhir: end } = stageOf(record, kdAkt);
      return new Date(start) <= at && at < new Date(end);
    },
    closesAt(kdTender, envelopeId) {
      const record = require(kdTender);
      const newest = policies.newest(kdTender)?.policy;
      // Held again, and not yet with a policy of its own: the deadline of the earlier version says nothing about this one.
      const inForce = newest?.versiTender === record.versiTender ? newest.envelopes : [];
      const published = inForce.find((item) => item.envelopeId === envelopeId);
      if (published !== undefined) return new Date(published.closesAt);
      return new Date(stageOf(record, envelopeOf(record, envelopeId).uploadStage).tgl_akhir);
    },
    opensAt(kdTender, envelopeId) {
      const record = require(kdTender);
      return new Date(stageOf(record, envelopeOf(record, envelopeId).openingStage).tgl_awal);
    },
    participant: (record, bidderId) => record.participants.find((item) => item.bidderId === bidderId) ?? null,
  };
}

/** Written by this module alone, so it has the shape it was written with. */
function readRecord(json: string): PackageRecord {
  return JSON.parse(json) as PackageRecord;
}

/** @throws package/not-found when the package has no such envelope */
function envelopeOf(record: PackageRecord, envelopeId: string): EnvelopeRecord {
  const envelope = record.envelopes.find((item) => item.envelopeId === envelopeId);
  if (envelope === undefined) throw new CodedError('package/not-found', { kdTender: record.kdTender, envelopeId });
  return envelope;
}

/** @throws package/not-found when the package has no such stage */
export function stageOf(record: PackageRecord, kdAkt: string): Stage {
  const stage = record.stages.find((item) => item.kd_akt === kdAkt);
  if (stage === undefined) throw new CodedError('package/not-found', { kdTender: record.kdTender, stage: kdAkt });
  return stage;
}

/** The record with one stage moved; the old times stay in its history. */
export function withStageTimes(
  record: PackageRecord,
  kdAkt: string,
  change: StageTimes & { readonly at: Date; readonly alasan: string },
): PackageRecord {
  const stages = record.stages.map((stage): Stage => {
    if (stage.kd_akt !== kdAkt) return stage;
    const old = { tgl_awal_lama: stage.tgl_awal, tgl_akhir_lama: stage.tgl_akhir };
    return {
      ...stage,
      tgl_awal: toInstant(change.tgl_awal),
      tgl_akhir: toInstant(change.tgl_akhir),
      perubahan: [...stage.perubahan, { waktu: toInstant(change.at), alasan: change.alasan, ...old }],
    };
  });
  return { ...record, stages };
}

/** Names of the stages that run at `at`, as SPSE shows them. */
export function currentStage(record: PackageRecord, at: Date): string {
  const running = record.stages.filter(
    ({ tgl_awal, tgl_akhir }) => new Date(tgl_awal) <= at && at < new Date(tgl_akhir),
  );
  if (running.length > 0) return running.map(({ nama_tahapan }) => nama_tahapan).join(', ');
  const isBefore = record.stages.every(({ tgl_awal }) => at < new Date(tgl_awal));
  const isAfter = record.stages.every(({ tgl_akhir }) => new Date(tgl_akhir) <= at);
  if (isAfter) return 'Tender Sudah Selesai';
  return isBefore ? 'Tender Belum Dimulai' : 'Tidak Ada Jadwal';
}
