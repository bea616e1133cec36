// One check over many things of a kind: all are looked at, and those that fail are named together.
import { CodedError } from '../../errors/coded-error.ts';
import { codedFailure } from '../run-check.ts';

const NAMED = 20;

/** @throws the code of the first failure, with every concerned name in `failed` */
export function requireEach<T>(all: readonly T[], nameOf: (one: T) => string, check: (one: T) => void): void {
  const failures = all.flatMap((one) => {
    try {
      check(one);
      return [];
    } catch (error) {
      return [{ name: nameOf(one), ...codedFailure(error) }];
    }
  });
  const [first] = failures;
  if (first === undefined) return;
  const failed = failures.slice(0, NAMED).map(({ name, code }) => `${name}:${code}`);
  throw new CodedError(first.code, { ...first.details, failed: failed.join(' '), count: failures.length });
}
