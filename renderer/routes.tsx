// Every address of the window. The screens of a bid and its receipts are loaded when they are first needed.
import { Navigate, type RouteObject } from 'react-router';
import { COMMITTEE_ROUTES } from './features/committee/routes.ts';
import { OPENING_ROUTES } from './features/opening/routes.ts';
import { MINUTES_ROUTES } from './features/minutes/routes.ts';
import { REFERRAL_ROUTES } from './features/referral/routes.ts';
import { AUDIT_ROUTES } from './features/audit/routes.ts';
import { WATCH_ROUTES } from './features/watch/routes.ts';
import { AboutScreen } from './features/about/AboutScreen.tsx';
import { ActivityScreen } from './features/activity/ActivityScreen.tsx';
import { RoleHome } from './frame/RoleHome.tsx';
import { IdentitiesScreen } from './features/identities/IdentitiesScreen.tsx';
import { AccountScreen } from './features/login/AccountScreen.tsx';
import { LoginScreen } from './features/login/LoginScreen.tsx';
import { LpseScreen } from './features/lpse/LpseScreen.tsx';
import { PackageScreen } from './features/packages/PackageScreen.tsx';
import { PackagesScreen } from './features/packages/PackagesScreen.tsx';
import { SettingsScreen } from './features/settings/SettingsScreen.tsx';
import { BrokenScreen } from './frame/BrokenScreen.tsx';
import { Frame } from './frame/Frame.tsx';
import { RequireAccount } from './frame/RequireAccount.tsx';
import { Skeleton } from './ui/Skeleton.tsx';

export const ROUTES: readonly RouteObject[] = [
  {
    element: <Frame />,
    errorElement: <BrokenScreen />,
    HydrateFallback: Skeleton,
    children: [
      {
        errorElement: <BrokenScreen />,
        children: [
          { path: '/lpse', element: <LpseScreen /> },
          { path: '/login', element: <LoginScreen /> },
          { path: '/settings', element: <SettingsScreen /> },
          { path: '/about', element: <AboutScreen /> },
          {
            element: <RequireAccount />,
            children: [
              { path: '/', element: <RoleHome /> },
              { path: '/packages', element: <PackagesScreen /> },
              { path: '/packages/:kdTender', element: <PackageScreen /> },
              {
                path: '/bids/:bidId/*',
                lazy: async () => ({ Component: (await import('./features/bid/BidScreen.tsx')).BidScreen }),
              },
              {
                path: '/import',
                lazy: async () => ({ Component: (await import('./features/bid/ImportScreen.tsx')).ImportScreen }),
              },
              {
                path: '/receipts/*',
                lazy: async () => ({
                  Component: (await import('./features/receipts/ReceiptsScreen.tsx')).ReceiptsScreen,
                }),
              },
              { path: '/identities', element: <IdentitiesScreen /> },
              { path: '/activity', element: <ActivityScreen /> },
              ...COMMITTEE_ROUTES,
              ...OPENING_ROUTES,
              ...MINUTES_ROUTES,
              ...REFERRAL_ROUTES,
              ...AUDIT_ROUTES,
              ...WATCH_ROUTES,
              { path: '/account', element: <AccountScreen /> },
            ],
          },
          { path: '*', element: <Navigate to="/" replace /> },
        ],
      },
    ],
  },
];
