// The OpeningEvents port: server-sent events (WHATWG HTML 9.2.6) over the LPSE's own connection, with its pins and proxy. A lost line
// is taken up again with the last number, after a growing wait; a silent one counts as lost.
import type { IncomingMessage } from 'node:http';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { EventLine, OpeningEvents } from '../../app/ports/opening-events.ts';
import { OpeningEvent } from '../../app/protocol/watch.ts';
import type { LpseHttp } from './lpse-http.ts';
import { isStaleSession, openStream, streamFault } from './lpse-stream.ts';
import { toNetworkFault } from './network-faults.ts';
import { delayBefore, isWorthRetrying, RETRY, type RetryRules } from './retry.ts';

/** The server speaks every 15 s, if only to say that it is there. */
const SILENT_MS = 45_000;
/** One event is a few hundred bytes. */
const MAX_EVENT_CHARS = 64 << 10;

export interface EventStreamNeeds {
  readonly http: LpseHttp;
  readonly clock: Clock;
  readonly retry?: RetryRules;
  readonly silentMs?: number;
}

export class SseOpeningEvents implements OpeningEvents {
  readonly #needs: EventStreamNeeds;

  constructor(needs: EventStreamNeeds) {
    this.#needs = needs;
  }

  async *follow(line: EventLine): AsyncGenerator<OpeningEvent> {
    const { clock, retry = RETRY } = this.#needs;
    const { signal, onLine = () => undefined } = line;
    let after = line.after;
    let stale: string | undefined;
    for (let failures = 0; ;) {
      signal?.throwIfAborted();
      const authorization = await this.#needs.http.authorization(stale);
      stale = undefined;
      try {
        const response = await this.#open({ ...line, after }, authorization);
        onLine(true);
        try {
          for await (const event of readEvents(response)) {
            failures = 0;
            after = event.sequence;
            yield event;
          }
        } finally {
          response.destroy();
        }
        // Ended by the server, as it may: come back at once.
        failures = 0;
      } catch (error) {
        signal?.throwIfAborted();
        onLine(false);
        failures += 1;
        if (isStaleSession(error) && failures <= 2) stale = authorization;
        else if (!isWorthRetrying(error)) throw error;
        await clock.wait(delayBefore(failures, error, retry), signal === undefined ? {} : { signal });
        continue;
      }
      onLine(false);
      await clock.wait(delayBefore(1, null, retry), signal === undefined ? {} : { signal });
    }
  }

  async #open({ kdTender, after, signal }: EventLine, authorization: string): Promise<IncomingMessage> {
    const { http, silentMs = SILENT_MS } = this.#needs;
    const path = `/api/packages/${encodeURIComponent(kdTender)}/events`;
    const headers = { Accept: 'text/event-stream', Authorization: authorization, 'Last-Event-ID': String(after) };
    const response = await openStream(http, {
      ...{ path, headers, agent: http.transport.streamAgent, silentMs },
      ...(signal === undefined ? {} : { signal }),
    });
    const type = response.headers['content-type'] ?? '';
    if (response.statusCode === 200 && type.startsWith('text/event-stream')) return response;
    try {
      throw await streamFault(response);
    } finally {
      response.destroy();
    }
  }
}

/** @throws network/bad-answer when an event has another shape or is too long; network/* when the line breaks */
async function* readEvents(response: IncomingMessage): AsyncGenerator<OpeningEvent> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  try {
    for await (const bytes of response as AsyncIterable<Buffer>) {
      rest += decoder.decode(bytes, { stream: true });
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = toEvent(block);
        if (event !== null) yield event;
      }
      if (rest.length > MAX_EVENT_CHARS) throw new CodedError('network/bad-answer', { at: 'event' });
    }
  } catch (error) {
    throw error instanceof CodedError ? error : toNetworkFault(error);
  }
}

/** Null for a comment, the heartbeat, or a field that is none of ours. */
function toEvent(block: string): OpeningEvent | null {
  const data = block
    .split(/\r?\n/)
    .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).replace(/^ /, '')] : []))
    .join('\n');
  if (data === '') return null;
  const parsed = OpeningEvent.safeParse(parseJson(data));
  if (!parsed.success) throw new CodedError('network/bad-answer', { at: 'event' });
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CodedError('network/bad-answer', { at: 'event' }, { cause });
  }
}
