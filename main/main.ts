// Electron's entry, as a list of steps; each step has its file in main/electron, and its proof in test/main/electron.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  Notification,
  powerSaveBlocker,
  protocol,
  session,
  shell,
  Tray,
} from 'electron';
import type { EventName } from '../app/contract/channels.ts';
import type { EventPayload } from '../app/contract/contract.ts';
import { dataRoot } from './adapters/data-folder.ts';
import { loadAssets } from './browser/assets.ts';
import { registerAppScheme, serveApp } from './electron/app-protocol.ts';
import { askBeforeClosing } from './electron/close-question.ts';
import { electronHost } from './electron/dialogs.ts';
import { FollowedLanguage } from './electron/followed-language.ts';
import { guardContents, refuseForeignRequests, refusePermissions } from './electron/guards.ts';
import { claimSingleInstance, listenForStarts, registerProtocol } from './electron/instance.ts';
import { sendEvent, serveIpc } from './electron/ipc-transport.ts';
import { menuTemplate } from './electron/menu.ts';
import { BidNotifications, type NotificationText } from './electron/notifications.ts';
import { showProgress, stayAwake } from './electron/progress.ts';
import { refuseAfterFailure, refuseSwitch } from './electron/refuse-start.ts';
import { dangerousSwitch, turnOffCrashDumps } from './electron/switches.ts';
import { createTray } from './electron/tray.ts';
import { focusWindow, openPage, reopenAfterCrash, windowOptions } from './electron/window.ts';
import { WorkInProgress } from './electron/work-in-progress.ts';
import type { Caller } from './ipc/door.ts';
import { openWindowProgram, type WindowProgram } from './ipc/window-program.ts';
import { publishedLinks } from './links.ts';

const developing = !app.isPackaged;
const language = new FollowedLanguage();
const work = new WorkInProgress();
const notifications = new BidNotifications();
const windowEnded = new AbortController();
const caller: Caller = { windowId: randomBytes(8).toString('hex'), signal: windowEnded.signal };
let window: BrowserWindow | null = null;
let program: WindowProgram | null = null;
/** Of the last start; both wait here until the program is open. */
let token: string | null = null;
let sealedFile: string | null = null;
/** Held: Electron removes the icon of a collected tray. */
let tray: Tray | null = null;

const refused = developing ? null : dangerousSwitch(process.argv.slice(1));
if (refused !== null) refuseSwitch({ app, dialog, language: language.current() }, refused);
else start();

function start(): void {
  process.umask(0o077);
  // What Chromium keeps lies with our own data, and two data folders are two programs.
  app.setPath('userData', join(dataRoot(undefined), 'window'));
  app.setAppUserModelId('id.segel.desktop');
  if (!claimSingleInstance(app)) {
    app.quit();
    return;
  }
  app.enableSandbox();
  turnOffCrashDumps(app);
  registerAppScheme(protocol);
  guardContents(app);
  registerProtocol(app);
  listenForStarts(app, { onToken: takeToken, onSealedFile: takeSealedFile, onWake: wake });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', endProgram);
  // Not awaited here: Electron becomes ready only after this module has been evaluated.
  app
    .whenReady()
    .then(open)
    .catch((error: unknown) => refuseAfterFailure({ app, dialog, language: language.current() }, error));
}

async function open(): Promise<void> {
  const root = app.getAppPath();
  const icons = join(root, 'resources', 'icons');
  serveApp(protocol, loadAssets(join(root, 'out', 'renderer')));
  refusePermissions(session.defaultSession);
  refuseForeignRequests(session.defaultSession, { developing });

  const preload = join(root, 'out', 'main', 'preload', 'preload.cjs');
  const opened = new BrowserWindow(windowOptions({ preload, icon: join(icons, 'icon.png'), developing }));
  window = opened;
  opened.on('closed', () => windowEnded.abort());
  reopenAfterCrash(opened);
  askBeforeClosing({ window: opened, dialog, work: () => work.current, language: language.current });

  const host = electronHost({ app, dialog, shell, window: opened, language: language.current });
  program = await openWindowProgram({ host, send });
  serveIpc({ ipcMain, window: opened, program, door: work.watch(language.watch(program.door)), caller });
  if (token !== null) program.takeToken(token);
  if (sealedFile !== null) program.takeSealedFile(sealedFile);
  if (developing && process.argv.includes('--demo')) await program.startDemo();

  const awake = stayAwake(powerSaveBlocker);
  work.onChange((current) => {
    showProgress(opened, current);
    awake(current);
  });
  const image = nativeImage.createFromPath(join(icons, 'tray.png'));
  const shownTray = createTray({ Tray, Menu, image, work, open: wake, quit: () => app.quit() });
  tray = shownTray.tray;
  const showLanguage = (): void => {
    const links = publishedLinks();
    const openLink = (link: Parameters<typeof host.openLink>[0]): void => void host.openLink(link);
    const template = menuTemplate({
      language: language.current(),
      platform: process.platform,
      developing,
      links,
      openLink,
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    shownTray.showIn(language.current());
  };
  language.onChange(showLanguage);
  showLanguage();
  await openPage(opened);
}

function send<E extends EventName>(event: E, payload: EventPayload<E>): void {
  if (window === null) return;
  sendEvent(window, event, payload);
  // The name of an event decides the type of its payload; TypeScript does not follow that through a comparison.
  if (event === 'bids.progress') work.report(payload as EventPayload<'bids.progress'>);
  const onlooker = { language: language.current(), looking: window.isFocused() };
  if (event === 'bids.changed') {
    const text = notifications.of(payload as EventPayload<'bids.changed'>, onlooker);
    if (text !== null) notify(text);
  }
  if (event === 'watch.changed')
    for (const text of notifications.ofOpening(payload as EventPayload<'watch.changed'>, onlooker)) notify(text);
}

function notify(text: NotificationText): void {
  const notification = new Notification(text);
  notification.on('click', wake);
  notification.show();
}

function takeToken(arrived: string): void {
  token = arrived;
  program?.takeToken(arrived);
}

function takeSealedFile(path: string): void {
  sealedFile = path;
  program?.takeSealedFile(path);
}

function wake(): void {
  if (window !== null) focusWindow(window);
}

/** Uploads stop where they are, databases are closed, then the program ends for good. */
function endProgram(event: { preventDefault(): void }): void {
  const ending = program;
  program = null;
  tray?.destroy();
  tray = null;
  if (ending === null) return;
  event.preventDefault();
  void ending.close().finally(() => app.exit(0));
}
