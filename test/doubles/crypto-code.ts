// The code that a call fails with, for tests of refusals; anything but a CryptoError is rethrown.
import { CryptoError } from '../../crypto/errors.ts';

/** `accepted` when `act` returns. */
export function codeOf(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return codeFrom(error);
  }
}

/** `accepted` when `result` resolves. */
export async function codeOfAsync(result: Promise<unknown>): Promise<string> {
  try {
    await result;
    return 'accepted';
  } catch (error) {
    return codeFrom(error);
  }
}

function codeFrom(error: unknown): string {
  if (error instanceof CryptoError) return error.code;
  throw error;
}
