// What somebody typed, without the markup Teams puts around it.

/** A mention entity of an activity, as far as it is there. */
export interface Mention {
  readonly id: string;
  /** Exactly as it stands in the message. */
  readonly text: string;
  readonly name?: string | undefined;
}

/**
 * @param text an activity's text: mentions as `<at>…</at>`, HTML entities for what would be markup
 * @param botId whose mentions are taken out; other people's leave their names behind
 */
export function plainText(text: string, mentions: readonly Mention[], botId: string): string {
  return tidy(typed(withoutBot(text, mentions, botId)));
}

/** A text in which people who were mentioned can be found. */
export interface MarkedText {
  /** Like the plain text, but `@1` stands for `mentioned[0]`, `@2` for `mentioned[1]`, and nothing else looks so. */
  readonly marked: string;
  /** Others than the bot, as they come in the text. Somebody mentioned twice is in it twice. */
  readonly mentioned: readonly Mention[];
}

/**
 * Puts a token in place of each mention of somebody other than the bot. An `@1` that somebody typed must not pass for
 * one: a typed `@` in front of a digit gets a zero-width space (U+200B) behind it.
 * Teams splits a name of two words into two mentions side by side; those are one.
 */
export function markedText(text: string, mentions: readonly Mention[], botId: string): MarkedText {
  const mentioned: Mention[] = [];
  const pieces: string[] = [];
  let done = 0;
  let before: Mention | undefined;
  const addTyped = (raw: string): void => {
    const piece = typed(withoutBot(raw, mentions, botId)).replace(/@(?=\d)/g, '@\u200b');
    if (tidy(piece) !== '') before = undefined;
    pieces.push(piece);
  };
  for (const { at, mention } of placesOf(text, mentions)) {
    addTyped(text.slice(done, at));
    done = at + mention.text.length;
    const goesOn = mention.id === before?.id;
    before = mention;
    if (mention.id === botId || goesOn) {
      pieces.push(' ');
      continue;
    }
    mentioned.push(mention);
    pieces.push(` @${mentioned.length} `);
  }
  addTyped(text.slice(done));
  return { marked: tidy(pieces.join('')), mentioned };
}

interface Place {
  readonly at: number;
  readonly mention: Mention;
}

/** Where each mention stands. Two people can have one name, so each takes the first place that is still free. */
function placesOf(text: string, mentions: readonly Mention[]): readonly Place[] {
  const places: Place[] = [];
  const isFree = (from: number, to: number): boolean =>
    places.every(({ at, mention }) => to <= at || from >= at + mention.text.length);
  for (const mention of mentions) {
    if (mention.text === '' || mention.id === '') continue;
    let at = text.indexOf(mention.text);
    while (at >= 0 && !isFree(at, at + mention.text.length)) at = text.indexOf(mention.text, at + 1);
    if (at >= 0) places.push({ at, mention });
  }
  return places.toSorted((one, other) => one.at - other.at);
}

const withoutBot = (text: string, mentions: readonly Mention[], botId: string): string =>
  mentions
    .filter((mention) => mention.id === botId && mention.text !== '')
    .reduce((rest, mention) => rest.replaceAll(mention.text, ' '), text);

/** Tags go before entities: `&lt;at&gt;` is something a person typed. */
const typed = (text: string): string => decodeEntities(text.replace(/<\/?at(?:\s[^<>]*)?>/gi, ''));

const tidy = (text: string): string => text.replace(/[^\S\r\n]+/g, ' ').trim();

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Decodes once: `&amp;lt;` becomes `&lt;`, which is what was typed. Unknown entities stay as they are. */
const decodeEntities = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hexadecimal, decimal, name) => {
    if (typeof name === 'string') return named[name.toLowerCase()] ?? whole;
    const point = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return isCharacter(point) ? String.fromCodePoint(point) : whole;
  });

/** Neither beyond Unicode, nor half of a surrogate pair, nor a control character other than white space. */
const isCharacter = (point: number): boolean =>
  point <= 0x10ffff &&
  !(point >= 0xd800 && point <= 0xdfff) &&
  (point >= 0x20 || point === 9 || point === 10 || point === 13);
