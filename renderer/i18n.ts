// Texts of the window: Indonesian first, English by switch. `window` holds the frame and the common screens, the others one errand each.
import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import auditEn from '../resources/locales/audit.en.json' with { type: 'json' };
import auditId from '../resources/locales/audit.id.json' with { type: 'json' };
import bidEn from '../resources/locales/bid.en.json' with { type: 'json' };
import bidId from '../resources/locales/bid.id.json' with { type: 'json' };
import committeeEn from '../resources/locales/committee.en.json' with { type: 'json' };
import committeeId from '../resources/locales/committee.id.json' with { type: 'json' };
import minutesEn from '../resources/locales/minutes.en.json' with { type: 'json' };
import minutesId from '../resources/locales/minutes.id.json' with { type: 'json' };
import openingEn from '../resources/locales/opening.en.json' with { type: 'json' };
import openingId from '../resources/locales/opening.id.json' with { type: 'json' };
import priceEn from '../resources/locales/price.en.json' with { type: 'json' };
import priceId from '../resources/locales/price.id.json' with { type: 'json' };
import referralEn from '../resources/locales/referral.en.json' with { type: 'json' };
import referralId from '../resources/locales/referral.id.json' with { type: 'json' };
import watchEn from '../resources/locales/watch.en.json' with { type: 'json' };
import watchId from '../resources/locales/watch.id.json' with { type: 'json' };
import windowEn from '../resources/locales/window.en.json' with { type: 'json' };
import windowId from '../resources/locales/window.id.json' with { type: 'json' };

export type Language = 'id' | 'en';

const RESOURCES = {
  id: {
    audit: auditId,
    bid: bidId,
    committee: committeeId,
    minutes: minutesId,
    opening: openingId,
    price: priceId,
    referral: referralId,
    watch: watchId,
    window: windowId,
  },
  en: {
    audit: auditEn,
    bid: bidEn,
    committee: committeeEn,
    minutes: minutesEn,
    opening: openingEn,
    price: priceEn,
    referral: referralEn,
    watch: watchEn,
    window: windowEn,
  },
} as const;

export async function startTexts(language: Language): Promise<i18n> {
  const texts = i18next.createInstance();
  await texts.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: Object.keys(RESOURCES.id),
    defaultNS: 'window',
    resources: RESOURCES,
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
