// Daftar Kuantitas dan Harga below the bid letter: offered where the envelope has a place for it. Filled in by hand, pasted or
// imported; official and computed totals stand side by side, and nothing is reckoned over what the bidder states.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { priceSlotOf } from '../../../../app/domain/price-slot.ts';
import { EMPTY_TABLE, type PriceTable } from '../../../../app/domain/price-table.ts';
import { useCall } from '../../../query.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Loaded } from '../../../ui/Loaded.tsx';
import { useBidCall } from '../bid-calls.ts';
import type { Desk } from '../desk.ts';
import { ImportTable } from './ImportTable.tsx';
import './price.css';
import { ScheduleEditor } from './ScheduleEditor.tsx';
import { ScheduleReadOnly } from './ScheduleReadOnly.tsx';

export interface PriceScheduleProps {
  readonly desk: Desk;
  /** Takes a total into the letter; null once the bid is sealed. */
  readonly onUse: ((total: string) => void) | null;
}

export function PriceSchedule({ desk, onUse }: PriceScheduleProps): ReactElement | null {
  const { bid, envelope } = desk;
  const { t } = useTranslation('price');
  const offered = envelope !== null && envelope.carriesPrice && priceSlotOf(envelope.slots) !== null;
  const load = useCall('bids.loadSchedule', { bidId: bid.bidId }, { enabled: offered, staleTimeMs: Infinity });
  if (!offered) return null;
  return (
    <section className="price-schedule" aria-labelledby="price-schedule">
      <h3 id="price-schedule">{t('title')}</h3>
      <Loaded query={load} lines={4}>
        {({ table }) =>
          bid.state !== 'draft' || onUse === null ? (
            <ScheduleReadOnly table={table} />
          ) : (
            <Editing desk={desk} loaded={table} onUse={onUse} />
          )
        }
      </Loaded>
    </section>
  );
}

interface EditingProps {
  readonly desk: Desk;
  readonly loaded: PriceTable | null;
  readonly onUse: (total: string) => void;
}

/** What was loaded first is what is edited: later answers are only what this screen has saved itself. */
function Editing({ desk, loaded, onUse }: EditingProps): ReactElement {
  const { bidId } = desk.bid;
  const [started, setStarted] = useState<{ readonly table: PriceTable; readonly fresh: boolean } | null>(
    loaded === null ? null : { table: loaded, fresh: false },
  );
  const remove = useBidCall('bids.removeSchedule', () => setStarted(null));
  if (started === null) return <Begin desk={desk} onStart={(table) => setStarted({ table, fresh: true })} />;
  return (
    <ScheduleEditor
      {...{ desk, onUse }}
      loaded={started.table}
      fresh={started.fresh}
      removing={remove.isPending}
      removeProblem={remove.error}
      onRemove={() => remove.mutate({ bidId })}
    />
  );
}

function Begin({
  desk,
  onStart,
}: {
  readonly desk: Desk;
  readonly onStart: (table: PriceTable) => void;
}): ReactElement {
  const { t } = useTranslation('price');
  return (
    <div className="panel">
      <p>{t('lead')}</p>
      <div className="d-flex flex-wrap gap-3 align-items-center">
        <button type="button" className="btn btn-outline-primary" onClick={() => onStart(EMPTY_TABLE)}>
          <Icon name="file" /> {t('begin')}
        </button>
        <ImportTable bidId={desk.bid.bidId} present={0} onTake={onStart} />
      </div>
    </div>
  );
}
