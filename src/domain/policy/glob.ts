// Patterns of names: `*` is any run of characters, `?` any one.

/**
 * Whether the whole of `text` matches `pattern`, without regard to case. Nothing but `*` and `?` is special.
 * Takes at most as many steps as both lengths multiplied, whatever the pattern: only the last `*` is ever widened.
 */
export function globMatches(pattern: string, text: string): boolean {
  const wanted = Array.from(pattern.toLowerCase());
  const given = Array.from(text.toLowerCase());
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
