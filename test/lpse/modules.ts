// The modules of bids: uploads, submissions, openings, rehearsal, audit. Each takes the context and adds its routes.
import type { LpseContext } from './context.ts';
import type { LpseModule } from './http.ts';

export function bidModules(_context: LpseContext): readonly LpseModule[] {
  return [];
}
