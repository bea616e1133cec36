// The one door: session and role, zod schema in, handler, zod schema out, RFC 9457 problems, body limits.
// Every JSON route passes here and is listed in /openapi.json; only tus mounts itself beside it, with `requireCaller`.
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import { PROBLEM_CONTENT_TYPE } from '../../app/protocol/problem.ts';
import type { Role } from '../../app/protocol/login.ts';
import type { Caller, LpseHooks } from './context.ts';
import { toProblemDocument } from './problems.ts';

export const DEFAULT_BODY_LIMIT = 256 << 10;

/** Who may call: anyone, anyone signed in, or these roles. */
export type Access = 'public' | 'session' | readonly Role[];

export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly address: string;
  readonly port: number;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
export interface SignedInCall<P, Q, B> extends Call<P, Q, B> {
  readonly caller: Caller;
}

export interface RouteOptions<P, Q, B, A> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Fastify form: `/api/packages/:kdTender`. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  /** JSON, or the content type of a binary body, which then arrives as a Buffer. */
  readonly body?: z.ZodType<B>;
  readonly binaryBody?: string;
  /** JSON, or the content type of a handler that answers a Buffer, a string or nothing (`reply` used). */
  readonly answer: z.ZodType<A> | string;
  readonly bodyLimit?: number;
  /** Requests per minute and address. */
  readonly perMinute?: number;
  /** Apart from the protocol: left out of /openapi.json. */
  readonly hidden?: boolean;
}

/** A route as the door keeps it. */
export interface Route extends RouteOptions<unknown, unknown, unknown, unknown> {
  readonly access: Access;
  readonly run: (call: SignedInCall<unknown, unknown, unknown>) => unknown;
}

/** What a module adds to the server. */
export interface LpseModule {
  readonly routes?: readonly Route[];
  /** For what cannot be a JSON route. */
  readonly mount?: (http: HttpServer) => void;
  /** Runs when everything is mounted, before the server listens. */
  readonly start?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
}

export function publicRoute<P, Q, B, A>(
  options: RouteOptions<P, Q, B, A>,
  handle: (call: Call<P, Q, B>) => A | Promise<A>,
): Route {
  return toRoute(options, 'public', handle);
}

/** For anyone signed in, or for `roles` only. */
export function sessionRoute<P, Q, B, A>(
  options: RouteOptions<P, Q, B, A> & { readonly roles?: readonly Role[] },
  handle: (call: SignedInCall<P, Q, B>) => A | Promise<A>,
): Route {
  return toRoute(options, options.roles ?? 'session', handle);
}

function toRoute<P, Q, B, A>(
  options: RouteOptions<P, Q, B, A>,
  access: Access,
  handle: (call: SignedInCall<P, Q, B>) => A | Promise<A>,
): Route {
  // The door hands a handler only what its own schemas have parsed, so the types it declared are the types it gets.
  const run = handle as (call: SignedInCall<unknown, unknown, unknown>) => unknown;
  return { ...options, access, run };
}

export interface HttpServer {
  readonly app: FastifyInstance;
  readonly routes: readonly Route[];
  add(routes: readonly Route[]): void;
  /** For hand-mounted routes. @throws access/session-expired, access/forbidden */
  requireCaller(request: FastifyRequest, access: Access): Caller;
}

export interface HttpNeeds {
  readonly tls: { readonly key: string; readonly cert: string };
  readonly hooks: Pick<LpseHooks, 'beforeRequest'>;
  /** @throws access/session-expired */
  readonly authenticate: (accessToken: string, address: string) => Caller;
  /** The LPSE's time, which every answer carries as its `Date`. */
  readonly now: () => Date;
  /** Told of every defect, with the incident number that the answer carries. */
  readonly reportDefect: (error: unknown, incident: string) => void;
}

export async function createHttp(needs: HttpNeeds): Promise<HttpServer> {
  const app = Fastify({
    https: { ...needs.tls, minVersion: 'TLSv1.2' },
    bodyLimit: DEFAULT_BODY_LIMIT,
    logger: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256 },
  });
  // Only what the protocol names is parsed.
  app.removeContentTypeParser('text/plain');
  await app.register(rateLimit, { global: false });
  const routes: Route[] = [];
  const requireCaller = (request: FastifyRequest, access: Access): Caller => {
    const caller = needs.authenticate(bearerToken(request), request.ip);
    if (typeof access !== 'string' && !access.includes(caller.account.role)) throw new CodedError('access/forbidden');
    return caller;
  };
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/management/')) await needs.hooks.beforeRequest(request);
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('date', needs.now().toUTCString());
    done(null, payload);
  });
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, error, needs.reportDefect));
  app.setNotFoundHandler((_request, reply) => {
    sendProblem(reply, new CodedError('access/not-found'), needs.reportDefect);
  });
  const parsed = new Set<string>();
  return {
    app,
    routes,
    requireCaller,
    add(added) {
      for (const route of added) {
        if (route.binaryBody !== undefined && !parsed.has(route.binaryBody)) {
          parsed.add(route.binaryBody);
          app.addContentTypeParser(route.binaryBody, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
        }
        mountRoute(app, route, requireCaller);
        routes.push(route);
      }
    },
  };
}

function mountRoute(app: FastifyInstance, route: Route, requireCaller: HttpServer['requireCaller']): void {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? DEFAULT_BODY_LIMIT,
    ...(route.perMinute === undefined ? {} : { config: { rateLimit: limitOf(route.perMinute) } }),
    // Before the body is read: a stranger cannot make us parse anything.
    preParsing: (request, _reply, payload, done) => {
      if (route.access !== 'public') callers.set(request, requireCaller(request, route.access));
      done(null, payload);
    },
    handler: async (request, reply) => {
      const answer = await route.run(toCall(route, request, reply));
      // Sent by the handler itself; where the client went away meanwhile, there is nobody to send anything to.
      if (reply.sent || reply.raw.headersSent) return reply;
      if (typeof route.answer === 'string') return reply.type(route.answer).send(answer);
      return reply.send(route.answer.parse(answer));
    },
  });
}

const callers = new WeakMap<FastifyRequest, Caller>();

function toCall(route: Route, request: FastifyRequest, reply: FastifyReply): SignedInCall<unknown, unknown, unknown> {
  if (route.binaryBody !== undefined && !Buffer.isBuffer(request.body))
    throw new CodedError('access/malformed-request');
  const call = {
    params: route.params?.parse(request.params),
    query: route.query?.parse(request.query),
    body: route.binaryBody === undefined ? route.body?.parse(request.body) : request.body,
    address: request.ip,
    port: request.socket.remotePort ?? 0,
    request,
    reply,
  };
  // A public route has no caller, and its handler none in its type.
  return Object.assign(call, { caller: callers.get(request) }) as SignedInCall<unknown, unknown, unknown>;
}

function bearerToken(request: FastifyRequest): string {
  const match = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '');
  if (match?.[1] === undefined) throw new CodedError('access/session-expired');
  return match[1];
}

function limitOf(max: number): object {
  return {
    max,
    timeWindow: 60_000,
    errorResponseBuilder: (_request: FastifyRequest, { ttl }: { ttl: number }) =>
      new CodedError('access/rate-limited', { until: new Date(Date.now() + ttl).toISOString() }),
  };
}

function sendProblem(reply: FastifyReply, error: unknown, reportDefect: HttpNeeds['reportDefect']): void {
  const document = toProblemDocument(error);
  const incident = document.details?.incident;
  if (document.status >= 500 && typeof incident === 'string') reportDefect(error, incident);
  void reply.code(document.status).type(PROBLEM_CONTENT_TYPE).send(JSON.stringify(document));
}
