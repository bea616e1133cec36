// Answers `referrals.*`.
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function referralsHandlers(_program: Program): AreaHandlers<'referrals'> {
  return {};
}
