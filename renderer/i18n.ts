// Texts of the window: Indonesian first, English by switch. `window` holds the frame and the common screens, `bid` the bid's.
import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import bidEn from '../resources/locales/bid.en.json' with { type: 'json' };
import bidId from '../resources/locales/bid.id.json' with { type: 'json' };
import windowEn from '../resources/locales/window.en.json' with { type: 'json' };
import windowId from '../resources/locales/window.id.json' with { type: 'json' };

export type Language = 'id' | 'en';

export async function startTexts(language: Language): Promise<i18n> {
  const texts = i18next.createInstance();
  await texts.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ['window', 'bid'],
    defaultNS: 'window',
    resources: { id: { window: windowId, bid: bidId }, en: { window: windowEn, bid: bidEn } },
    // React escapes; escaping twice would show `&amp;`.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return texts;
}

export function useLanguage(): Language {
  const { i18n: texts } = useTranslation();
  return texts.language === 'en' ? 'en' : 'id';
}
