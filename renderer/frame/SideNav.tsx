// The menu of whoever is logged in.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useAccount } from '../account.ts';
import { Icon } from '../ui/Icon.tsx';
import { deskOf } from './role-menu.ts';

export function SideNav(): ReactElement {
  const { t } = useTranslation();
  const account = useAccount();
  return (
    <nav className="side-nav" aria-label={t('nav.label')}>
      {deskOf(account?.role ?? null).menu.map(({ to, text, icon }) => (
        <NavLink key={to} to={to} end={to === '/'}>
          <Icon name={icon} /> {t(text)}
        </NavLink>
      ))}
    </nav>
  );
}
