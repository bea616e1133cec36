// Account.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export function AccountScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('frame.account')}>
      <p />
    </Page>
  );
}
