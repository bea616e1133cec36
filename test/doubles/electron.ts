// A stand-in for the module `electron` (vitest.config.ts has the alias): remembers what was asked of it and lets a test play the
// system. `electronWorld()` is the current one; `resetElectron()` makes a fresh one. Only what Segel uses is here.
import { EventEmitter } from 'node:events';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

export interface Answers {
  isPackaged: boolean;
  hasLock: boolean;
  appPath: string;
  downloads: string;
  openDialog: { canceled: boolean; filePaths: string[] };
  saveDialog: { canceled: boolean; filePath: string };
  /** What the system says went wrong; empty when it opened the folder. */
  openPath: string;
  /** Index of the pressed button. */
  messageBox: number;
}

/** What the scheme's handler reads of a request. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
}

export interface World {
  readonly answers: Answers;
  /** Everything asked, in order: `app.enableSandbox`, `dialog.showErrorBox`, ... with its arguments. */
  readonly calls: { readonly name: string; readonly args: readonly unknown[] }[];
  readonly handlers: Map<string, Handler>;
  readonly windows: FakeWindow[];
  readonly exposed: Map<string, unknown>;
  readonly sent: { readonly channel: string; readonly args: readonly unknown[] }[];
  readonly schemes: Map<string, (request: PageRequest) => Response | Promise<Response>>;
  readonly ready: PromiseWithResolvers<undefined>;
  sessionHandlers: Record<string, unknown>;
}

let world: World = newWorld();

function newWorld(): World {
  return {
    answers: {
      isPackaged: true,
      hasLock: true,
      appPath: '/app',
      downloads: '/home/dian/Unduhan',
      openDialog: { canceled: true, filePaths: [] },
      saveDialog: { canceled: true, filePath: '' },
      openPath: '',
      messageBox: 0,
    },
    calls: [],
    handlers: new Map(),
    windows: [],
    exposed: new Map(),
    sent: [],
    schemes: new Map(),
    ready: Promise.withResolvers<undefined>(),
    sessionHandlers: {},
  };
}

export function electronWorld(): World {
  return world;
}

export function resetElectron(): World {
  world = newWorld();
  for (const emitter of [app, ipcRenderer, session.defaultSession]) emitter.removeAllListeners();
  return world;
}

/** Names of everything asked so far. */
export function asked(): readonly string[] {
  return world.calls.map(({ name }) => name);
}

export function argumentsOf(name: string): readonly unknown[] | undefined {
  return world.calls.findLast((call) => call.name === name)?.args;
}

function note(name: string, ...args: unknown[]): void {
  world.calls.push({ name, args });
}

/** An event that may be prevented, as Electron hands it to listeners. */
export function fakeEvent<T extends object>(facts: T): T & { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    ...facts,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}

export class FakeWebContents extends EventEmitter {
  static next = 1;
  readonly id = FakeWebContents.next++;
  readonly mainFrame = { parent: null, origin: 'app://bundle', url: 'app://bundle/index.html' };
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    // What crosses a process boundary is a structured clone.
    world.sent.push({ channel, args: structuredClone(args) });
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeWebContents();
  readonly options: unknown;
  destroyed = false;
  focused = false;
  minimized = false;
  shown = false;
  reloads = 0;
  url = '';
  readonly progress: number[] = [];

  constructor(options: unknown) {
    super();
    this.options = options;
    world.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  loadURL(url: string): Promise<void> {
    this.url = url;
    this.emit('ready-to-show');
    return Promise.resolve();
  }

  /** As a person does, or the program: listeners may prevent it. */
  close(): void {
    const event = fakeEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) return;
    this.destroyed = true;
    this.emit('closed');
  }

  isDestroyed = (): boolean => this.destroyed;
  isMinimized = (): boolean => this.minimized;
  isFocused = (): boolean => this.focused;
  restore = (): void => void (this.minimized = false);
  show = (): void => void (this.shown = true);
  focus = (): void => void (this.focused = true);
  reload = (): void => void (this.reloads += 1);
  setProgressBar = (value: number): void => void this.progress.push(value);
}

class FakeApp extends EventEmitter {
  readonly commandLine = {
    appendSwitch: (name: string, value?: string) => {
      note('app.commandLine.appendSwitch', name, value);
    },
  };
  get isPackaged(): boolean {
    return world.answers.isPackaged;
  }
  requestSingleInstanceLock(): boolean {
    note('app.requestSingleInstanceLock');
    return world.answers.hasLock;
  }
  whenReady(): Promise<undefined> {
    note('app.whenReady');
    return world.ready.promise;
  }
  enableSandbox(): void {
    note('app.enableSandbox');
  }
  getAppPath(): string {
    return world.answers.appPath;
  }
  getPath(name: string): string {
    return name === 'downloads' ? world.answers.downloads : `/path/${name}`;
  }
  setPath(name: string, path: string): void {
    note('app.setPath', name, path);
  }
  setAppUserModelId(id: string): void {
    note('app.setAppUserModelId', id);
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    note('app.setAsDefaultProtocolClient', scheme);
    return true;
  }
  quit(): void {
    note('app.quit');
  }
  exit(code: number): void {
    note('app.exit', code);
  }
}

class FakeTray extends EventEmitter {
  constructor(image: unknown) {
    super();
    note('tray', image);
  }
  setToolTip(text: string): void {
    note('tray.setToolTip', text);
  }
  setContextMenu(menu: unknown): void {
    note('tray.setContextMenu', menu);
  }
  destroy(): void {
    note('tray.destroy');
  }
}

class FakeNotification extends EventEmitter {
  readonly #options: unknown;
  constructor(options: unknown) {
    super();
    this.#options = options;
  }
  show(): void {
    note('notification.show', this.#options);
  }
}

class FakeSession extends EventEmitter {
  readonly webRequest = {
    onBeforeRequest: (handler: unknown) => {
      world.sessionHandlers.onBeforeRequest = handler;
    },
  };
  setPermissionRequestHandler = keep('setPermissionRequestHandler');
  setPermissionCheckHandler = keep('setPermissionCheckHandler');
  setDevicePermissionHandler = keep('setDevicePermissionHandler');
  setDisplayMediaRequestHandler = keep('setDisplayMediaRequestHandler');
}

function keep(name: string): (handler: unknown) => void {
  return (handler) => {
    world.sessionHandlers[name] = handler;
  };
}

class FakeIpcRenderer extends EventEmitter {
  readonly invoked: { channel: string; args: readonly unknown[] }[] = [];
  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    this.invoked.push({ channel, args });
    const handler = world.handlers.get(channel);
    return Promise.resolve(handler?.({}, ...args));
  }
}

export const app = new FakeApp();
export const BrowserWindow = FakeWindow;
export const Tray = FakeTray;
export const Notification = FakeNotification;
export const session = { defaultSession: new FakeSession() };
export const ipcRenderer = new FakeIpcRenderer();
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => {
    note('Menu.setApplicationMenu', menu);
  },
};
export const nativeImage = { createFromPath: (path: string) => ({ path }) };
export const powerSaveBlocker = {
  start: (kind: string) => {
    note('powerSaveBlocker.start', kind);
    return 7;
  },
  stop: (id: number) => {
    note('powerSaveBlocker.stop', id);
  },
};
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown) => {
    note('protocol.registerSchemesAsPrivileged', schemes);
  },
  handle: (scheme: string, handler: (request: PageRequest) => Response | Promise<Response>) => {
    world.schemes.set(scheme, handler);
  },
};
export const ipcMain = {
  handle: (channel: string, handler: Handler) => {
    world.handlers.set(channel, handler);
  },
};
export const dialog = {
  showErrorBox: (...args: unknown[]) => {
    note('dialog.showErrorBox', ...args);
  },
  showOpenDialog: (...args: unknown[]) => {
    note('dialog.showOpenDialog', ...args);
    return Promise.resolve(world.answers.openDialog);
  },
  showSaveDialog: (...args: unknown[]) => {
    note('dialog.showSaveDialog', ...args);
    return Promise.resolve(world.answers.saveDialog);
  },
  showMessageBox: (...args: unknown[]) => {
    note('dialog.showMessageBox', ...args);
    return Promise.resolve({ response: world.answers.messageBox });
  },
};
export const shell = {
  openExternal: (address: string) => {
    note('shell.openExternal', address);
    return Promise.resolve();
  },
  openPath: (path: string) => {
    note('shell.openPath', path);
    return Promise.resolve(world.answers.openPath);
  },
};
export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => {
    world.exposed.set(name, value);
  },
};
export const webUtils = { getPathForFile: (file: { readonly path?: string }) => file.path ?? '' };
