// A log that gives no proof while its LPSE answers: since when, and that all else on the screen is as it was proven before.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchView } from '../../../app/contract/watch.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';

export function Silence({ silence }: { readonly silence: NonNullable<WatchView['silence']> }): ReactElement {
  const { t } = useTranslation('watch');
  const format = useFormat();
  return (
    <div className="truth truth-amber mb-3" role="status" data-silence={silence.looks}>
      <Icon name="warning" size={20} />
      <span>
        <strong>{t('silentTitle', { since: format.instant(silence.since, { seconds: true }) })}</strong>
        <span className="d-block">{t('silentText', { looks: silence.looks })}</span>
      </span>
    </div>
  );
}
