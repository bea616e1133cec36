// Whether a receipt's bid still counts, in few words beside its number.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/format.ts';
import type { HistoryEntry } from './receipt-history.ts';

export function StandingNote({ entry }: { readonly entry: HistoryEntry }): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  const facts = {
    by: entry.replacedBy ?? '',
    time: entry.withdrawnAt === null ? '' : format.instant(entry.withdrawnAt),
  };
  return <span className="standing">{t(`receipts.standing.${entry.standing}`, facts)}</span>;
}
