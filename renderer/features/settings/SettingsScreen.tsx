// Settings.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export function SettingsScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('frame.settings')}>
      <p />
    </Page>
  );
}
