// `app://bundle/...`: the renderer's files from an allow-list, with the strict policy as header (Electron security list 1, 7, 18).
import type { Protocol } from 'electron';
import { contentSecurityPolicy, securityHeaders, type AssetSource } from '../browser/assets.ts';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://bundle';

/** Before `app.whenReady()`: the scheme is standard and secure, and has no other privilege. */
export function registerAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }]);
}

/** After `app.whenReady()`. Anything that is not GET of a listed file of our own host is 404. */
export function serveApp(protocol: Protocol, assets: AssetSource): void {
  const headers = { ...securityHeaders, 'content-security-policy': contentSecurityPolicy("'none'") };
  protocol.handle(APP_SCHEME, (request) => {
    const url = URL.parse(request.url);
    const path = url?.host === 'bundle' && request.method === 'GET' ? url.pathname : '';
    const asset = assets.find(path === '/' ? '/index.html' : path);
    if (asset === null) return new Response('', { status: 404, headers });
    // Copied: the list's bytes must not be detached by the consumer.
    return new Response(new Uint8Array(asset.bytes), { headers: { ...headers, 'content-type': asset.type } });
  });
}
