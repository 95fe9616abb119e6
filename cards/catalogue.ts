// Messages by language: English is the key, `{0}` in it stands for what is inserted.
import { oncePerObject } from '../src/domain/once-per-object.ts';
import { type Language, spoken } from './language.ts';
import german from './languages/de.json' with { type: 'json' };
import japanese from './languages/ja.json' with { type: 'json' };
import { remembered } from './remembered.ts';

/** A message, or its forms by plural category (CLDR) of the number that is `{0}`. */
type Entry = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** Words, and the numbers of what stands between them. */
export type Pieces = readonly (string | number)[];

const catalogues: Readonly<Record<Exclude<Language, 'en'>, Readonly<Record<string, Entry>>>> = {
  de: german,
  ja: japanese,
};

/** A message in English, as the catalogues have it: `{0}` for the first that is inserted, `{1}` for the second … */
export const keyOf = oncePerObject((words: TemplateStringsArray): string =>
  words.reduce((key, word, index) => `${key}{${index - 1}}${word}`),
);

/** The message in the language that is spoken. One that no catalogue has is English: a test sees to it that there is none. */
export function message(key: string): Pieces {
  const { language } = spoken();
  const entry = language === 'en' ? key : (catalogues[language][key] ?? key);
  return cut(typeof entry === 'string' ? entry : (entry.other ?? key));
}

/** A message of a card's template, with its `${name}` in it. */
export function messageInTemplate(english: string): string {
  const { language } = spoken();
  const entry = language === 'en' ? english : catalogues[language][english];
  return typeof entry === 'string' ? entry : english;
}

/** The form of it that goes with a number. */
export function messageOf(count: number, forms: { readonly one: string; readonly other: string }): Pieces {
  const { language } = spoken();
  if (language === 'en') return message(count === 1 ? forms.one : forms.other);
  const entry = catalogues[language][forms.other];
  if (typeof entry !== 'object') return message(forms.other);
  return cut(entry[pluralRules(language).select(count)] ?? entry.other ?? forms.other);
}

const pluralRules = remembered((language) => new Intl.PluralRules(language));

/** All messages of all languages there are, some thousands: each is cut once. */
const mostMessages = 20_000;
const cut = remembered(
  (text): Pieces => text.split(/\{(\d+)\}/).map((piece, index) => (index % 2 === 1 ? Number(piece) : piece)),
  mostMessages,
);
