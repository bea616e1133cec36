// Answers `minutes.*`.
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function minutesHandlers(_program: Program): AreaHandlers<'minutes'> {
  return {};
}
