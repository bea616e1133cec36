// Activity.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export function ActivityScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.activity')}>
      <p />
    </Page>
  );
}
