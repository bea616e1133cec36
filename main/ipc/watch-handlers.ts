// Answers `watch.*`.
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function watchHandlers(_program: Program): AreaHandlers<'watch'> {
  return {};
}
