// The one window and its preferences (Electron security list 2-4, 6, 8-11).
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

export interface WindowLooks {
  readonly preload: string;
  readonly icon: string;
  /** Developer tools; never in a packaged program. */
  readonly developing: boolean;
}

/** Spelled out where a default would do: a test compares the whole object, so that a changed default is noticed. */
export function windowOptions({ preload, icon, developing }: WindowLooks): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Segel',
    icon,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: developing,
    },
  };
}

/** Opens the page and shows the window once there is something to see. */
export async function openPage(window: BrowserWindow): Promise<void> {
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${APP_ORIGIN}/index.html`);
}

/** Brings the window to the front (second start, tray, notification). */
export function focusWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** A page whose process has died is opened again, unless it keeps dying. */
export function reopenAfterCrash(window: BrowserWindow, now: () => number = Date.now): void {
  let crashes: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    crashes = [...crashes.filter((time) => now() - time < 60_000), now()];
    if (crashes.length <= 3) window.reload();
  });
}
