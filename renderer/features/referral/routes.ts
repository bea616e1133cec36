// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const REFERRAL_ROUTES: readonly RouteObject[] = [];
