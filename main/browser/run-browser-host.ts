// The browser host from start to end: program, server, and for as long as the window is open, nothing else.
import type { CallOutput } from '../../app/contract/contract.ts';
import type { Result } from '../../app/contract/result.ts';
import { openWindowProgram } from '../ipc/window-program.ts';
import { loadAssets } from './assets.ts';
import { browserHost, downloadFolder } from './browser-host.ts';
import { startHostServer, type HostServer } from './host-server.ts';

export interface BrowserHostOptions {
  readonly dataDir?: string | undefined;
  /** `out/renderer` of the build. */
  readonly page: string;
  /** A package token that came with the start; it reaches the page once it listens. */
  readonly token?: string | null;
  /** Absolute path of a sealed file that came with the start. */
  readonly sealedFile?: string | null;
}

export interface RunningBrowserHost extends Pick<
  HostServer,
  'origin' | 'launchUrl' | 'windowClosed' | 'windowMet' | 'send'
> {
  /** Starts the reference LPSE, as the window could. */
  startDemo(): Promise<Result<CallOutput<'lpse.startDemo'>>>;
  /** Ends uploads where they are, the server and the program. */
  close(): Promise<void>;
}

/** @throws storage/full, storage/failed */
export async function runBrowserHost(options: BrowserHostOptions): Promise<RunningBrowserHost> {
  const { dataDir, page, token = null, sealedFile = null } = options;
  // The program needs somebody to send to before the server that needs the program exists.
  let server: HostServer | null = null;
  const program = await openWindowProgram({
    dataDir,
    host: browserHost(await downloadFolder()),
    send: (event, payload) => server?.send(event, payload),
  });
  const started = await startHostServer({
    door: program.door,
    assets: loadAssets(page),
    receive: (bytes, name, caller) => program.takeBytes(bytes, name, caller),
  });
  server = started;
  if (token !== null) program.takeToken(token);
  if (sealedFile !== null) program.takeSealedFile(sealedFile);
  return {
    origin: started.origin,
    launchUrl: (lifetimeMs) => started.launchUrl(lifetimeMs),
    windowClosed: started.windowClosed,
    windowMet: () => started.windowMet(),
    send: started.send,
    startDemo: () => program.startDemo(),
    close: async () => {
      await started.close();
      await program.close();
    },
  };
}
