// The language in which people are spoken to at this moment. Whoever begins to speak to somebody says which one it is.
import { AsyncLocalStorage } from 'node:async_hooks';
import { remembered } from './remembered.ts';

/** English is what stands in the code; every other one has a catalogue in `cards/languages`. */
export const languages = ['en', 'de', 'ja'] as const;
export type Language = (typeof languages)[number];

/** How a language is written where the reader's own locale is of another one, or not known. */
export const usualLocale: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', ja: 'ja-JP' };

interface Speech {
  readonly language: Language;
  /** BCP 47, of that language. */
  readonly locale: string;
}

const speech = new AsyncLocalStorage<Speech>();
const english: Speech = { language: 'en', locale: usualLocale.en };

/** @param locale BCP 47, as an activity says it; not trusted to be valid. @returns English for any other language */
export const languageOf = (locale: string): Language => speechOf(locale).language;

/**
 * Does `work` in the reader's language: all words that are drawn in it, and in what it awaits, are of that language. A
 * language inside of another one wins.
 * @param locale BCP 47, as an activity says it; not trusted to be valid
 */
export const speaking = <Result>(locale: string, work: () => Result): Result =>
  speech.run(speechOf(locale), work);

/** What is spoken now; English where nobody has said otherwise. */
export const spoken = (): Speech => speech.getStore() ?? english;

const speechOf = remembered((locale: string): Speech => {
  const first = locale.split('-', 1)[0]?.toLowerCase();
  const language = languages.find((each) => each === first);
  if (language === undefined) return english;
  try {
    const [valid] = Intl.getCanonicalLocales(locale);
    return { language, locale: valid ?? usualLocale[language] };
  } catch {
    return { language, locale: usualLocale[language] };
  }
});
