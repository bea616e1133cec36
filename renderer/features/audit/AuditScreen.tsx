// The auditor's first screen: which tender to look at.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PackageSummary } from '../../../app/contract/packages.ts';
import { useCall } from '../../query.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';

const ROW_HEIGHT_PX = 72;

export function AuditScreen(): ReactElement {
  const { t } = useTranslation('audit');
  const packages = useCall('packages.list', null);
  return (
    <Page title={t('list.title')} lead={t('list.lead')}>
      <Loaded query={packages} lines={6}>
        {(data) => <Tenders packages={data.packages} />}
      </Loaded>
    </Page>
  );
}

function Tenders({ packages }: { readonly packages: readonly PackageSummary[] }): ReactElement {
  const { t } = useTranslation('audit');
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const found = packages.filter(({ kdTender, name, workUnit }) =>
    `${kdTender} ${name} ${workUnit}`.toLowerCase().includes(wanted),
  );
  return (
    <div className="list-page">
      <div className="list-tools">
        <label className="visually-hidden" htmlFor="audit-search">
          {t('list.search')}
        </label>
        <input
          id="audit-search"
          type="search"
          className="form-control"
          placeholder={t('list.search')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {found.length === 0 ? (
        <EmptyState icon="package" title={t('list.noneTitle')} text={t('list.noneText')} />
      ) : (
        <VirtualList
          items={found}
          rowHeightPx={ROW_HEIGHT_PX}
          keyOf={({ kdTender }) => kdTender}
          label={t('list.title')}
        >
          {({ kdTender, name, workUnit, currentStage, envelopes }) => (
            <div className="package-row">
              <div className="row-text">
                <Link to={`/audit/${kdTender}`} className="text-truncate d-block">
                  <span className="tabular">{kdTender}</span> · {name}
                </Link>
                <div className="text-body-secondary small text-truncate">
                  {workUnit} · {currentStage}
                </div>
              </div>
              <span className="text-body-secondary small">
                {t('list.bids', { count: envelopes.reduce((sum, one) => sum + one.submissionCount, 0) })}
              </span>
            </div>
          )}
        </VirtualList>
      )}
    </div>
  );
}
