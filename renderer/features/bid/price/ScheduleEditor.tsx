// The editor: what can be done with the table as a whole, the table, its totals, and how it stands with the letter.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { SCHEDULE_JSON_NAME, SCHEDULE_XLSX_NAME } from '../../../../app/domain/price-schedule.ts';
import type { Column, PriceTable, RowFinding } from '../../../../app/domain/price-table.ts';
import { run } from '../../../query.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useActFacts, type Desk } from '../desk.ts';
import { useExport } from '../../../acts/use-export.ts';
import { ImportTable } from './ImportTable.tsx';
import { countToRound } from './schedule-model.ts';
import { ScheduleGrid } from './ScheduleGrid.tsx';
import { Totals } from './Totals.tsx';
import { useSchedule, type ScheduleOnScreen } from './use-schedule.ts';

export interface ScheduleEditorProps {
  readonly desk: Desk;
  readonly loaded: PriceTable;
  /** Not saved yet: just begun or imported. */
  readonly fresh: boolean;
  readonly onUse: (total: string) => void;
  readonly removing: boolean;
  readonly removeProblem: unknown;
  readonly onRemove: () => void;
}

type Wanted = { readonly row: number; readonly column: Column } | null;

export function ScheduleEditor(props: ScheduleEditorProps): ReactElement {
  const { desk, loaded, fresh, onUse } = props;
  const { t } = useTranslation('price');
  const schedule = useSchedule(desk.bid.bidId, loaded, fresh);
  const { table, check, change } = schedule;
  const [wanted, setWanted] = useState<Wanted>(null);
  const blocking = check.findings.filter((found) => found.blocking);
  return (
    <div className="schedule-editor">
      <Toolbar {...props} schedule={schedule} />
      <Attention findings={check.findings} schedule={schedule} onShow={setWanted} />
      {table.rows.length > 0 && (
        <ScheduleGrid table={table} findings={check.findings} change={change} wanted={wanted} />
      )}
      <div className="d-flex flex-wrap gap-2 my-2">
        {(['item', 'section'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className="btn btn-sm btn-outline-primary"
            onClick={() => {
              change({ act: 'add', at: table.rows.length, kind });
              setWanted({ row: table.rows.length, column: kind === 'item' ? 'number' : 'item' });
            }}
          >
            {t(`add.${kind}`)}
          </button>
        ))}
        <span className="small text-body-secondary align-self-center">{t('pasteHint')}</span>
      </div>
      <Totals {...{ table, check, change, onUse }} letterPrice={desk.bid.letter?.price ?? null} />
      <p role="status" className="small text-body-secondary mt-2 mb-0">
        {schedule.saving === 'waiting' && t('saving')}
        {schedule.saving === 'saved' &&
          (blocking.length > 0 || check.schedule === null
            ? t('savedIncomplete', { count: table.rows.length })
            : t('savedComplete', { count: table.rows.length, xlsx: SCHEDULE_XLSX_NAME, json: SCHEDULE_JSON_NAME }))}
      </p>
      {schedule.problem !== null && <ProblemNotice problem={schedule.problem} />}
    </div>
  );
}

function Toolbar({
  desk,
  schedule,
  removing,
  removeProblem,
  onRemove,
}: ScheduleEditorProps & { readonly schedule: ScheduleOnScreen }): ReactElement {
  const { bid } = desk;
  const { table, change, undo, saving } = schedule;
  const { t } = useTranslation('price');
  const [asking, setAsking] = useState(false);
  const [tax, setTax] = useState('');
  const out = useExport((bridge, to) => run(bridge, 'bids.exportSchedule', { bidId: bid.bidId, to }));
  const facts = useActFacts(desk, null);
  return (
    <>
      <div className="schedule-tools">
        <ImportTable
          bidId={bid.bidId}
          present={table.rows.length}
          onTake={(imported) => change({ act: 'replace', table: imported })}
        />
        <button
          type="button"
          className="btn btn-outline-secondary"
          // Written from what is saved.
          disabled={out.busy || saving === 'waiting' || table.rows.length === 0}
          onClick={() => void out.start(`daftar_kuantitas_harga_${bid.kdTender}.xlsx`)}
        >
          <Icon name="save" /> {t('export')}
        </button>
        <form
          className="input-group tax-for-all"
          onSubmit={(event) => {
            event.preventDefault();
            if (tax.trim() !== '') change({ act: 'tax-for-all', text: tax });
          }}
        >
          <label className="input-group-text" htmlFor="tax-for-all">
            {t('taxForAll')}
          </label>
          <input
            id="tax-for-all"
            className="form-control text-end"
            inputMode="decimal"
            autoComplete="off"
            maxLength={8}
            placeholder="11"
            value={tax}
            onChange={(event) => setTax(event.target.value)}
          />
          <span className="input-group-text">%</span>
          <button type="submit" className="btn btn-outline-secondary" disabled={table.rows.length === 0}>
            {t('fill')}
          </button>
        </form>
        <button type="button" className="btn btn-outline-secondary" disabled={undo === null} onClick={() => undo?.()}>
          {t('undo')}
        </button>
        <button type="button" className="btn btn-outline-secondary" disabled={removing} onClick={() => setAsking(true)}>
          {t('remove.button')}
        </button>
      </div>
      {out.shownAs !== null && <p role="status">{t('window:ui.saved', { where: out.shownAs })}</p>}
      {out.problem !== null && <ProblemNotice problem={out.problem} />}
      {removeProblem !== null && <ProblemNotice problem={removeProblem} />}
      <ConfirmDialog
        show={asking}
        title={t('remove.title')}
        facts={facts}
        consequence={t('remove.consequence', { count: table.rows.length })}
        confirmLabel={t('remove.button')}
        danger
        busy={removing}
        onConfirm={onRemove}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}

/** How many rows need a look, and the way to the first of them. */
function Attention({
  findings,
  schedule,
  onShow,
}: {
  readonly findings: readonly RowFinding[];
  readonly schedule: ScheduleOnScreen;
  readonly onShow: (wanted: Wanted) => void;
}): ReactElement | null {
  const { t } = useTranslation('price');
  const ofRows = findings.filter(({ row }) => row !== null);
  const blocking = ofRows.filter((found) => found.blocking);
  const first = blocking[0] ?? ofRows[0];
  const toRound = countToRound(schedule.table);
  if (first === undefined && toRound === 0) return null;
  const count = new Set(ofRows.map(({ row }) => row)).size;
  return (
    <p className="schedule-attention">
      <Icon name="warning" size={16} />{' '}
      {blocking.length > 0
        ? t('attention.blocking', { count: new Set(blocking.map(({ row }) => row)).size })
        : t('attention.differing', { count })}{' '}
      {first !== undefined && (
        <button
          type="button"
          className="btn btn-sm btn-outline-secondary"
          onClick={() => onShow({ row: first.row ?? 0, column: first.column })}
        >
          {t('attention.show', { row: (first.row ?? 0) + 1 })}
        </button>
      )}{' '}
      {toRound > 0 && (
        <button
          type="button"
          className="btn btn-sm btn-outline-secondary"
          onClick={() => schedule.change({ act: 'round' })}
        >
          {t('attention.round', { count: toRound })}
        </button>
      )}
    </p>
  );
}
