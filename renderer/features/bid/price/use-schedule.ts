// The price table on screen: changed at once, checked at once, saved a moment after the last change and when the step is left.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { checkTable, type PriceTable, type TableCheck } from '../../../../app/domain/price-table.ts';
import { useBidCall } from '../bid-calls.ts';
import { afterAct, type TableAct } from './schedule-model.ts';

export interface ScheduleOnScreen {
  readonly table: PriceTable;
  readonly check: TableCheck;
  /** The same function for the life of the screen. */
  readonly change: (act: TableAct) => void;
  /** Takes back the last change. */
  readonly undo: (() => void) | null;
  readonly saving: 'waiting' | 'saved' | 'untouched';
  readonly problem: unknown;
}

/** After the last change. */
const SAVE_AFTER_MS = 700;
const MOST_UNDONE = 50;

interface State {
  readonly table: PriceTable;
  readonly before: readonly PriceTable[];
  readonly touched: boolean;
}

function reduce({ table, before }: State, act: TableAct | { readonly act: 'undo' }): State {
  if (act.act !== 'undo') {
    return { table: afterAct(table, act), before: [...before.slice(-MOST_UNDONE), table], touched: true };
  }
  return { table: before.at(-1) ?? table, before: before.slice(0, -1), touched: true };
}

/** @param fresh - `loaded` is not saved yet */
export function useSchedule(bidId: string, loaded: PriceTable, fresh: boolean): ScheduleOnScreen {
  const [{ table, before, touched }, dispatch] = useReducer(reduce, { table: loaded, before: [], touched: fresh });
  const check = useMemo(() => checkTable(table), [table]);
  const { save, pending, problem } = useSaving(bidId);
  const keep = useRef(save);
  useEffect(() => {
    keep.current = save;
  });
  useEffect(() => {
    if (touched) keep.current(table);
  }, [table, touched]);
  return {
    table,
    check,
    change: dispatch,
    undo: before.length === 0 ? null : () => dispatch({ act: 'undo' }),
    saving: pending ? 'waiting' : touched && problem === null ? 'saved' : 'untouched',
    problem,
  };
}

function useSaving(bidId: string) {
  const client = useQueryClient();
  const call = useBidCall('bids.saveSchedule');
  const [waitingFor, setWaitingFor] = useState<PriceTable | null>(null);
  const waiting = useRef<{ readonly table: PriceTable; readonly timer: ReturnType<typeof setTimeout> } | null>(null);
  const send = useRef((table: PriceTable) => call.mutate({ bidId, table }));
  useEffect(() => {
    send.current = (table) => call.mutate({ bidId, table });
  });
  useEffect(
    () => () => {
      if (waiting.current === null) return;
      clearTimeout(waiting.current.timer);
      send.current(waiting.current.table);
    },
    [],
  );
  return {
    pending: waitingFor !== null || call.isPending,
    problem: call.error,
    save: (table: PriceTable) => {
      // Coming back to this step shows what was left, also while it is still being saved.
      client.setQueryData(['bids.loadSchedule', { bidId }], { table });
      if (waiting.current !== null) clearTimeout(waiting.current.timer);
      setWaitingFor(table);
      const timer = setTimeout(() => {
        waiting.current = null;
        setWaitingFor(null);
        send.current(table);
      }, SAVE_AFTER_MS);
      waiting.current = { table, timer };
    },
  };
}
