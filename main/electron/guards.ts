// What a window may never do (Electron security list 1, 5, 11-14): no permission, no navigation away, no new window, no webview,
// no request but for our own files.
import type { App, Session, WebContents } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** Applies to every WebContents that will ever exist. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

function guardNavigation(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
}

/** Compared by parsed origin: a prefix would let `app://bundle.evil` through. */
export function isOwnPage(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === APP_ORIGIN;
}

/** Electron grants what no handler refuses: so every handler refuses everything. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('will-download', (event) => event.preventDefault());
}

/** The page's process asks for our files and nothing else; `developing` lets the developer tools load theirs. */
export function refuseForeignRequests({ webRequest }: Session, { developing }: { readonly developing: boolean }): void {
  webRequest.onBeforeRequest(({ url }, decide) => {
    const allowed = isOwnPage(url) || url.startsWith('data:') || (developing && url.startsWith('devtools:'));
    decide({ cancel: !allowed });
  });
}
