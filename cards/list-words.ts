// Several things in one sentence, in the language that is spoken. All take and give escaped Markdown.
import { asIs, say, sayCounted } from './escape.ts';
import { spoken } from './language.ts';
import { remembered } from './remembered.ts';

/** `a`, `a or b`, `a, b or c`. Nothing: `none`. */
export const anyOf = (texts: readonly string[]): string =>
  texts.length === 0 ? say`none` : disjunctions(localeNow()).format(texts);

/** `anyOf`, where a long list is cut and says how much is left out: `a, b or 3 more`. */
export function anyOfMany(texts: readonly string[], most: number): string {
  const more = texts.length - most;
  return anyOf(more > 0 ? [...texts.slice(0, most), say`${more} more`] : texts);
}

/** `a`, `a and b`, `a, b and 3 more`. @param beyond how many there are that `texts` does not have */
export function listText(texts: readonly string[], most: number, beyond = 0): string {
  const more = Math.max(0, texts.length - most) + beyond;
  return allOf(more > 0 ? [...texts.slice(0, most), say`${more} more`] : texts);
}

/** `a`, `a and b`, `a, b and c`. */
export const allOf = (texts: readonly string[]): string => conjunctions(localeNow()).format(texts);

/** Of English, the one without a comma before the last word. */
const localeNow = (): string => {
  const { language } = spoken();
  return language === 'en' ? 'en-GB' : language;
};

const disjunctions = remembered((locale) => new Intl.ListFormat(locale, { type: 'disjunction' }));
const conjunctions = remembered((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** One thing after the other: `a, b`, without a word before the last. */
export const inARow = (texts: readonly string[]): string =>
  texts.reduce((row, text) => (row === '' ? text : say`${asIs(row)}, ${asIs(text)}`), '');

/** The same of things that have commas of their own: `a; b`. */
export const inParts = (texts: readonly string[]): string =>
  texts.reduce((row, text) => (row === '' ? text : say`${asIs(row)}; ${asIs(text)}`), '');

/** Whole sentences, one after the other: Japanese has no blank after its own full stop. */
export const sentencesText = (sentences: readonly string[]): string =>
  sentences.reduce((row, text) => (row === '' ? text : say`${asIs(row)} ${asIs(text)}`), '');

/** With the full stop that the language writes. */
export const sentenceOf = (phrase: string): string => say`${asIs(phrase)}.`;

/** `phrase (remark)`, in the brackets that the language writes. */
export const withRemark = (phrase: string, remark: string): string => say`${asIs(phrase)} (${asIs(remark)})`;

/** `1 machine`, `12 machines`. */
export const machinesText = (count: number): string =>
  sayCounted(count, { one: '{0} machine', other: '{0} machines' });

/** Looks of ours that begin with a name or, in German, with a noun: these keep their capital everywhere. */
const capitalWords = /^(?:JIT|Defender|Einstellungen|Maschine|Notzugriff)(?![a-zäöü])/;

/** A look of ours in the middle of a sentence: English and German write it small then. Of what begins with a name, all is left. */
export function inSentence(word: string): string {
  if (capitalWords.test(word)) return word;
  switch (spoken().language) {
    case 'en':
    case 'de':
      return word.charAt(0).toLowerCase() + word.slice(1);
    case 'ja':
      return word;
  }
}
