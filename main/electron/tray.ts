// The icon beside the clock: opens the window, ends the program, and says how far sealing or sending is.
import type { Menu, NativeImage, Tray } from 'electron';
import type { ShellLanguage } from '../shell-texts.ts';
import { trayTemplate } from './menu.ts';
import { showInTray } from './progress.ts';
import type { WorkInProgress } from './work-in-progress.ts';

export interface TrayNeeds {
  readonly Tray: new (image: NativeImage) => Tray;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate'>;
  readonly image: NativeImage;
  readonly work: WorkInProgress;
  readonly open: () => void;
  readonly quit: () => void;
}

/** The tray and how to show it in a language. Whoever holds it must keep it: Electron removes the icon of a collected one. */
export function createTray({ Tray, Menu, image, work, open, quit }: TrayNeeds): {
  readonly tray: Tray;
  showIn(language: ShellLanguage): void;
} {
  const tray = new Tray(image);
  let shown: ShellLanguage = 'id';
  tray.on('click', open);
  work.onChange((current) => showInTray(tray, current, shown));
  return {
    tray,
    showIn: (language) => {
      shown = language;
      tray.setContextMenu(Menu.buildFromTemplate(trayTemplate({ language, open, quit })));
      showInTray(tray, work.current, language);
    },
  };
}
