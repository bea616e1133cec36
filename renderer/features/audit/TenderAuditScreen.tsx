// One tender for the auditor: what the log says, and what the device records say. Facts side by side, never a verdict.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useCall } from '../../query.ts';
import { Page } from '../../ui/Page.tsx';
import { DossierPanel } from './DossierPanel.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import { WitnessPanel } from './WitnessPanel.tsx';

export function TenderAuditScreen(): ReactElement {
  const { t } = useTranslation('audit');
  const { kdTender = '' } = useParams();
  const { data } = useCall('packages.list', null);
  const name = data?.packages.find((one) => one.kdTender === kdTender)?.name;
  return (
    <Page
      title={t('tender.title', { kdTender })}
      lead={name}
      actions={
        <Link className="btn btn-outline-secondary" to="/audit">
          {t('tender.back')}
        </Link>
      }
    >
      <EvidencePanel kdTender={kdTender} />
      <DossierPanel kdTender={kdTender} />
      <TimelinePanel kdTender={kdTender} />
      <WitnessPanel />
    </Page>
  );
}
