// Patterns of names: `*` is any run of characters, `?` any one.
import { foldedCharacters, sameName } from './fold.ts';

/**
 * Whether the whole of `text` matches `pattern`, without regard to case (`fold.ts`). Nothing but `*` and `?` is special.
 * Takes at most as many steps as both lengths multiplied, whatever the pattern: only the last `*` is ever widened.
 */
export const globMatches = (pattern: string, text: string): boolean =>
  /[*?]/.test(pattern) ? glob(pattern)(text) : sameName(pattern, text);

/** The same for many texts: the pattern is looked at once. */
export function glob(pattern: string): (text: string) => boolean {
  const wanted = foldedCharacters(pattern);
  return (text) => matches(wanted, foldedCharacters(text));
}

function matches(wanted: readonly string[], given: readonly string[]): boolean {
  let next = 0;
  let at = 0;
  let star: { readonly after: number; taken: number } | undefined;
  while (at < given.length) {
    if (wanted[next] === '*') {
      star = { after: next + 1, taken: at };
      next += 1;
    } else if (wanted[next] === '?' || wanted[next] === given[at]) {
      next += 1;
      at += 1;
    } else if (star !== undefined) {
      star.taken += 1;
      next = star.after;
      at = star.taken;
    } else return false;
  }
  return wanted.slice(next).every((character) => character === '*');
}
