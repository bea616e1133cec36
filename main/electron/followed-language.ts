// The language of menus, dialogs and tray: the one of the page, from its own calls.
import { Preferences } from '../../app/contract/app.ts';
import type { Door } from '../ipc/door.ts';
import type { ShellLanguage } from '../shell-texts.ts';

const CALLS_THAT_TELL = ['app.preferences', 'app.savePreferences'];

export class FollowedLanguage {
  readonly #listeners: (() => void)[] = [];
  #language: ShellLanguage = 'id';

  readonly current = (): ShellLanguage => this.#language;

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The same door, watched. */
  watch(door: Door): Door {
    return async (name, input, caller) => {
      const answer = await door(name, input, caller);
      const told = answer.ok && CALLS_THAT_TELL.some((call) => call === name);
      const preferences = told ? Preferences.safeParse(answer.value) : null;
      if (preferences?.success === true) this.#follow(preferences.data.language);
      return answer;
    };
  }

  #follow(language: ShellLanguage): void {
    if (language === this.#language) return;
    this.#language = language;
    for (const listener of this.#listeners) listener();
  }
}
