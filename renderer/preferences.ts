// Language and theme of the window: saved by the program, applied here.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '../app/contract/app.ts';
import { useCall, useMutationCall } from './query.ts';

export const DEFAULT_PREFERENCES: Preferences = { language: 'id', theme: 'system' };

export function usePreferences(): { readonly preferences: Preferences; readonly save: (next: Preferences) => void } {
  const { data } = useCall('app.preferences', null, { staleTimeMs: Infinity });
  const saving = useMutationCall('app.savePreferences', { refreshes: ['app.preferences', 'packages.list'] });
  const { i18n } = useTranslation();
  const preferences = data ?? { ...DEFAULT_PREFERENCES, language: i18n.language === 'en' ? 'en' : 'id' };
  return {
    preferences,
    save: (next) => {
      // At once on the screen; the program's answer follows.
      void i18n.changeLanguage(next.language);
      applyTheme(next.theme);
      saving.mutate(next);
    },
  };
}

/** Sets what Bootstrap looks at. `system` follows the system, also while the window is open. */
export function applyTheme(theme: Preferences['theme']): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark());
  document.documentElement.dataset.bsTheme = dark ? 'dark' : 'light';
}

export function useTheme(theme: Preferences['theme']): void {
  useEffect(() => {
    applyTheme(theme);
    if (theme !== 'system') return;
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    const follow = () => applyTheme('system');
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [theme]);
}

function systemIsDark(): boolean {
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}
