// Opens the window: an installed browser without tabs or address bar, with a fresh profile that is removed afterwards.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BrowserWindow {
  /** Resolves when the browser has ended. */
  readonly ended: Promise<void>;
  /** Ends it, if need be, and removes its profile. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly program: string;
  readonly url: string;
  readonly env: NodeJS.ProcessEnv;
  /** As user root Chromium runs without its sandbox or not at all. */
  readonly asRoot: boolean;
  /** On a display without graphics hardware. */
  readonly virtualDisplay: boolean;
}

/** What the browser would offer by itself: to keep passwords, to fill in forms, to send the page to a translator. */
const PREFERENCES = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  translate: { enabled: false },
  search: { suggest_enabled: false },
  safebrowsing: { enabled: false },
};

export async function launchBrowser(options: LaunchOptions): Promise<BrowserWindow> {
  const profile = await mkdtemp(join(profileBase(options.program), 'segel-window-'));
  // Its own output (D-Bus, fonts, graphics) says nothing to our user.
  await mkdir(join(profile, 'Default'));
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES));
  // TMPDIR: it keeps a socket there, which would stay behind.
  const env = { ...options.env, TMPDIR: profile };
  const child = spawn(options.program, browserArguments(options, profile), { env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    ended,
    close: async () => {
      child.kill();
      await ended;
      // Its helper processes may still be writing.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

export function browserArguments(
  { url, asRoot, virtualDisplay }: Pick<LaunchOptions, 'url' | 'asRoot' | 'virtualDisplay'>,
  profile: string,
): readonly string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--window-size=1280,800',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-extensions',
    '--disable-sync',
    '--disable-quic',
    '--disable-features=Translate,MediaRouter,OptimizationHints',
    '--password-store=basic',
    // Else a yellow bar about the missing sandbox covers the top of the page.
    ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
    ...(virtualDisplay ? ['--disable-gpu', '--window-position=0,0'] : []),
  ];
}

/** A snap sees neither the system's temporary folder nor hidden folders of the user. */
function profileBase(program: string): string {
  return program.startsWith('/snap/') ? join(homedir(), 'snap', 'chromium', 'common') : tmpdir();
}
