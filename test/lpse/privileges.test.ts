import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '../../app/protocol/login.ts';
import { LpseClient, signIn } from './client.ts';
import { DEMO_PEOPLE } from './seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from './temporary-lpse.ts';

const OFFICIALS: readonly Role[] = ['committeeMember', 'procurementOfficer'];
const ALL: readonly Role[] = [
  'bidder',
  'committeeMember',
  'procurementOfficer',
  'contractOfficer',
  'verifier',
  'helpdesk',
  'auditor',
  'agencyAdmin',
];

/** Routes that anybody may call. */
const PUBLIC = [
  'GET /.well-known/segel',
  'GET /api/time',
  'GET /crl/{file}',
  'GET /log/checkpoint',
  'GET /log/entries',
  'GET /log/proof/consistency',
  'GET /log/proof/inclusion',
  'GET /lt/{token}',
  'GET /openapi.json',
  'POST /api/login/identify',
  'POST /api/login/password',
  'POST /api/login/totp',
  'POST /api/session/refresh',
  'POST /api/totp/reset',
  'POST /api/totp/reset-request',
  'POST /ocsp',
  'POST /tsa',
];

/** Routes for some roles; every other route is for all who are signed in. */
const BY_ROLE: Readonly<Record<string, readonly Role[]>> = {
  'GET /api/audit/{kdTender}/dossier': ['auditor', ...OFFICIALS],
  'GET /api/audit/{kdTender}/dossier/parts': ['auditor', ...OFFICIALS],
  'GET /api/audit/{kdTender}/dossier/sealed/{submissionId}': ['auditor', ...OFFICIALS],
  'GET /api/audit/{kdTender}/evidence': ['auditor'],
  'GET /api/openings/{openingId}': OFFICIALS,
  'GET /api/openings/{openingId}/bids/{n}': OFFICIALS,
  'GET /api/packages/{kdTender}/committee': OFFICIALS,
  'GET /api/packages/{kdTender}/envelopes/{envelopeId}/dealing': OFFICIALS,
  'GET /api/packages/{kdTender}/policy/draft': OFFICIALS,
  'GET /api/packages/{kdTender}/rehearsals': OFFICIALS,
  'GET /api/packages/{kdTender}/technical-result': OFFICIALS,
  'GET /api/referrals': [...OFFICIALS, 'helpdesk', 'agencyAdmin'],
  'GET /api/referrals/{referralId}': ['helpdesk', 'agencyAdmin'],
  'GET /api/referrals/{referralId}/bid': ['helpdesk', 'agencyAdmin'],
  'GET /api/referrals/{referralId}/evidence': ['helpdesk', 'agencyAdmin'],
  'GET /api/submissions': ['bidder'],
  'GET /api/submissions/{submissionId}': ['bidder'],
  'POST /ams/enrolments/{enrolmentId}/decision': ['verifier'],
  'POST /api/openings': OFFICIALS,
  'POST /api/openings/{openingId}/bids/{n}/refer': OFFICIALS,
  'POST /api/openings/{openingId}/bids/{n}/statement': ['helpdesk', 'agencyAdmin'],
  'POST /api/openings/{openingId}/contributions': OFFICIALS,
  'POST /api/openings/{openingId}/release': OFFICIALS,
  'POST /api/openings/{openingId}/results': OFFICIALS,
  'POST /api/openings/{openingId}/session': OFFICIALS,
  'POST /api/packages/{kdTender}/dealings/withdrawal': OFFICIALS,
  'POST /api/packages/{kdTender}/envelopes/{envelopeId}/dealing': OFFICIALS,
  'POST /api/packages/{kdTender}/envelopes/{envelopeId}/dealing/confirmations': OFFICIALS,
  'POST /api/packages/{kdTender}/envelopes/{envelopeId}/redealing': OFFICIALS,
  'POST /api/packages/{kdTender}/envelopes/{envelopeId}/redealing/contributions': OFFICIALS,
  'POST /api/packages/{kdTender}/members/replacements': OFFICIALS,
  'POST /api/packages/{kdTender}/policy/signatures': OFFICIALS,
  'POST /api/packages/{kdTender}/rehearsal': OFFICIALS,
  'POST /api/packages/{kdTender}/technical-result': OFFICIALS,
  'POST /api/rehearsals/{rehearsalId}/release': OFFICIALS,
  'POST /api/rehearsals/{rehearsalId}/result': OFFICIALS,
  'POST /api/submissions': ['bidder'],
  'POST /api/submissions/{submissionId}/withdraw': ['bidder'],
  'POST /api/uploads': ['bidder'],
};

const VALUES: Readonly<Record<string, string>> = {
  kdTender: '99999999000',
  envelopeId: 'satu',
  sha256: 'a'.repeat(64),
  policySha256: 'a'.repeat(64),
  file: 'none.crl',
  n: '1',
};

let lpse: TemporaryLpse;
let routes: string[];
beforeAll(async () => {
  lpse = await startTemporaryLpse();
  const answer = await new LpseClient(lpse).get('/openapi.json');
  const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(answer.json);
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
});
afterAll(() => lpse.close());

/** Code of the answer to an empty request with names that lead nowhere. */
async function knock(client: LpseClient, route: string): Promise<string | null> {
  const [method = '', path = ''] = route.split(' ');
  const address = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => VALUES[name] ?? 'x1');
  return (await client.send(method, address, method === 'POST' ? { body: {} } : {})).code;
}

describe('the privilege table', () => {
  it('names no route that does not exist', () => {
    expect([...PUBLIC, ...Object.keys(BY_ROLE)].filter((route) => !routes.includes(route))).toEqual([]);
  });

  it('lets strangers through to public routes only', async () => {
    const open: string[] = [];
    for (const route of routes) {
      if ((await knock(new LpseClient(lpse), route)) !== 'access/session-expired') open.push(route);
    }
    // A refresh with a token that does not parse is malformed; nothing here needs a session.
    expect(open.toSorted()).toEqual(PUBLIC.toSorted());
  });

  it.each(ALL)('holds for %s on every route', async (role) => {
    const person = DEMO_PEOPLE.find((one) => one.role === role);
    if (person === undefined) throw new Error(`no ${role}`);
    const { client } = await signIn(lpse, person.userId, { userType: person.userType });
    const isLast = (route: string): boolean => route === 'POST /api/logout';
    const allowed: string[] = [];
    for (const route of [...routes.filter((one) => !isLast(one)), ...routes.filter(isLast)]) {
      const code = await knock(client, route);
      expect(code, route).not.toBe('access/session-expired');
      if (code !== 'access/forbidden') allowed.push(route);
    }
    const wanted = routes.filter((route) => BY_ROLE[route]?.includes(role) ?? true);
    expect(allowed.toSorted()).toEqual(wanted.toSorted());
  });
});
