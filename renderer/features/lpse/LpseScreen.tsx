// Connection.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export function LpseScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('lpse.title')}>
      <p />
    </Page>
  );
}
