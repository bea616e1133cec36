// The menu, in SPSE's words.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Icon, type IconName } from '../ui/Icon.tsx';

const ENTRIES: readonly { readonly to: string; readonly text: string; readonly icon: IconName }[] = [
  { to: '/', text: 'nav.home', icon: 'home' },
  { to: '/packages', text: 'nav.packages', icon: 'package' },
  { to: '/receipts', text: 'nav.receipts', icon: 'receipt' },
  { to: '/identities', text: 'nav.identities', icon: 'certificate' },
  { to: '/activity', text: 'nav.activity', icon: 'activity' },
  { to: '/about', text: 'nav.help', icon: 'help' },
];

export function SideNav(): ReactElement {
  const { t } = useTranslation();
  return (
    <nav className="side-nav" aria-label={t('nav.label')}>
      {ENTRIES.map(({ to, text, icon }) => (
        <NavLink key={to} to={to} end={to === '/'}>
          <Icon name={icon} /> {t(text)}
        </NavLink>
      ))}
    </nav>
  );
}
