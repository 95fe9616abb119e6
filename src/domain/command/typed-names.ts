// Names of several words, as admins type them: "web *" in quotes, and subscriptions such as Pay-As-You-Go – Prod.
import { readTime } from './time-words.ts';
import { meaningAt, type Word } from './words.ts';

const quotes = '"\'`“”„‟«»‘’‚‛';
const opening = new RegExp(`^[\\s,;]*[${quotes}]+`, 'u');
const closing = new RegExp(`[${quotes}]+[\\s.,;:!?]*$`, 'u');
const around = new Set(`${quotes} ,;:\t\n\r\u00a0`);
const after = new Set('.!?');

/**
 * The words, with those from `from` on that stand in quotes together made one: `"web *"`. What was opened and never
 * closed stays as it is. One pass.
 */
export function wordsTogether(sentence: string, words: readonly Word[], from: number): readonly Word[] {
  const together = words.slice(0, from);
  let opened: { readonly at: number; readonly length: number } | undefined;
  for (const [at, word] of words.entries()) {
    if (at < from) continue;
    const typed = sentence.slice(words[at - 1]?.end ?? 0, word.end);
    const begins = opening.test(typed);
    if (word.quoted) {
      // A question mark at its end is a pattern's, not the sentence's.
      const whole = begins && closing.test(typed) ? inside(typed) : word.text;
      together.push({ ...word, text: whole, key: whole.toLowerCase() });
    } else if (closing.test(typed) && (begins || opened !== undefined)) {
      const start = begins ? { at, length: together.length } : (opened ?? { at, length: together.length });
      const text = inside(sentence.slice(words[start.at - 1]?.end ?? 0, word.end));
      together.length = start.length;
      together.push({ ...word, text, key: text.toLowerCase(), quoted: true });
      opened = undefined;
    } else {
      if (begins) opened ??= { at, length: together.length };
      together.push(word);
    }
  }
  return together;
}

/** What stands in quotes, verbatim. */
const inside = (typed: string): string => typed.replace(opening, '').replace(closing, '');

/** Between the verb and the name. */
const leading: ReadonlySet<string> = new Set([
  ...['of', 'for', 'on', 'in', 'at', 'to'],
  ...['the', 'our', 'my'],
]);
const nounKeys: ReadonlySet<string> = new Set(['subscription', 'subscriptions', 'machine', 'machines']);
const allKeys: ReadonlySet<string> = new Set(['all', 'every', 'everything', 'everywhere', 'anything']);
/** A sentence that goes on with one of these is about something else. */
const strangers: ReadonlySet<string> = new Set(['from', 'until', 'because', 'and', 'opposite', 'help']);

/** `all`: of everything, in so many words. `none`: nothing is left to be a name. */
export type TypedName =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'all' | 'none' | 'unclear' };

/** No subscription's name and no machine with its group and subscription is longer. */
const longestName = 220;

/**
 * The name that the words from `from` to before `to` are, as typed: of a subscription, or a machine. What leads up to it
 * is dropped (`for the subscription …`), and what is said after it out of politeness.
 */
export function nameAmong(
  sentence: string,
  words: readonly Word[],
  from: number,
  to: number = words.length,
): TypedName {
  let start = from;
  let article = false;
  while (start < to && isPlain(words, start, leading)) {
    article ||= words[start]?.key === 'the';
    start += 1;
  }
  let end = to;
  while (end > start && meaningAt(words, end - 1)?.meaning.kind === 'filler') end -= 1;
  if (start === end) return { kind: 'none' };
  if (words.slice(start, end).every((_, at) => isAll(words, start + at))) return { kind: 'all' };
  // "Subscription 1" is a name that Azure gives; "the subscription Production" is not.
  const numbered = end === start + 2 && /^\d+$/.test(words[start + 1]?.text ?? '');
  if (isPlain(words, start, nounKeys) && !numbered && end > start + 1) start += 1;
  else if (article && isPlain(words, end - 1, nounKeys) && end > start + 1) end -= 1;
  const kind = meaningAt(words, start)?.meaning.kind;
  const isTime = readTime(words, start)?.next === end;
  if (isTime || (kind !== undefined && strangers.has(kind))) return { kind: 'unclear' };
  const only = words[start];
  const name = only?.quoted && end === start + 1 ? only.text : typedBetween(sentence, words, start, end);
  return name === '' || name.length > longestName ? { kind: 'unclear' } : { kind: 'name', name };
}

/** The words from one position to before another, verbatim but for the punctuation around them. */
export function typedBetween(sentence: string, words: readonly Word[], from: number, to: number): string {
  let start = words[from - 1]?.end ?? 0;
  let end = Math.max(start, words[to - 1]?.end ?? 0);
  while (start < end && around.has(sentence.charAt(start))) start += 1;
  while (end > start && (around.has(sentence.charAt(end - 1)) || after.has(sentence.charAt(end - 1))))
    end -= 1;
  return sentence.slice(start, end);
}

const isPlain = (words: readonly Word[], at: number, keys: ReadonlySet<string>): boolean => {
  const word = words[at];
  return word !== undefined && !word.quoted && keys.has(word.key);
};

const isAll = (words: readonly Word[], at: number): boolean =>
  isPlain(words, at, allKeys) || isPlain(words, at, nounKeys);
