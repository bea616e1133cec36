// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const WATCH_ROUTES: readonly RouteObject[] = [
  { path: '/watch', lazy: async () => ({ Component: (await import('./WatchList.tsx')).WatchList }) },
  { path: '/watch/:kdTender', lazy: async () => ({ Component: (await import('./WatchScreen.tsx')).WatchScreen }) },
];
