// The price schedule as bytes: canonical JSON (RFC 8785), so that one schedule is one file with one digest. Read with limits:
// at the opening it comes from a stranger.
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { isWithinMoney, SCHEDULE_LIMITS, sumSchedule, type PriceSchedule } from '../domain/price-schedule.ts';
import { CodedError } from '../errors/coded-error.ts';
import { PriceScheduleDocument } from '../protocol/price-schedule.ts';

/**
 * Reads `daftar_kuantitas_harga.json`. A schedule that is returned can be summed and shown without further checks.
 * @throws price/schedule-malformed when it is not canonical JSON of the schema, or beyond a limit
 */
export function parsePriceSchedule(bytes: Uint8Array): PriceSchedule {
  const read = PriceScheduleDocument.safeParse(parseJson(bytes));
  if (!read.success) throw malformed(read.error.issues[0]?.path.join('.') ?? 'schema', read.error);
  if (!isWithinMoney(sumSchedule(read.data.rows))) throw malformed('sum');
  return read.data;
}

/** @throws price/schedule-too-large above the limit in bytes */
export function encodePriceSchedule({ schema, currency, rows, statedTotal }: PriceSchedule): Buffer {
  const bytes = encodeCanonicalJson({ schema, currency, rows: rows.map((row): Json => ({ ...row })), statedTotal });
  if (bytes.length > SCHEDULE_LIMITS.bytes) {
    throw new CodedError('price/schedule-too-large', { bytes: bytes.length, limit: SCHEDULE_LIMITS.bytes });
  }
  return bytes;
}

function parseJson(bytes: Uint8Array): Json {
  try {
    return parseCanonicalJson(bytes);
  } catch (cause) {
    if (cause instanceof CryptoError) throw malformed('json', cause);
    throw cause;
  }
}

function malformed(where: string, cause?: unknown): CodedError {
  return new CodedError('price/schedule-malformed', { where }, cause === undefined ? {} : { cause });
}
