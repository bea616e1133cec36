// `/`: the bidder's Beranda, or the first screen of another role's work.
import type { ReactElement } from 'react';
import { Navigate } from 'react-router';
import { useAccount } from '../account.ts';
import { HomeScreen } from '../features/home/HomeScreen.tsx';
import { deskOf } from './role-menu.ts';

export function RoleHome(): ReactElement {
  const { home } = deskOf(useAccount()?.role ?? null);
  return home === null ? <HomeScreen /> : <Navigate to={home} replace />;
}
