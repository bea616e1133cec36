// Login.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export function LoginScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('login.title')}>
      <p />
    </Page>
  );
}
