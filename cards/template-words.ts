// The words that stand in card templates, in the language that is spoken.
import { oncePerObject } from '../src/domain/once-per-object.ts';
import { messageInTemplate } from './catalogue.ts';
import { type Language, spoken } from './language.ts';

/** Fields of Adaptive Cards that hold words for people. `value` is not among them: what people choose comes back as it is. */
const worded: ReadonlySet<string> = new Set([
  'text',
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'altText',
  'fallbackText',
]);

/** Each template in each language it was drawn in. */
const translations = oncePerObject((_template: object) => new Map<Language, object>());

/** The template with its words in that language, `${name}` untouched. Nothing of it is changed in place. */
export function inSpokenLanguage(template: object): object {
  const { language } = spoken();
  if (language === 'en') return template;
  const known = translations(template).get(language);
  if (known !== undefined) return known;
  const made = Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, translated(key, value)]),
  );
  translations(template).set(language, made);
  return made;
}

function translated(key: string, value: unknown): unknown {
  if (typeof value === 'string') return worded.has(key) && hasWords(value) ? messageInTemplate(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => translated('', item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, translated(name, part)]));
}

/** All words of a template, as the catalogues have them. */
export function wordsIn(template: unknown, key = ''): readonly string[] {
  if (typeof template === 'string') return worded.has(key) && hasWords(template) ? [template] : [];
  if (Array.isArray(template)) return template.flatMap((item: unknown) => wordsIn(item));
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, part]) => wordsIn(part, name));
}

/** Something besides what is filled in. */
const hasWords = (text: string): boolean => /\p{L}/u.test(text.replace(/\$\{\w+\}/g, ''));
