// How a report of an opening stands: "all passed" beside "1 of 2" would be read as a contradiction.
import type { Report } from '../../../app/contract/shapes.ts';

export function standOf({ ok, checks }: Report): 'passed' | 'soFar' | 'failed' {
  if (!ok) return 'failed';
  return checks.every(({ outcome }) => outcome === 'passed') ? 'passed' : 'soFar';
}
