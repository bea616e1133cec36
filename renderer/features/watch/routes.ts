// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const WATCH_ROUTES: readonly RouteObject[] = [];
