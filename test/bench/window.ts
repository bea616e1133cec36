// node test/bench/window.ts [--size 1GiB] [--dir DIR]: does the window stay smooth while a large bid is added, sealed and sent? One
// Chromium over the browser host, the reference LPSE with a raised limit, Chromium's own tracing. Prints Markdown.
import { randomFillSync } from 'node:crypto';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { Desk } from '../e2e/desk.ts';
import { BUILT_PAGE, CHROMIUM, SKIPPED_BECAUSE } from '../e2e/surroundings.ts';
import * as bidder from '../e2e/walk.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse } from '../lpse/temporary-lpse.ts';
import { summarise, type Smoothness, type TraceEvent } from './window-trace.ts';

const GIB = 2 ** 30;
const ZERO = 'segel-bench-zero';

const { values: options } = parseArgs({ options: { size: { type: 'string', default: '1GiB' } } });
const sizeBytes = parseSize(options.size);

if (SKIPPED_BECAUSE !== null) {
  console.error(`Cannot run: ${SKIPPED_BECAUSE}`);
  process.exitCode = 2;
} else await main();

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'segel-window-bench-'));
  const limits = { maxUploadBytes: sizeBytes + GIB, maxDocuments: 250, maxNameLength: 40 };
  const lpse = await startTemporaryLpse({ knobs: { limits } });
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args });
  const desk = await Desk.open(browser);
  try {
    const load = () => loadavg().map((value) => value.toFixed(1)).join(' '); // prettier-ignore
    console.log(`${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? '?'}, load at the start ${load()}\n`);
    await bidder.trustLpse(desk, lpse);
    await bidder.logIn(desk, 'karya.nusantara');
    await desk.page.getByRole('button', { name: 'karya.nusantara' }).waitFor();
    await bidder.importCertificate(desk, lpse, 'karya.nusantara');
    const paint = await firstPaint(desk);
    await bidder.startDraft(desk, DEMO_TENDERS.quick, 'Penawaran Harga');
    await bidder.fillRequired(desk);
    await bidder.fillLetter(desk, '2.000.000.000');
    await bidder.step(desk, 'dokumen');
    const path = join(scratch, 'Lampiran.pdf');
    await writePdf(path, sizeBytes);

    const rows: (readonly [string, Smoothness])[] = [];
    const phase = async (name: string, work: () => Promise<void>): Promise<void> => {
      rows.push([name, await traced(desk.page, work)]);
      console.error(`${name} done, load ${load()}`);
    };
    await phase('added', async () => {
      await desk.choose(desk.say('bid:documents.addMany'), [path]);
      await desk.page.getByText('Lampiran.pdf').first().waitFor({ timeout: 600_000 });
    });
    const place = desk.page.getByLabel(desk.say('bid:documents.slotOf', { name: 'Lampiran.pdf' }));
    await place.selectOption({ index: 1 });
    const sealing = await bidder.askToSeal(desk);
    await phase('sealed', async () => {
      await bidder.sign(desk, sealing, 'bid:seal.button');
      const done = desk.page.getByRole('heading', { name: desk.say('bid:seal.doneTitle') });
      await done.waitFor({ timeout: 600_000 });
    });
    await phase('sent', async () => {
      await bidder.startSending(desk);
      await bidder.untilTruth(desk, 'green', 900_000);
    });
    print(rows, paint);
    console.log(`\nLoad at the end ${load()}.`);
  } finally {
    await desk.close();
    await browser.close();
    await lpse.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A new window over the running program: first paint, and the first screen with an account's own data. */
async function firstPaint(desk: Desk): Promise<{ readonly paintMs: number; readonly usefulMs: number }> {
  await desk.closeWindow();
  const before = performance.now();
  await desk.openWindow();
  await desk.page.locator('.followed').first().waitFor();
  const usefulMs = performance.now() - before;
  const paintMs = await desk.page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  );
  return { paintMs, usefulMs };
}

/** Frame gaps as the page feels them, and what its main thread did meanwhile, from Chromium's trace. */
async function traced(page: Page, work: () => Promise<void>): Promise<Smoothness> {
  const client = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  client.on('Tracing.dataCollected', ({ value }) => {
    // Chromium's own format; read by name in `summarise`.
    events.push(...(value as unknown as TraceEvent[]));
  });
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      recordMode: 'recordAsMuchAsPossible',
      includedCategories: ['toplevel', 'blink.user_timing', 'devtools.timeline', '__metadata'],
      excludedCategories: ['*'],
    },
  });
  await page.evaluate((zero) => {
    const frames: number[] = [];
    Object.assign(window, { segelFrames: frames });
    performance.mark(zero);
    frames.push(performance.now());
    const tick = (): void => {
      frames.push(performance.now());
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }, ZERO);
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const frames = await page.evaluate(() => (window as unknown as { segelFrames: number[] }).segelFrames);
  await ended(client);
  await client.detach();
  return { ...summarise(events, { frames, zeroMark: ZERO }), seconds };
}

async function ended(client: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => client.once('Tracing.tracingComplete', () => resolve()));
  await client.send('Tracing.end');
  await complete;
}

function print(rows: readonly (readonly [string, Smoothness])[], paint: Awaited<ReturnType<typeof firstPaint>>): void {
  console.log(
    `| ${options.size} | seconds | frames | gaps over 100 ms | worst gap | of these by our page | its longest task |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [name, { seconds, frames, gaps, worstGapMs, ownGaps, longestTaskMs, longestTaskCpuMs }] of rows) {
    const task = `${longestTaskMs.toFixed(0)} ms (${longestTaskCpuMs.toFixed(0)} ms of CPU)`;
    const cells = [name, seconds.toFixed(1), frames, gaps, `${worstGapMs.toFixed(0)} ms`, ownGaps, task];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(
    `\nWindow: first paint ${paint.paintMs.toFixed(0)} ms, Beranda with its tenders ${paint.usefulMs.toFixed(0)} ms.`,
  );
  const { entry, all } = bundleKilobytes();
  console.log(`Scripts, gzip: ${entry} kB at the start, ${all} kB in all.`);
}

function bundleKilobytes(): { readonly entry: string; readonly all: string } {
  const folder = join(BUILT_PAGE, 'assets');
  const index = readFileSync(join(BUILT_PAGE, 'index.html'), 'utf8');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const size = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0) / 1000;
  return { entry: size(scripts.filter((name) => index.includes(name))).toFixed(0), all: size(scripts).toFixed(0) };
}

/** A PDF as far as the preflight looks, of bytes that do not compress. */
async function writePdf(path: string, bytes: number): Promise<void> {
  const file = createWriteStream(path);
  const head = '%PDF-1.7\n';
  const tail = '\nstartxref\n0\n%%EOF\n';
  file.write(head);
  const block = Buffer.allocUnsafe(1 << 20);
  for (let left = bytes - head.length - tail.length; left > 0; left -= block.length) {
    randomFillSync(block);
    if (!file.write(Buffer.from(block.subarray(0, Math.min(left, block.length))))) await once(file, 'drain');
  }
  file.end(tail);
  await once(file, 'close');
}

function parseSize(text: string): number {
  const found = /^(\d+)(MiB|GiB)$/.exec(text);
  if (found === null) throw new TypeError('--size 512MiB | 1GiB');
  return Number(found[1]) * (found[2] === 'GiB' ? GIB : 2 ** 20);
}
