// Home.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export function HomeScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.home')}>
      <p />
    </Page>
  );
}
