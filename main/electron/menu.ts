// The menu in Indonesian and English: what every program has, and our own pages. Developer tools only while developing.
import type { MenuItemConstructorOptions } from 'electron';
import type { LinkId } from '../ipc/host.ts';
import { shellText, type ShellLanguage } from '../shell-texts.ts';

export interface MenuNeeds {
  readonly language: ShellLanguage;
  readonly platform: NodeJS.Platform;
  readonly developing: boolean;
  /** Pages to offer. */
  readonly links: readonly LinkId[];
  readonly openLink: (link: LinkId) => void;
}

type Item = MenuItemConstructorOptions;
type Key = Parameters<typeof shellText<'menu'>>[2];

const LABELS: Readonly<Record<LinkId, Key>> = { 'check-with-openssl': 'checkUs', source: 'source' };

export function menuTemplate({ language, platform, developing, links, openLink }: MenuNeeds): Item[] {
  const text = (key: Key): string => shellText(language, 'menu', key);
  const role = (name: NonNullable<Item['role']>, key: Key): Item => ({ role: name, label: text(key) });
  const line: Item = { type: 'separator' };
  const mac = platform === 'darwin';
  const zoom = [role('zoomIn', 'zoomIn'), role('zoomOut', 'zoomOut'), role('resetZoom', 'resetZoom')];
  const undo = [role('undo', 'undo'), role('redo', 'redo')];
  const clipboard = [role('cut', 'cut'), role('copy', 'copy'), role('paste', 'paste'), role('selectAll', 'selectAll')];
  const page = (link: LinkId): Item => ({ label: text(LABELS[link]), click: () => openLink(link) });
  return [
    ...(mac
      ? [
          {
            label: 'Segel',
            submenu: [role('services', 'services'), line, role('hide', 'hide'), line, role('quit', 'quit')],
          },
        ]
      : []),
    {
      label: text('file'),
      submenu: mac ? [role('close', 'close')] : [role('close', 'close'), line, role('quit', 'quit')],
    },
    { label: text('edit'), submenu: [...undo, line, ...clipboard] },
    {
      label: text('view'),
      submenu: [
        role('reload', 'reload'),
        line,
        ...zoom,
        line,
        role('togglefullscreen', 'fullScreen'),
        ...(developing ? [role('toggleDevTools', 'devTools')] : []),
      ],
    },
    ...(links.length === 0 ? [] : [{ label: text('help'), submenu: links.map(page) }]),
  ];
}

export function trayTemplate({
  language,
  open,
  quit,
}: {
  language: ShellLanguage;
  open: () => void;
  quit: () => void;
}): Item[] {
  return [
    { label: shellText(language, 'tray', 'open'), click: open },
    { type: 'separator' },
    { label: shellText(language, 'menu', 'quit'), click: quit },
  ];
}
