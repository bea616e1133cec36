// Answers `committee.*`.
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function committeeHandlers(_program: Program): AreaHandlers<'committee'> {
  return {};
}
