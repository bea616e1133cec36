import { expect, it } from 'vitest';
import { FollowedLanguage } from '../../../main/electron/followed-language.ts';
import type { Caller, Door } from '../../../main/ipc/door.ts';

const caller: Caller = { windowId: 'w1', signal: new AbortController().signal };

it('follows the language of the page, and tells only when it changes', async () => {
  const language = new FollowedLanguage();
  let told = 0;
  language.onChange(() => told++);
  const echo: Door = (_name, input) => Promise.resolve({ ok: true, value: input });
  const door = language.watch(echo);
  expect(language.current()).toBe('id');
  await door('app.preferences', { language: 'id', theme: 'dark' }, caller);
  await door('app.savePreferences', { language: 'en', theme: 'dark' }, caller);
  await door('session.current', { language: 'id', theme: 'dark' }, caller);
  await door('app.preferences', { language: 'xx' }, caller);
  expect([language.current(), told]).toEqual(['en', 1]);
});
