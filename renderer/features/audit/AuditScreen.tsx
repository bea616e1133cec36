// The auditor's first screen: which tender to look at.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PackageSummary } from '../../../app/contract/packages.ts';
import { useCall } from '../../query.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { SearchList } from '../../ui/SearchList.tsx';

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
  return (
    <SearchList
      items={packages}
      rowHeightPx={ROW_HEIGHT_PX}
      keyOf={keyOf}
      textOf={searchedOf}
      label={t('list.title')}
      searchLabel={t('list.search')}
      none={{ title: t('list.noneTitle'), text: t('list.noneText') }}
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
    </SearchList>
  );
}

const keyOf = ({ kdTender }: PackageSummary): string => kdTender;
const searchedOf = ({ kdTender, name, workUnit }: PackageSummary): string => `${kdTender} ${name} ${workUnit}`;
