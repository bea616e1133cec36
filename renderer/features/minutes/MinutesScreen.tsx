// Results on paper, on a screen of their own.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Page } from '../../ui/Page.tsx';
import { MinutesPanel } from './MinutesPanel.tsx';

export function MinutesScreen(): ReactElement {
  const { t } = useTranslation('minutes');
  const { kdTender = '', envelopeId = '' } = useParams();
  return (
    <Page title={t('title')}>
      <p className="text-body-secondary">
        {kdTender} · {envelopeId}
      </p>
      <MinutesPanel kdTender={kdTender} envelopeId={envelopeId} />
    </Page>
  );
}
