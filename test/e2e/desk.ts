// A person at a computer: a data folder, the browser host over it, and one Chromium page. The program can be ended and begun
// again over the same folder; whatever the page complains about in its console is kept.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { runBrowserHost } from '../../main/browser/run-browser-host.ts';
import type { TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { BUILT_PAGE } from './surroundings.ts';
import { textsOf, type Language, type Say } from './texts.ts';

export const SCREENS_DIR = process.env.SEGEL_SCREENS ?? 'test-results/screens';
export const SIZES = { wide: { width: 1280, height: 800 }, small: { width: 1024, height: 640 } } as const;

/** The program, in this process or in one of its own. */
interface Host {
  launchUrl(): string;
  close(): Promise<void>;
  /** As a power cut would: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
}

export class Desk {
  readonly browser: Browser;
  readonly dir: string;
  /** Errors of the page's console and uncaught exceptions. */
  readonly complaints: string[] = [];
  language: Language = 'id';
  #host: Host | null = null;
  #context: BrowserContext | null = null;
  #page: Page | null = null;

  private constructor(browser: Browser, dir: string) {
    this.browser = browser;
    this.dir = dir;
  }

  static async open(browser: Browser): Promise<Desk> {
    const desk = new Desk(browser, await mkdtemp(join(tmpdir(), 'segel-desk-')));
    await mkdir(join(desk.dir, 'dokumen'));
    await desk.start();
    return desk;
  }

  get page(): Page {
    if (this.#page === null) throw new Error('the window is closed');
    return this.#page;
  }

  get say(): Say {
    return textsOf(this.language);
  }

  /** Starts program and window: the first time, or again after `end`; or by opening a sealed file. */
  async start({ sealedFile = null }: { readonly sealedFile?: string | null } = {}): Promise<void> {
    process.env.SEGEL_DOWNLOADS = join(this.dir, 'unduhan');
    const host = await runBrowserHost({ dataDir: join(this.dir, 'data'), page: BUILT_PAGE, sealedFile });
    const kill = () => Promise.reject(new Error('this program is part of the test'));
    this.#host = { launchUrl: () => host.launchUrl(), close: () => host.close(), kill };
    await this.openWindow();
  }

  /** Starts the program in a process of its own, which can be killed. */
  async startApart(env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.#host = await hostApart(join(this.dir, 'data'), env);
    await this.openWindow();
  }

  /** The program is gone from one moment to the next; the window is closed. */
  async kill(): Promise<void> {
    await this.#host?.kill();
    this.#host = null;
    await this.closeWindow();
    // A window without its program complains, and is right to.
    this.complaints.length = 0;
  }

  async openWindow(): Promise<void> {
    if (this.#host === null) throw new Error('the program is not running');
    // Without motion no screen is looked at half-way between two colours.
    const context = { viewport: SIZES.wide, timezoneId: 'Asia/Jakarta', reducedMotion: 'reduce' } as const;
    this.#context = await this.browser.newContext(context);
    this.#page = await this.#context.newPage();
    this.#page.setDefaultTimeout(45_000);
    this.#page.on('pageerror', (error) => this.complaints.push(`uncaught ${error.message}`));
    this.#page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await this.#page.goto(this.#host.launchUrl());
    await this.#page.locator('h1').first().waitFor();
  }

  async closeWindow(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
    this.#page = null;
  }

  /** Window and program end; the computer's folder stays. */
  async end(): Promise<void> {
    await this.closeWindow();
    await this.#host?.close();
    this.#host = null;
  }

  async close(): Promise<void> {
    await this.end();
    // A call that was under way may still write its incident.
    await rm(this.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** Goes to an address of the window without loading it anew. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#${path}`);
  }

  /** A document on this computer. */
  async file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.dir, 'dokumen', name);
    await writeFile(path, content);
    return path;
  }

  /** Presses a button that opens the file dialog, and chooses. */
  async choose(button: string | RegExp, paths: readonly string[]): Promise<void> {
    const [dialog] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.page.getByRole('button', { name: button }).click(),
    ]);
    await dialog.setFiles([...paths]);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENS_DIR, { recursive: true });
    await this.page.screenshot({ path: join(SCREENS_DIR, `${name}.png`) });
  }

  /** Saves the screen, and answers what axe finds wrong on it. */
  async look(name: string, sizes: readonly (keyof typeof SIZES)[] = ['wide', 'small']): Promise<readonly string[]> {
    await mkdir(SCREENS_DIR, { recursive: true });
    const wrong: string[] = [];
    for (const size of sizes) {
      await this.page.setViewportSize(SIZES[size]);
      const { width, height } = SIZES[size];
      const path = join(SCREENS_DIR, `${name}-${this.language}-${width}x${height}.png`);
      await this.page.screenshot({ path });
      const tooWide = await this.page.evaluate(() => {
        const main = document.querySelector('main');
        return (
          document.documentElement.scrollWidth > innerWidth || (main !== null && main.scrollWidth > main.clientWidth)
        );
      });
      if (tooWide) wrong.push(`${name} ${size}: scrolls sideways`);
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const rules = new AxeBuilder({ page: this.page }).withTags(tags).disableRules(['target-size']);
    const { violations } = await rules.analyze();
    // What a bar at the foot covers now is reached by scrolling: sizes are measured where all of the screen shows.
    await this.page.setViewportSize({ width: SIZES.small.width, height: 4000 });
    const sizesOnly = await new AxeBuilder({ page: this.page }).withRules(['target-size']).analyze();
    for (const { id, nodes } of [...violations, ...sizesOnly.violations]) {
      wrong.push(`${name}: ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
    }
    await this.page.setViewportSize(SIZES.wide);
    return wrong;
  }
}

async function hostApart(dataDir: string, env: NodeJS.ProcessEnv): Promise<Host> {
  const script = fileURLToPath(new URL('./host-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout);
  // Ended before it said a word: its reason stands in the test's own output.
  const said: unknown = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
  if (!Array.isArray(said)) throw new Error('the program did not start');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { launchUrl: () => String(said[0]), close: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** What an operator hands over, as one file: the facts with the certificates inside. */
export async function anchorsFile(desk: Desk, { trustDir }: TemporaryLpse): Promise<string> {
  // Written by the reference LPSE.
  const summary = JSON.parse(readFileSync(join(trustDir, 'trust.json'), 'utf8')) as {
    readonly anchors: Readonly<Record<string, string>>;
  };
  const anchors = Object.fromEntries(
    Object.entries(summary.anchors).map(([role, file]) => [role, readFileSync(join(trustDir, file), 'utf8')]),
  );
  return desk.file('jangkar-lpse.json', JSON.stringify({ ...summary, anchors }));
}
