// What was written down in English, said again in the language that is spoken. Records stay as they were written.
import { message } from './catalogue.ts';
import { asIs, escapeMarkdown, filledIn, say } from './escape.ts';
import { spoken } from './language.ts';
import { allOf, inARow } from './list-words.ts';
import { recordedPatterns, type ValueKind } from './recorded-patterns.ts';
import { recordedTexts } from './recorded-texts.ts';
import { spanText } from './when.ts';

/** Rule names make such texts long. */
const usualLimit = 400;
/** Nothing that is ours is longer. */
const longest = 3000;

/**
 * A recorded text, which may be a sentence or only a phrase, as escaped Markdown with its full stop: in the reader's language
 * where it is one of ours. What is not known, and all of it in English, is shown as it was recorded.
 */
export function sayRecorded(text: string): string {
  const words = again(text);
  if (words !== undefined) return say`${asIs(words)}.`;
  return escapeMarkdown(/[.!?。]\s*$/.test(text) ? text : `${text}.`, usualLimit);
}

/**
 * The same for the middle of a sentence: what is ours has no full stop.
 * @param limit characters shown of a text that is not known
 */
export const sayRecordedPhrase = (text: string, limit?: number): string =>
  again(text) ?? escapeMarkdown(text, limit);

const withoutStop = (text: string): string => text.replace(/[.。]$/, '');

/** By its words without a full stop, as the catalogues have it. */
const wholeTexts: ReadonlyMap<string, string> = new Map(
  recordedTexts.map((text) => [withoutStop(text), text]),
);

const patterns = recordedPatterns.map(([english, ...kinds]) => {
  const words = withoutStop(english).split(/\{\d+\}/);
  const literally = words.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { english, kinds, pattern: new RegExp(`^${literally.join('(.+?)')}$`) };
});

/** Without a full stop. `undefined`: English is spoken, or it is none of ours. */
function again(recorded: string): string | undefined {
  if (spoken().language === 'en' || recorded.length > longest) return undefined;
  const text = withoutStop(recorded);
  const whole = wholeTexts.get(text);
  return whole === undefined ? (severalAgain(text) ?? filledAgain(text)) : translated(whole, []);
}

const translated = (english: string, values: readonly string[]): string =>
  withoutStop(filledIn(message(english), values.map(asIs)));

function filledAgain(text: string): string | undefined {
  for (const { english, pattern, kinds } of patterns) {
    const values = pattern.exec(text)?.slice(1);
    if (values !== undefined)
      return translated(
        english,
        values.map((value, index) => ways[kinds[index] ?? 'typed'](value)),
      );
  }
  return undefined;
}

const mostParts = 5;

/** Several reasons, or doubts about several rules: only where each of them is ours. */
function severalAgain(text: string): string | undefined {
  const parts = text.split('; ');
  if (parts.length === 1) return undefined;
  const said = parts.flatMap((part) => again(part) ?? []);
  if (said.length < parts.length) return undefined;
  const row = said.slice(0, mostParts).reduce((before, part) => say`${asIs(before)}; ${asIs(part)}`);
  return said.length > mostParts ? `${row}${say`; and more`}` : row;
}

/** All take what was recorded, and give escaped Markdown. */
const ways: Readonly<Record<ValueKind, (recorded: string) => string>> = {
  typed: (text) => escapeMarkdown(text),
  span: spanAgain,
  list: listAgain,
  names: (text) => allOf(text.split(' and ').map((name) => escapeMarkdown(name))),
  sentence: sayRecorded,
  phrase: (text) => sayRecordedPhrase(text, usualLimit),
};

/** As `formatSeconds` writes it. */
function spanAgain(text: string): string {
  const counts = /^(?:(\d+) h ?)?(?:(\d+) min ?)?(?:(\d+) s)?$/.exec(text)?.slice(1);
  if (counts === undefined) return escapeMarkdown(text);
  const [hours = 0, minutes = 0, seconds = 0] = counts.map((count) => Number(count ?? 0));
  return spanText(hours * 3600 + minutes * 60 + seconds);
}

function listAgain(text: string): string {
  const [, shown = text, more] = /^(.+) and (\d+) more$/.exec(text) ?? [];
  const row = inARow(shown.split(', ').map((each) => escapeMarkdown(each)));
  return more === undefined ? row : say`${asIs(row)} and ${more} more`;
}
