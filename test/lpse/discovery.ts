// GET /.well-known/segel and /api/time (protocol.md 1).
import { z } from 'zod';
import { Discovery, TimeAnswer, type SignedTime } from '../../app/protocol/discovery.ts';
import { Base64Url, toInstant } from '../../app/protocol/primitives.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { LpseContext } from './context.ts';
import { publicRoute, type LpseModule } from './http.ts';
import { signJson } from './sign.ts';

const toBase64 = ({ der }: Certificate): string => der.toString('base64');

export function discoveryModule({ config, keys, ams, kms, log, clock }: LpseContext): LpseModule {
  const discovery: Discovery = {
    format: 'segel-discovery/1',
    name: config.name,
    kdLpse: config.kdLpse,
    apiBase: `${config.baseUrl}/api`,
    timeZone: config.timeZone,
    certificates: {
      lpse: toBase64(keys.lpse.certificate),
      kms: toBase64(kms.signer),
      tsa: toBase64(keys.tsa.certificate),
      chain: [...ams.chain, keys.anchors.lpse, keys.anchors.ams, kms.anchor, keys.anchors.tsa].map(toBase64),
    },
    amsUrl: config.baseUrl,
    tsaUrl: `${config.baseUrl}/tsa`,
    logOrigin: log.origin,
    logVerifierKey: log.verifierKey,
    limits: config.limits,
    minimumClientVersion: config.minimumClientVersion,
    reference: true,
  };
  return {
    routes: [
      publicRoute(
        { method: 'GET', path: '/.well-known/segel', summary: 'Who this LPSE is', answer: Discovery },
        () => discovery,
      ),
      publicRoute(
        {
          method: 'GET',
          path: '/api/time',
          summary: 'Server time, signed, with the nonce that was asked with',
          query: z.strictObject({ nonce: Base64Url.max(64).default('') }),
          answer: TimeAnswer,
        },
        async ({ query }) => {
          const now = clock.now();
          const content: SignedTime = {
            format: 'segel-time/1',
            kdLpse: config.kdLpse,
            serverTime: toInstant(now),
            nonce: query.nonce,
          };
          return { signed: (await signJson(keys.lpse, now, content)).toString('base64') };
        },
      ),
    ],
  };
}
