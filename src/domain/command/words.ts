// The tokenizer: a sentence as words, with the punctuation around them taken off and their place remembered.
import { type Meaning, vocabulary } from './vocabulary.ts';

export interface Word {
  /** As typed, without the punctuation around it. `:` alone stands for itself. */
  readonly text: string;
  /** For looking up: lower case, straight apostrophes. */
  readonly key: string;
  /** In quotes of its own: then it is a name, whatever else it could mean. */
  readonly quoted: boolean;
  /** A colon follows it directly. */
  readonly colon: boolean;
  /** Where the text after this word and its punctuation begins. */
  readonly end: number;
}

/** Only so many characters of a message are considered: bounds the work and what an answer could quote. */
export const longestSentence = 2000;

const quotes = '"\'`“”„‟«»‘’‚‛';
// Zero-width characters come along when people copy from web pages.
const invisible = '\u200b\u200c\u200d\u2060';
const before = new Set(`${quotes}${invisible}([{<`);
const after = new Set(`${quotes}${invisible})]}>.,;:!?…`);

/**
 * The part of a message that is read: its first 2,000 characters, ended before the word that this would cut in two
 * (half a machine's name would be another machine). `&nbsp;`, which Teams puts after mentions, becomes a space, and
 * the star that cards show in place of Markdown's becomes one again: people copy it from there.
 */
export const sentenceOf = (text: string): string => {
  const sentence = text
    .slice(0, longestSentence + 1)
    .replaceAll('&nbsp;', ' ')
    .replaceAll('\u2217', '*');
  if (text.length <= longestSentence) return sentence;
  for (let end = sentence.length - 1; end > 0; end -= 1) {
    if (/\s/.test(sentence.charAt(end))) return sentence.slice(0, end);
  }
  return '';
};

/** The words of a sentence, in order. */
export const wordsOf = (sentence: string): readonly Word[] => {
  const words: Word[] = [];
  let start = 0;
  while (start < sentence.length) {
    const end = chunkEnd(sentence, start);
    const word = trimmed(sentence, start, end);
    if (word !== undefined) words.push(word);
    start = Math.max(end, start + 1);
  }
  return words;
};

/** Meaning of the word (or two words) at a position. Quoted words mean nothing but themselves. */
export const meaningAt = (
  words: readonly Word[],
  at: number,
): { readonly meaning: Meaning; readonly next: number } | undefined => {
  const word = words[at];
  if (word === undefined || word.quoted) return undefined;
  const following = words[at + 1];
  const pair =
    following && !following.quoted && !word.colon && vocabulary.get(`${word.key} ${following.key}`);
  if (pair) return { meaning: pair, next: at + 2 };
  const meaning = vocabulary.get(word.key);
  return meaning && { meaning, next: at + 1 };
};

/** Words end at whitespace, at `;`, at a comma that is not a decimal one, and after a label's colon (`reason:INC-1`). */
function chunkEnd(sentence: string, start: number): number {
  let labelled = false;
  for (let end = start; end < sentence.length; end += 1) {
    const character = sentence.charAt(end);
    if (/[\s;]/.test(character)) return end;
    if (character === ',' && !isDecimalComma(sentence, start, end)) return end;
    if (character !== ':' || labelled) continue;
    labelled = true;
    if (isLabel(keyOf(sentence.slice(start, end)))) return end + 1;
  }
  return sentence.length;
}

/** `a:…` and `be:…` could begin an IPv6 address. */
function isLabel(key: string): boolean {
  return vocabulary.has(key) && !/^[a-f]+$/.test(key);
}

function isDecimalComma(sentence: string, start: number, comma: number): boolean {
  return /^\d+$/.test(sentence.slice(start, comma)) && /\d/.test(sentence.charAt(comma + 1));
}

function trimmed(sentence: string, start: number, end: number): Word | undefined {
  let from = start;
  let to = end;
  while (from < to && before.has(sentence.charAt(from))) from += 1;
  while (to > from && after.has(sentence.charAt(to - 1))) to -= 1;
  // An IPv6 address can end in two colons.
  if (sentence.startsWith('::', to) && to + 2 <= end) to += 2;
  const tail = sentence.slice(to, end);
  const colon = tail.includes(':');
  if (from === to) {
    const sign = ['?', ':'].find((one) => tail.startsWith(one));
    return sign === undefined ? undefined : { text: sign, key: sign, quoted: false, colon, end };
  }
  const text = sentence.slice(from, to);
  const quoted =
    from > start && quotes.includes(sentence.charAt(from - 1)) && to < end && quotes.includes(tail.charAt(0));
  return { text, key: keyOf(text), quoted, colon, end };
}

function keyOf(text: string): string {
  return text.toLowerCase().replaceAll(/[‘’]/g, "'");
}
