// What somebody typed, without the markup Teams puts around it.

/** A mention entity of an activity, as far as it is there. */
export interface Mention {
  readonly id: string;
  /** Exactly as it stands in the message. */
  readonly text: string;
}

/**
 * @param text an activity's text: mentions as `<at>…</at>`, HTML entities for what would be markup
 * @param botId whose mentions are taken out; other people's leave their names behind
 */
export function plainText(text: string, mentions: readonly Mention[], botId: string): string {
  const unaddressed = mentions
    .filter((mention) => mention.id === botId && mention.text !== '')
    .reduce((rest, mention) => rest.replaceAll(mention.text, ' '), text);
  // Tags go before entities: `&lt;at&gt;` is something a person typed.
  return decodeEntities(unaddressed.replace(/<\/?at(?:\s[^<>]*)?>/gi, ''))
    .replace(/[^\S\r\n]+/g, ' ')
    .trim();
}

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
