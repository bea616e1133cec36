import type { BrowserWindow as RealWindow, PowerSaveBlocker, Tray as RealTray } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { showInTray, showProgress, stayAwake } from '../../../main/electron/progress.ts';
import { WorkInProgress, type Work } from '../../../main/electron/work-in-progress.ts';
import type { Caller, Door } from '../../../main/ipc/door.ts';
import { argumentsOf, asked, BrowserWindow, powerSaveBlocker, resetElectron, Tray } from '../../doubles/electron.ts';

const caller: Caller = { windowId: 'w1', signal: new AbortController().signal };
const BID = '5f0c7c7e-5e0e-4a71-9d3e-1d2f0f0e7a11';

beforeEach(() => {
  resetElectron();
});

/** A door whose calls end when the test says so. */
function work() {
  const ends: (() => void)[] = [];
  const door: Door = () => new Promise((resolve) => ends.push(() => resolve({ ok: true, value: null })));
  const progress = new WorkInProgress();
  const seen: (Work | null)[] = [];
  progress.onChange((current) => seen.push(current));
  return { progress, door: progress.watch(door), ends, seen };
}

const report = (kind: Work['kind'], doneBytes: number, totalBytes: number) => ({
  ...{ bidId: BID, work: kind, step: 'x', doneBytes, totalBytes },
  ...{ bytesPerSecond: null, secondsLeft: null },
});

describe('work', () => {
  it('lasts as long as the call that does it', async () => {
    const { progress, door, ends } = work();
    const sealing = door('bids.seal', null, caller);
    expect(progress.current).toEqual({ kind: 'sealing', fraction: null });
    progress.report(report('sealing', 25, 100));
    expect(progress.current).toEqual({ kind: 'sealing', fraction: 0.25 });
    ends[0]?.();
    await sealing;
    expect(progress.current).toBeNull();
  });

  it('is sending while both go on', () => {
    const { progress, door } = work();
    void door('bids.seal', null, caller);
    void door('bids.submit', null, caller);
    progress.report(report('sealing', 9, 10));
    expect(progress.current).toEqual({ kind: 'sending', fraction: null });
  });

  it('ends when its call fails, too', async () => {
    const progress = new WorkInProgress();
    const door = progress.watch(() => Promise.reject(new Error('no')));
    await expect(door('bids.submit', null, caller)).rejects.toThrow('no');
    expect(progress.current).toBeNull();
  });

  it('is not begun by strangers or by other calls', () => {
    const { progress, door } = work();
    void door('bids.submit', null, null);
    void door('bids.list', null, caller);
    void door({ toString: () => 'bids.submit' }, null, caller);
    expect(progress.current).toBeNull();
  });

  it('never shows more than everything, nor a part of nothing', () => {
    const { progress, door } = work();
    void door('bids.submit', null, caller);
    progress.report(report('sending', 12, 10));
    expect(progress.current?.fraction).toBe(1);
    progress.report(report('sending', 0, 0));
    expect(progress.current?.fraction).toBeNull();
  });

  it('shows in the taskbar', () => {
    const window = new BrowserWindow({});
    const real = window as unknown as RealWindow;
    for (const current of [{ kind: 'sending', fraction: null }, { kind: 'sending', fraction: 0.5 }, null] as const)
      showProgress(real, current);
    window.destroyed = true;
    showProgress(real, null);
    expect(window.progress).toEqual([2, 0.5, -1]);
  });

  it('shows in the tray, in words', () => {
    const tray = new Tray(null) as unknown as RealTray;
    showInTray(tray, { kind: 'sending', fraction: 0.429 }, 'id');
    expect(argumentsOf('tray.setToolTip')).toEqual(['Segel: mengunggah 42 %']);
    showInTray(tray, null, 'en');
    expect(argumentsOf('tray.setToolTip')).toEqual(['Segel']);
  });

  it('keeps the computer awake while sending, and only then', () => {
    const keep = stayAwake(powerSaveBlocker as unknown as PowerSaveBlocker);
    keep({ kind: 'sealing', fraction: null });
    expect(asked()).toEqual([]);
    keep({ kind: 'sending', fraction: 0.1 });
    keep({ kind: 'sending', fraction: 0.2 });
    keep(null);
    keep(null);
    expect(asked()).toEqual(['powerSaveBlocker.start', 'powerSaveBlocker.stop']);
    expect(argumentsOf('powerSaveBlocker.stop')).toEqual([7]);
  });
});
