// The frame around every screen (ux.md): header, menu, content. Also where the program's events are listened to.
import { useEffect, useRef, type ReactElement } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useAccount, useTimeKeeping } from '../account.ts';
import { useBidEvents } from '../bid-events.ts';
import { setOpenedFile, setPendingToken } from '../frame-facts.ts';
import { usePreferences, useTheme } from '../preferences.ts';
import { useBridgeEvent } from '../query.ts';
import { Header } from './Header.tsx';
import { SideNav } from './SideNav.tsx';

export function Frame(): ReactElement {
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
      <Header onSkip={() => main.current?.focus()} />
      <div className="frame-body">
        {account !== null && <SideNav />}
        <main ref={main} id="isi" tabIndex={-1} className="frame-main">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

function useProgramEvents(): void {
  const navigate = useNavigate();
  useTimeKeeping();
  useBidEvents();
  useBridgeEvent('app.token', ({ token }) => {
    setPendingToken(token);
    void navigate('/');
  });
  useBridgeEvent('app.sealedFile', (file) => {
    setOpenedFile(file);
    void navigate('/import');
  });
}
