import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate, trayTemplate, type MenuNeeds } from '../../../main/electron/menu.ts';

function flat(items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

function menu(changes: Partial<MenuNeeds> = {}) {
  const opened: string[] = [];
  const template = menuTemplate({
    language: 'id',
    platform: 'linux',
    developing: false,
    links: ['check-with-openssl', 'source'],
    openLink: (link) => opened.push(link),
    ...changes,
  });
  return { items: flat(template), opened };
}

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)('has no developer tools in a packaged program on %s', (platform) => {
    const roles = menu({ platform }).items.map(({ role }) => role);
    expect(roles).not.toContain('toggleDevTools');
    expect(roles).not.toContain('forceReload');
    expect(roles).toEqual(expect.arrayContaining(['quit', 'copy', 'paste', 'reload', 'resetZoom']));
    expect(menu({ platform, developing: true }).items.map(({ role }) => role)).toContain('toggleDevTools');
  });

  it('speaks both languages in every item', () => {
    const [id, en] = (['id', 'en'] as const).map((language) =>
      menu({ language }).items.filter(({ type }) => type !== 'separator'),
    );
    expect(id?.map(({ label }) => label)).toContain('Berkas');
    expect(en?.map(({ label }) => label)).toContain('File');
    for (const item of [...(id ?? []), ...(en ?? [])]) expect(item.label).toMatch(/\S/);
  });

  it('opens our pages by name', () => {
    const { items, opened } = menu();
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(opened).toEqual(['check-with-openssl', 'source']);
  });

  it('offers no help where none of our pages is published', () => {
    const labels = menu({ links: [] }).items.map(({ label }) => label);
    expect(labels).toContain('Berkas');
    expect(labels).not.toContain('Bantuan');
    expect(menu().items.map(({ label }) => label)).toContain('Bantuan');
  });
});

it('lets the tray open and end the program', () => {
  const done: string[] = [];
  const items = trayTemplate({ language: 'en', open: () => done.push('open'), quit: () => done.push('quit') });
  for (const { click } of items) (click as (() => void) | undefined)?.();
  expect(done).toEqual(['open', 'quit']);
  expect(items.map(({ label }) => label)).toEqual(['Open Segel', undefined, 'Quit']);
});
