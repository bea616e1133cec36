// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const REFERRAL_ROUTES: readonly RouteObject[] = [
  { path: '/referrals', lazy: async () => ({ Component: (await import('./ReferralList.tsx')).ReferralList }) },
  {
    path: '/referrals/:referralId',
    lazy: async () => ({ Component: (await import('./ReferralScreen.tsx')).ReferralScreen }),
  },
];
