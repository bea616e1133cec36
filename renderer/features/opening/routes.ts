// Addresses of this errand; its screens are loaded when first needed.
import type { RouteObject } from 'react-router';

export const OPENING_ROUTES: readonly RouteObject[] = [];
