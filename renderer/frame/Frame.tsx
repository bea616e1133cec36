// The frame around every screen (ux.md): header, menu, content. Also where the program's events are listened to.
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useAccount, useConnection, useTimeKeeping } from '../account.ts';
import { useBidEvents } from '../bid-events.ts';
import { setPendingToken } from '../frame-facts.ts';
import { usePreferences, useTheme } from '../preferences.ts';
import { useBridgeEvent } from '../query.ts';
import { serverClock } from '../server-clock.ts';
import { Header } from './Header.tsx';
import { SideNav } from './SideNav.tsx';

export function Frame(): ReactElement {
  const { t } = useTranslation();
  const account = useAccount();
  const main = useRef<HTMLElement>(null);
  useProgramEvents();
  useTheme(usePreferences().preferences.theme);
  const { pathname } = useLocation();
  useEffect(() => {
    main.current?.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className="frame">
      <a
        className="skip-link"
        href="#isi"
        onClick={(event) => {
          // The address after # is the route; the jump is made here.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('frame.skip')}
      </a>
      <Header />
      <div className="frame-body">
        {account !== null && <SideNav />}
        <main ref={main} tabIndex={-1} className="frame-main">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

function useProgramEvents(): void {
  const navigate = useNavigate();
  const connection = useConnection();
  useTimeKeeping();
  useBidEvents();
  // The first measurement comes with the answer of `lpse.connect`, later ones as events.
  useEffect(() => {
    if (connection !== null) serverClock.measured(connection);
  }, [connection]);
  useBridgeEvent('app.token', ({ token }) => {
    setPendingToken(token);
    void navigate('/');
  });
}
