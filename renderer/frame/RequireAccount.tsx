// Screens that show an account's data: first an LPSE, then a login, then the screen.
import type { ReactElement } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { useCall } from '../query.ts';
import { Loaded } from '../ui/Loaded.tsx';

export function RequireAccount(): ReactElement {
  const { pathname } = useLocation();
  const lpse = useCall('lpse.list', null);
  const session = useCall('session.current', null, { staleTimeMs: 30_000 });
  return (
    <Loaded query={lpse}>
      {({ known }) =>
        known.some(({ current }) => current) ? (
          <Loaded query={session}>
            {(account) => (account === null ? <Navigate to="/login" replace state={{ from: pathname }} /> : <Outlet />)}
          </Loaded>
        ) : (
          <Navigate to="/lpse" replace />
        )
      }
    </Loaded>
  );
}
