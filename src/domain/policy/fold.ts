// Texts without regard to case: which spellings of a name are the same name.

// The dotless i (U+0131) is a letter of its own, although its capital is that of `i`.
const dotless = '\u0131';

/**
 * The characters of `text` in the spelling in which names are compared: composed (NFC), and each character in its small
 * form, whatever stands beside it. As Unicode's simple case folding, which never makes two characters of one:
 * https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt
 */
export const foldedCharacters = (text: string): readonly string[] =>
  plain.test(text) ? text.toLowerCase().split('') : Array.from(text.normalize('NFC'), small);

/** ASCII is composed, each small letter of it has one capital, and nearly every name is made of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const plain = /^[\x00-\x7f]*$/;

/** Two texts are the same without regard to case when this is the same. */
export const folded = (text: string): string => foldedCharacters(text).join('');

/** Whether two names are one, without regard to case. */
export const sameName = (a: string, b: string): boolean =>
  plain.test(a) && plain.test(b) ? a.toLowerCase() === b.toLowerCase() : folded(a) === folded(b);

function small(character: string): string {
  if (character === dotless) return character;
  // By way of the capital, because several small letters may share one: a final sigma and any other.
  const capital = single(character, character.toUpperCase());
  return single(capital, capital.toLowerCase());
}

/** `changed`, unless it takes more than one character to write. */
const single = (character: string, changed: string): string =>
  Array.from(changed).length === 1 ? changed : character;
