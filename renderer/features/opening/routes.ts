// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const OPENING_ROUTES: readonly RouteObject[] = [
  {
    path: '/openings',
    lazy: async () => ({ Component: (await import('./OpeningsScreen.tsx')).OpeningsScreen }),
  },
  {
    path: '/openings/:kdTender/:envelopeId',
    lazy: async () => ({ Component: (await import('./RoomScreen.tsx')).RoomScreen }),
  },
];
