// JSON from a file or an answer that may hold anything.

/** Null also for what is not JSON: whoever reads it judges the form with a schema, and `null` has none. */
export function parseJsonOrNull(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
