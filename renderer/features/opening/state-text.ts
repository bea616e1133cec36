// What became of a bid, in plain words: the step while it is being opened, the outcome afterwards.
import { useTranslation } from 'react-i18next';
import type { TableRow } from './table-model.ts';

export function useStateText(): (row: Pick<TableRow, 'outcome' | 'progress'>) => string {
  const { t } = useTranslation('opening');
  return ({ outcome, progress }) => {
    if (progress !== null) return t(`bidStep.${progress.step}`);
    switch (outcome.kind) {
      case 'opened':
        return t('outcome.opened', { count: outcome.documents });
      case 'not-opened':
        return t('outcome.not-opened');
      case 'waiting':
      case 'stays-sealed':
      case 'unproven':
        return t(`outcome.${outcome.kind}`);
    }
  };
}
