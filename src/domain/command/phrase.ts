// Phrases of the grammar, `a|b [c] d`: either of two words, one that may be missing, one that must be there.

interface Step {
  readonly optional: boolean;
  readonly options: ReadonlySet<string>;
}
export type Steps = readonly Step[];

/** `a|b` is either word, `[a]` may be missing. */
export const stepsOf = (phrase: string): Steps =>
  phrase.split(' ').map((step) => ({
    optional: step.startsWith('['),
    options: new Set(step.replace(/^\[|\]$/g, '').split('|')),
  }));

/** Where the phrase ends that `keys` say from `start` on; `undefined`: they do not say it. */
export function phraseEnd(steps: Steps, keys: readonly string[], start = 0): number | undefined {
  let at = start;
  for (const { optional, options } of steps) {
    const key = keys[at];
    if (key !== undefined && options.has(key)) at += 1;
    else if (!optional) return undefined;
  }
  return at;
}
