// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const MINUTES_ROUTES: readonly RouteObject[] = [
  {
    path: '/minutes/:kdTender/:envelopeId',
    lazy: async () => ({ Component: (await import('./MinutesScreen.tsx')).MinutesScreen }),
  },
];
