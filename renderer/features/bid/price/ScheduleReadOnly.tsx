// The schedule of a bid that is sealed: as it was, with what the checks say about it.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { checkTable, type PriceTable } from '../../../../app/domain/price-table.ts';
import { ScheduleGrid } from './ScheduleGrid.tsx';
import { Totals } from './Totals.tsx';

export function ScheduleReadOnly({ table }: { readonly table: PriceTable | null }): ReactElement {
  const { t } = useTranslation('price');
  if (table === null) return <p className="panel text-body-secondary">{t('noneSealed')}</p>;
  const check = checkTable(table);
  return (
    <>
      <ScheduleGrid table={table} findings={check.findings} change={null} wanted={null} />
      <Totals table={table} check={check} change={null} letterPrice={null} onUse={null} />
    </>
  );
}
