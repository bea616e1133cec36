// Sambungan: which LPSE this program talks to, how well it is reached, how a new one comes to be trusted, and the demo.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../query.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { AddLpse } from './AddLpse.tsx';
import { DemoLpse } from './DemoLpse.tsx';
import { KnownLpses } from './KnownLpses.tsx';

export function LpseScreen(): ReactElement {
  const { t } = useTranslation();
  const list = useCall('lpse.list', null);
  return (
    <Page title={t('lpse.title')} lead={t('lpse.lead')}>
      <Loaded query={list}>
        {({ known, demoAvailable }) => (
          <>
            {known.length > 0 && <KnownLpses known={known} />}
            {demoAvailable && <DemoLpse />}
            <AddLpse open={known.length === 0} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
