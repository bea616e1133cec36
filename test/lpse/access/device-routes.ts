// Device registrations, nonces and package tokens.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  DeviceAnswer,
  DeviceList,
  DeviceRequest,
  NonceAnswer,
  TokenAnswer,
  TokenRequest,
} from '../../../app/protocol/login.ts';
import { Sha256, toInstant } from '../../../app/protocol/primitives.ts';
import { publicRoute, sessionRoute, type Route } from '../http.ts';
import type { Access } from './access.ts';

const Done = z.strictObject({ done: z.literal(true) });

export function deviceRoutes({ devices, nonces, tokens, accessLog }: Access): readonly Route[] {
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/api/devices',
        summary: 'Registers the device key of this session; answers a statement signed by the LPSE',
        body: DeviceRequest,
        answer: DeviceAnswer,
      },
      async ({ caller, body, address }) => {
        const [certificate, proof] = [Buffer.from(body.certificate, 'base64'), Buffer.from(body.proof, 'base64')];
        const registration = await devices.register(caller, certificate, proof);
        accessLog.note(caller.account.accountId, 'device-registered', address, 'ok');
        return { registration: registration.toString('base64') };
      },
    ),
    sessionRoute(
      { method: 'GET', path: '/api/devices', summary: 'Own registered devices', answer: DeviceList },
      ({ caller }) => ({
        devices: devices.list(caller.account.accountId).map((device) => ({
          deviceCertificateSha256: device.deviceCertificateSha256,
          validFrom: toInstant(device.validFrom),
          revokedAt: device.revokedAt === null ? null : toInstant(device.revokedAt),
        })),
      }),
    ),
    sessionRoute(
      {
        method: 'DELETE',
        path: '/api/devices/:sha256',
        summary: 'Revokes one of the own devices',
        params: z.strictObject({ sha256: Sha256 }),
        answer: Done,
      },
      ({ caller, params, address }) => {
        const { accountId } = caller.account;
        if (!devices.revoke(accountId, params.sha256)) throw new CodedError('access/not-found');
        accessLog.note(accountId, 'device-revoked', address, 'ok');
        return { done: true as const };
      },
    ),
    sessionRoute(
      { method: 'POST', path: '/api/nonces', summary: 'One-time value for a signed request', answer: NonceAnswer },
      ({ caller }) => {
        const { nonce, expiresAt } = nonces.issue(caller.account.accountId);
        return { nonce, expiresAt: toInstant(expiresAt) };
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/tokens/resolve',
        summary: 'What a pasted or clicked package token is about',
        body: TokenRequest,
        answer: TokenAnswer,
      },
      ({ caller, body }) => {
        const { expiresAt, ...token } = tokens.resolve(caller.account, body.token);
        return { ...token, expiresAt: toInstant(expiresAt) };
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/lt/:token',
        summary: 'Page behind a package link, for people without Segel installed',
        params: z.strictObject({ token: z.string().max(128) }),
        answer: 'text/plain; charset=utf-8',
      },
      () => 'Tautan paket SPSE. Salin alamat halaman ini ke Segel: Paket > Tempel token.\n',
    ),
  ];
}
