// The priced rows of an opened bid: only the document for machines is read, by its name, within its limits, and only while it is the
// very file that was opened. What cannot be read is no fault of anybody: then there is no schedule to show.
import { SCHEDULE_JSON_NAME, SCHEDULE_LIMITS, scheduleFacts } from '../domain/price-schedule.ts';
import type { ScheduleFacts } from '../domain/opening-results.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { OpenedDocument } from '../ports/sealer.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { parsePriceSchedule } from '../policy/price-schedule-file.ts';

/** Null when the bid has none that can be read, or more than one. */
export async function readSchedule(
  { output }: { readonly output: OutputStore },
  documents: readonly OpenedDocument[],
): Promise<ScheduleFacts | null> {
  const [found, ...more] = documents.filter(({ originalName }) => originalName.toLowerCase() === SCHEDULE_JSON_NAME);
  if (found === undefined || more.length > 0 || found.path === null) return null;
  if (found.sizeBytes > SCHEDULE_LIMITS.bytes) return null;
  const bytes = await output.read(found.path);
  if (bytes === null || sha256Hex(bytes) !== found.sha256) return null;
  try {
    return scheduleFacts(parsePriceSchedule(bytes));
  } catch (error) {
    if (error instanceof CodedError && error.code === 'price/schedule-malformed') return null;
    throw error;
  }
}
