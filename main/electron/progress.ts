// Progress outside the page: taskbar or dock, the tray's text, and no sleep of the computer while something is sent.
import type { BrowserWindow, PowerSaveBlocker, Tray } from 'electron';
import { shellText, type ShellLanguage } from '../shell-texts.ts';
import type { Work } from './work-in-progress.ts';

/** Values of `BrowserWindow.setProgressBar` beside fractions. */
const NO_BAR = -1;
const UNKNOWN = 2;

export function showProgress(window: BrowserWindow, work: Work | null): void {
  if (!window.isDestroyed()) window.setProgressBar(work === null ? NO_BAR : (work.fraction ?? UNKNOWN));
}

export function showInTray(tray: Tray, work: Work | null, language: ShellLanguage): void {
  const percent = Math.floor((work?.fraction ?? 0) * 100);
  tray.setToolTip(shellText(language, 'tray', work?.kind ?? 'idle', { percent }));
}

/** Keeps the computer awake while sending, and only then. */
export function stayAwake(blocker: PowerSaveBlocker): (work: Work | null) => void {
  let id: number | null = null;
  return (work) => {
    const needed = work?.kind === 'sending';
    if (needed && id === null) id = blocker.start('prevent-app-suspension');
    if (!needed && id !== null) {
      blocker.stop(id);
      id = null;
    }
  };
}
