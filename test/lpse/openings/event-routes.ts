// GET /api/packages/{kd}/events: server-sent events (WHATWG HTML 9.2), resumed by Last-Event-ID, with a heartbeat, bounded in
// number and time. Before the hour there is nothing but the heartbeat.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { TenderCode } from '../../../app/protocol/primitives.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sessionRoute, type Route } from '../http.ts';
import { createEventChains, type EventChains } from './event-chain.ts';
import { requireWatcher } from './publication.ts';
import type { OpeningRoom } from './room.ts';

const LOOK_EVERY_MS = 200;
const HEARTBEAT_EVERY_MS = 15_000;
/** Streams of one account, and of all: a reader opens one for each package it watches. */
const PER_ACCOUNT = 8;
const IN_ALL = 2000;
const RETRY_MS = 2000;

export function eventRoutes(room: OpeningRoom): readonly Route[] {
  const chains = createEventChains(room.context.log);
  const open = new Map<string, number>();
  return [
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/events',
        summary: 'Events of the openings as they happen, for those who take part; resumable by Last-Event-ID',
        params: z.strictObject({ kdTender: TenderCode }),
        answer: 'text/event-stream',
      },
      ({ params, caller, request, reply }) => {
        const { kdTender } = requireWatcher(room, caller, params.kdTender);
        const after = readPlace(request.headers['last-event-id']);
        const { accountId } = caller.account;
        const mine = open.get(accountId) ?? 0;
        const all = [...open.values()].reduce((sum, count) => sum + count, 0);
        if (mine >= PER_ACCOUNT || all >= IN_ALL)
          throw new CodedError('access/rate-limited', { until: new Date(Date.now() + 60_000).toISOString() });
        open.set(accountId, mine + 1);
        // A session that ended is noticed at the next connection.
        const lifeMs = room.context.config.accessTokenMs;
        stream(reply, { chains, kdTender, after, lifeMs }, () => open.set(accountId, (open.get(accountId) ?? 1) - 1));
      },
    ),
  ];
}

function readPlace(header: string | string[] | undefined): number {
  if (header === undefined) return 0;
  if (typeof header !== 'string' || !/^\d{1,9}$/.test(header)) throw new CodedError('access/malformed-request');
  return Number(header);
}

interface Stream {
  readonly chains: EventChains;
  readonly kdTender: string;
  readonly after: number;
  readonly lifeMs: number;
}

function stream(reply: FastifyReply, { chains, kdTender, after, lifeMs }: Stream, onEnd: () => void): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  let sent = after;
  // A reader that does not read gets nothing more until it does; what it misses is in the log.
  let flowing = true;
  const write = (text: string): void => {
    flowing = raw.write(text);
  };
  const tell = (): void => {
    for (const event of chains.after(kdTender, sent)) {
      if (!flowing) return;
      sent = event.sequence;
      write(`id: ${event.sequence}\ndata: ${encodeCanonicalJson(event).toString('utf8')}\n\n`);
    }
  };
  tell();
  const looking = setInterval(tell, LOOK_EVERY_MS);
  const beating = setInterval(() => flowing && write(': hidup\n\n'), HEARTBEAT_EVERY_MS);
  const ending = setTimeout(() => raw.end(), lifeMs);
  raw.on('drain', () => {
    flowing = true;
  });
  raw.on('error', () => raw.destroy());
  raw.on('close', () => {
    clearInterval(looking);
    clearInterval(beating);
    clearTimeout(ending);
    onEnd();
  });
}
