// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const AUDIT_ROUTES: readonly RouteObject[] = [
  {
    path: '/audit',
    lazy: async () => ({ Component: (await import('./AuditScreen.tsx')).AuditScreen }),
  },
  {
    path: '/audit/:kdTender',
    lazy: async () => ({ Component: (await import('./TenderAuditScreen.tsx')).TenderAuditScreen }),
  },
];
