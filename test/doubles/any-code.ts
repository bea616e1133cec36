// The catalogue code that a promise fails with, whoever threw it; for tests of adapters and use cases.

/** `accepted` when it resolves; the error's text when it has no code. */
export async function anyCode(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return 'aborted';
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
