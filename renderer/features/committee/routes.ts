// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const COMMITTEE_ROUTES: readonly RouteObject[] = [
  {
    path: '/committee',
    lazy: async () => ({ Component: (await import('./CommitteeHome.tsx')).CommitteeHome }),
  },
  {
    path: '/committee/:kdTender/:tab?',
    lazy: async () => ({ Component: (await import('./TenderScreen.tsx')).TenderScreen }),
  },
];
