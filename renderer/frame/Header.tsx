// Top of the window: which LPSE, what time it has, how well we reach it, and on whose behalf this computer acts.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAccount, useConnection, useCurrentLpse } from '../account.ts';
import { useShownCertificate } from '../frame-facts.ts';
import { usePreferences } from '../preferences.ts';
import { useCall } from '../query.ts';
import { Icon } from '../ui/Icon.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { ServerClockView } from './ServerClockView.tsx';

export function Header({ onSkip }: { readonly onSkip: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <header className="frame-header">
      <a
        className="skip-link"
        href="#isi"
        onClick={(event) => {
          // What stands after # is the route; the jump is made by hand.
          event.preventDefault();
          onSkip();
        }}
      >
        {t('frame.skip')}
      </a>
      <div className="header-row">
        <Link to="/" className="brand">
          <Icon name="lock" size={20} /> Segel
        </Link>
        <LpseName />
        <ServerClockView />
      </div>
      <div className="header-row header-row-second">
        <Identity />
        <LanguageSwitch />
        <Link to="/settings" className="header-link">
          <Icon name="gear" size={16} /> <span className="header-word">{t('frame.settings')}</span>
        </Link>
        <HelpLink />
        <AccountMenu />
      </div>
    </header>
  );
}

/** The menu has it too; without a login there is no menu. */
function HelpLink(): ReactElement | null {
  const { t } = useTranslation();
  const account = useAccount();
  if (account !== null) return null;
  return (
    <Link to="/about" className="header-link">
      <Icon name="help" size={16} /> <span className="header-word">{t('nav.help')}</span>
    </Link>
  );
}

function LpseName(): ReactElement {
  const { t } = useTranslation();
  const lpse = useCurrentLpse();
  const connection = useConnection();
  if (lpse === null) {
    return (
      <Link to="/lpse" className="header-link header-lpse">
        {t('frame.noLpse')}
      </Link>
    );
  }
  return (
    <Link to="/lpse" className="header-link header-lpse">
      <span className="text-truncate">{lpse.name}</span>
      {connection !== null && <span className="header-note">({t('frame.verified')})</span>}
      {connection?.reference === true && <span className="badge text-bg-secondary">{t('frame.demo')}</span>}
    </Link>
  );
}

/** The company, the person, and the certificate: never left to be remembered (ux.md 6). */
function Identity(): ReactElement {
  const { t } = useTranslation();
  const account = useAccount();
  const chosen = useShownCertificate();
  const { data } = useCall('identities.list', null, { enabled: account !== null });
  if (account === null) return <span className="header-identity header-note">{t('frame.notLoggedIn')}</span>;
  const usable = data?.identities.filter(({ expired }) => !expired) ?? [];
  const holder =
    chosen ?? (usable.length === 1 ? (usable[0]?.holder ?? '') : t('frame.certificates', { count: usable.length }));
  return (
    <span className="header-identity">
      <span title={`${account.organisation} · ${account.name}`}>
        <strong>{account.organisation}</strong> · {account.name} ({t(`role.${account.role}`)})
      </span>
      <span className="header-certificate" title={holder}>
        <Icon name="certificate" size={16} /> <span className="visually-hidden">{t('frame.certificate')} </span>
        {holder}
      </span>
    </span>
  );
}

const LANGUAGES = ['id', 'en'] as const;

function LanguageSwitch(): ReactElement {
  const { t } = useTranslation();
  const { preferences, save } = usePreferences();
  return (
    <div className="language" role="group" aria-label={t('frame.language')}>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={preferences.language === language}
          onClick={() => save({ ...preferences, language })}
        >
          {language.toUpperCase()}
          <span className="visually-hidden"> {t(`language.${language}`)}</span>
        </button>
      ))}
    </div>
  );
}
