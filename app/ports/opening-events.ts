// The live events of a package's openings (app/protocol/SPEC.md 9). The adapter keeps the line and checks the shape; whether an
// event is true is judged against the log by the use case.
import type { OpeningEvent } from '../protocol/watch.ts';
import type { CallOptions } from './call-options.ts';

export interface EventLine extends CallOptions {
  readonly kdTender: string;
  /** Place of the last event already known; 0 for all of them. */
  readonly after: number;
  /** Called when the line is there, and when it is lost and will be tried again. */
  readonly onLine?: (isThere: boolean) => void;
}

export interface OpeningEvents {
  /**
   * Events in their order, for as long as the reader wants them; lost lines are taken up again where they were cut.
   * @throws access/forbidden, access/session-expired, package/not-found, network/bad-answer; an `AbortError` when stopped
   */
  follow(line: EventLine): AsyncIterable<OpeningEvent>;
}
