// Answers `openings.*`.
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function openingsHandlers(_program: Program): AreaHandlers<'openings'> {
  return {};
}
