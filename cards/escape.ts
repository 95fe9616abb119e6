// Makes text that people typed harmless where Teams renders Markdown: it stays text, whatever it says.
import { keyOf, message, messageOf, type Pieces } from './catalogue.ts';
import { spoken } from './language.ts';

/** Text that may be inserted as it is: our own Markdown, or a field that no client renders as Markdown. */
export interface AsIs {
  readonly asIs: string;
}

/** Marks `text` as not to be escaped. Only for our own words, ids, and what inputs, buttons and data hold. */
export const asIs = (text: string): AsIs => ({ asIs: text });

// Zero-width joiner: breaks a pattern for a parser, and nothing for a reader.
const joiner = '\u200d';

/** Characters shown of a value where nothing else is said. */
const usualLimit = 120;

/**
 * One line of plain text: no control, format or bidi characters, no lone surrogates, white space folded,
 * at most three combining marks in a row, cut with an ellipsis after `limit` code points.
 */
export function plainText(text: string, limit: number = usualLimit): string {
  const line = text
    .slice(0, limit * 8)
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u115f\u1160\u2065\u2800\u3164\ufffd]/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim();
  const characters = Array.from(line);
  if (characters.length <= limit) return line;
  return `${characters
    .slice(0, limit - 1)
    .join('')
    .trimEnd()}…`;
}

// Look-alikes without a compatibility decomposition, so that no later normalisation turns them back.
const lookAlike: Readonly<Record<string, string>> = {
  '*': '\u2217',
  '`': '\u02cb',
  '~': '\u223c',
  '|': '\u2223',
  '<': '\u2039',
};

const breaks: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // [text](url), [text]: url
  [/\](?=[(:]|$)/g, `]${joiner}`],
  // A backslash escape would eat the character after it, or the first of what follows the value.
  [/\\(?=[!-/:-@[-`{-~\\]|$)/g, `\\${joiner}`],
  [/&(?=[#A-Za-z])/g, `&${joiner}`],
  // {{DATE(…)}} of Adaptive Cards and ${…} of its templating.
  [/([{$])(?=\{)/g, `$1${joiner}`],
  // scheme:rest, //host, www., a@b, and bare host names, which Teams links too.
  [/([A-Za-z]):(?=\S)/g, `$1:${joiner}`],
  [/\/(?=\/)/g, `/${joiner}`],
  [/w(?=ww\.)/gi, `$&${joiner}`],
  [/@/g, `${joiner}@${joiner}`],
  // Not in the names of Azure rights, which are copied into role definitions.
  [
    /(?!(?<=\bMicrosoft)\.(?:Authorization|Compute|Network|Resources|Security)\/)([.\u3002\uff0e\uff61])(?=\p{L})/gu,
    `$1${joiner}`,
  ],
  // Headers, quotes, lists, rules: at the start, and (Teams on phones) after a closing bracket.
  [/(^|[\])])(?=\s*(?:[-+#>=]|\d+[.)](?:\s|$)))/g, `$1${joiner}`],
];

/** Words and usual names: nothing below would change them. Hardly any text is anything else. */
const words = /^[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*$/;

/**
 * `text` as Markdown that shows as that text and does nothing: no format, link, mention, image, list, header, table.
 * Backslashes are not used, because Teams on phones shows them (microsoft/AdaptiveCards#5590), nor entities, because
 * the `adaptivecards` library without a Markdown processor shows those. Characters that can only be disarmed by
 * replacing them become look-alikes; all other patterns are broken by a zero-width joiner. IP addresses, usual names
 * and `_` inside a word stay byte for byte. Applying it twice is the same as once.
 */
export function escapeMarkdown(text: string, limit: number = usualLimit): string {
  if (text.length <= limit && words.test(text)) return text;
  const replaced = plainText(text, limit)
    .replace(/[*`~|<]/g, (character) => lookAlike[character] ?? '')
    // `_` after a letter or digit opens nothing, in CommonMark and in the parser of Teams on phones.
    .replace(/(?<![A-Za-z0-9_])_+/g, (run) => '\u02cd'.repeat(run.length));
  return breaks.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), replaced);
}

/** A sentence of ours as Markdown, in the language that is spoken: what is inserted is escaped unless marked with `asIs`. Numbers go in as they are. */
export const say = (words: TemplateStringsArray, ...values: readonly Said[]): string =>
  filledIn(message(keyOf(words)), values);

/**
 * The same by how many there are: `{0}` is the count, `{1}` the first of the values.
 * @param forms in English, with their placeholders written out
 */
export const sayCounted = (
  count: number,
  forms: { readonly one: string; readonly other: string },
  ...values: readonly Said[]
): string => filledIn(messageOf(count, forms), [count, ...values]);

/** Marks a message that is kept in a table and said later, by `sayAgain`. */
export const toSay = (english: string): string => english;

/** Says what `toSay` has marked. */
export const sayAgain = (english: string): string => filledIn(message(english), []);

/** What may be inserted. */
export type Said = string | number | AsIs;

/** A message with its values. @param harmless makes what people typed harmless; left out: for Markdown */
export const filledIn = (
  pieces: Pieces,
  values: readonly Said[],
  harmless: (typed: string) => string = escapeMarkdown,
): string => {
  const join = spoken().language === 'ja' ? withoutBlanks : joined;
  return pieces.reduce<string>(
    (line, piece) => join(line, typeof piece === 'string' ? piece : shown(values[piece], harmless)),
    '',
  );
};

const joined = (line: string, next: string): string => line + next;

/** Japanese has no blank beside its wide marks, which a value may begin or end with. One that Markdown needs stays. */
function withoutBlanks(line: string, next: string): string {
  if (/[）」。、]$/.test(line) && next.startsWith(' ')) return line + next.slice(1);
  return /[^\s*:-] $/.test(line) && /^[（「]/.test(next) ? line.slice(0, -1) + next : line + next;
}

function shown(value: Said | undefined, harmless: (typed: string) => string): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? harmless(value) : value.asIs;
}
