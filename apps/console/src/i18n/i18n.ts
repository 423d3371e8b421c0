import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import common from '../messages/en/common.json';
import problems from '../messages/en/problems.json';

export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

const storedUnder = 'keyledger.language';

type Messages = Record<string, unknown>;
/** All but those that every page needs at once, which are in the code. */
const files = import.meta.glob<Messages>(
  ['../messages/*/*.json', '!../messages/en/common.json', '!../messages/en/problems.json'],
  { import: 'default' },
);

/** Messages come with the page that needs them. */
const messageFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`../messages/${language}/${namespace}.json`];
    if (load === undefined) done(new Error(`There are no messages ${language}/${namespace}.`), false);
    else void load().then((messages) => done(null, messages));
  },
};

export async function startTranslation(): Promise<void> {
  await i18next
    .use(messageFiles)
    .use(initReactI18next)
    .init({
      lng: rememberedLanguage() ?? languageOfBrowser(),
      fallbackLng: 'en',
      supportedLngs: languages,
      ns: ['common', 'problems'],
      defaultNS: 'common',
      resources: { en: { common, problems } },
      partialBundledLanguages: true,
      interpolation: { escapeValue: false }, // React escapes
    });
  document.documentElement.lang = i18next.language;
}

export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(storedUnder, language);
  } catch {
    // A browser that stores nothing asks again next time.
  }
}

function rememberedLanguage(): Language | null {
  try {
    const stored = localStorage.getItem(storedUnder);
    return languages.find((language) => language === stored) ?? null;
  } catch {
    return null;
  }
}

function languageOfBrowser(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.flatMap((tag) => languages.filter((language) => language === tag))[0] ?? 'en';
}
