// The bid's screens.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export function BidScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.packages')}>
      <p />
    </Page>
  );
}
