// Results on paper, on a screen of their own.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { Page } from '../../ui/Page.tsx';
import { MinutesPanel } from './MinutesPanel.tsx';

export function MinutesScreen(): ReactElement {
  const { t } = useTranslation('minutes');
  const envelopeName = useEnvelopeName();
  const { kdTender = '', envelopeId = '' } = useParams();
  return (
    <Page
      title={t('title')}
      lead={`${kdTender} · ${envelopeName(envelopeId)}`}
      actions={
        <Link className="btn btn-outline-secondary" to={`/openings/${kdTender}/${envelopeId}`}>
          {t('toRoom')}
        </Link>
      }
    >
      <MinutesPanel kdTender={kdTender} envelopeId={envelopeId} />
    </Page>
  );
}
