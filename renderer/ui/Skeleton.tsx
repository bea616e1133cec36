// Grey lines where a list will be: nothing jumps, nothing spins.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

export function Skeleton({ lines = 3 }: { readonly lines?: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
