import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LpseClient, signInBidder, type SignedIn } from './client.ts';
import { startTemporaryLpse, type TemporaryLpse } from './temporary-lpse.ts';

let lpse: TemporaryLpse;
let stranger: LpseClient;
let bidder: SignedIn;
beforeAll(async () => {
  lpse = await startTemporaryLpse({ knobs: { loginRequestsPerMinute: 100_000, scryptCost: 2 } });
  stranger = new LpseClient(lpse);
  bidder = await signInBidder(lpse, 'karya.nusantara');
});
afterAll(() => lpse.close());

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(`' OR 1=1 --`, '../../keys/log.pem', '%00', '\r\nX-Evil: 1', '{"$gt":""}', '__proto__', '${7*7}'),
);

describe('hostile input', () => {
  it('never makes the server fail, wherever in a login it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 3 }), nasty, async (json, text) => {
        const bodies = [
          JSON.parse(json) as unknown,
          { userType: 'PENYEDIA', userId: text },
          { loginId: text, code: text },
        ];
        for (const body of bodies) {
          for (const path of [
            '/api/login/identify',
            '/api/login/password',
            '/api/login/totp',
            '/api/session/refresh',
          ]) {
            expect((await stranger.post(path, body ?? {})).status).toBeLessThan(500);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('never makes the server fail, or leave its folder, in an address', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const part = encodeURIComponent(text.toWellFormed());
        for (const path of ['/api/packages/', '/api/devices/', '/api/sessions/', '/crl/', '/lt/', '/ams/enrolments/']) {
          const answer = await bidder.client.get(`${path}${part}`);
          expect(answer.status, path).toBeLessThan(500);
          expect(answer.bytes.includes('PRIVATE KEY')).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never makes OCSP or the TSA fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const ocsp = await stranger.send('POST', '/ocsp', { bytes, contentType: 'application/ocsp-request' });
        const tsa = await stranger.send('POST', '/tsa', { bytes, contentType: 'application/timestamp-query' });
        expect(ocsp.status).toBeLessThan(500);
        expect(tsa.status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });

  it('cannot set a field that is not its own to set', async () => {
    const request = { profile: 'bidder', csr: 'AAAA', phone: '1', recommendationLetter: null, state: 'approved' };
    const answer = await bidder.client.post('/ams/enrolments', request);
    expect(answer).toMatchObject({ status: 400, code: 'access/malformed-request' });
  });
});
