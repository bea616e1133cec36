// Closing the window while a bid is sealed or sent: the person is told what stops and what is kept, and decides.
import type { BrowserWindow, Dialog } from 'electron';
import { shellText, type ShellLanguage } from '../shell-texts.ts';
import type { Work } from './work-in-progress.ts';

export interface CloseQuestion {
  readonly window: BrowserWindow;
  readonly dialog: Dialog;
  readonly work: () => Work | null;
  readonly language: () => ShellLanguage;
}

const STAY = 0;
const LEAVE = 1;

export function askBeforeClosing({ window, dialog, work, language }: CloseQuestion): void {
  let leaving = false;
  let asking = false;
  window.on('close', (event) => {
    const current = work();
    if (current === null || leaving) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const text = (key: 'stay' | 'leave' | Work['kind'] | `${Work['kind']}Detail`) =>
      shellText(language(), 'closing', key);
    void dialog
      .showMessageBox(window, {
        type: 'warning',
        title: 'Segel',
        message: text(current.kind),
        detail: text(`${current.kind}Detail`),
        buttons: [text('stay'), text('leave')],
        // The harmless answer is the one that Enter and Escape give.
        defaultId: STAY,
        cancelId: STAY,
        noLink: true,
      })
      .then(({ response }) => {
        asking = false;
        if (response !== LEAVE) return;
        leaving = true;
        window.close();
      });
  });
}
