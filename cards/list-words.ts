// Several things in one sentence. All take and give escaped Markdown.

/** `a`, `a or b`, `a, b or c`. Nothing: `none`. */
export function anyOf(texts: readonly string[]): string {
  const last = texts.at(-1);
  if (last === undefined) return 'none';
  if (texts.length === 1) return last;
  return `${texts.slice(0, -1).join(', ')} or ${last}`;
}

/** `anyOf`, where a long list is cut and says how much is left out: `a, b or 3 more`. */
export function anyOfMany(texts: readonly string[], most: number): string {
  const more = texts.length - most;
  return anyOf(more > 0 ? [...texts.slice(0, most), `${more} more`] : texts);
}

/** `a`, `a and b`, `a, b and 3 more`. @param beyond how many there are that `texts` does not have */
export function listText(texts: readonly string[], most: number, beyond = 0): string {
  const more = Math.max(0, texts.length - most) + beyond;
  const shown = more > 0 ? [...texts.slice(0, most), `${more} more`] : texts;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `1 machine`, `12 machines`. @param thing in the singular */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
