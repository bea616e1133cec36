// GET /openapi.json: generated from the schemas the door itself uses, so that it cannot drift.
import { z } from 'zod';
import { PROBLEM_CONTENT_TYPE, ProblemDocument } from '../../app/protocol/problem.ts';
import type { Json } from '../../crypto/canonical-json.ts';
import { publicRoute, type LpseModule, type Route } from './http.ts';

/** The routes are read at each request: modules add theirs after this one. */
export function openapiModule(routes: () => readonly Route[], title: string): LpseModule {
  return {
    routes: [
      publicRoute(
        { method: 'GET', path: '/openapi.json', summary: 'This description', answer: 'application/json' },
        () => JSON.stringify(describeRoutes(routes(), title)),
      ),
    ],
  };
}

export function describeRoutes(routes: readonly Route[], title: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes.filter(({ hidden }) => hidden !== true)) {
    const path = route.path.replace(/:([A-Za-z0-9]+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = describe(route);
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description: 'Reference LPSE of Segel. Not for production.' },
    paths,
    components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
  };
}

function describe(route: Route): Json {
  const body = bodyOf(route);
  return {
    summary: route.access === 'public' ? route.summary : `${route.summary}${rolesText(route)}`,
    ...(route.access === 'public' ? {} : { security: [{ session: [] }] }),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(body === null ? {} : { requestBody: { required: true, content: body } }),
    responses: {
      '200': { description: 'The answer', content: answerOf(route) },
      default: {
        description: 'RFC 9457 problem with a catalogue code',
        content: { [PROBLEM_CONTENT_TYPE]: { schema: toSchema(ProblemDocument, 'output') } },
      },
    },
  };
}

function rolesText({ access }: Route): string {
  return typeof access === 'string' ? '' : ` (${access.join(', ')})`;
}

function bodyOf({ body, binaryBody }: Route): Json {
  if (binaryBody !== undefined) return { [binaryBody]: BINARY };
  return body === undefined ? null : { 'application/json': { schema: toSchema(body, 'input') } };
}

function answerOf({ answer }: Route): Json {
  return typeof answer === 'string'
    ? { [answer]: BINARY }
    : { 'application/json': { schema: toSchema(answer, 'output') } };
}

const BINARY: Json = { schema: { type: 'string', format: 'binary' } };

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    // A JSON Schema is JSON.
    schema: property as Json,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  // A JSON Schema is JSON.
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
}
