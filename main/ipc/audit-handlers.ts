// Answers `audit.*`.
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function auditHandlers(_program: Program): AreaHandlers<'audit'> {
  return {};
}
