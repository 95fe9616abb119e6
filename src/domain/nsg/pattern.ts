// Which numbers (addresses, ports) a field of a rule surely matches, and which it may match.

/** Numbers from `first` to `last`, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** One field of a rule. `doubtful`: it may match there, and who would know is not here. */
export interface Pattern {
  readonly sure: readonly Span[];
  readonly doubtful: readonly (Span & { readonly because: string })[];
}

/** Whether something matches; an object means that it cannot be told, and why. */
export type Match = 'yes' | 'no' | { readonly because: string };

const within = (value: number) => (span: Span) => span.first <= value && value <= span.last;

/** Whether `value` matches the field. */
export const matchOf = (pattern: Pattern, value: number): Match => {
  if (pattern.sure.some(within(value))) return 'yes';
  const doubt = pattern.doubtful.find(within(value));
  return doubt ? { because: doubt.because } : 'no';
};

/** A rule matches when all its fields do: one sure no outweighs every doubt. */
export const allOf = (...matches: readonly Match[]): Match =>
  matches.includes('no') ? 'no' : (matches.find((match) => match !== 'yes') ?? 'yes');

const nothing: readonly never[] = [];

/** One field from the patterns of its entries: it matches where one of them does. */
export function joined(entries: readonly Pattern[]): Pattern {
  // Nearly all fields have one entry, and many thousand rules are held at a time.
  const [only] = entries;
  if (only !== undefined && entries.length === 1) return only;
  return {
    sure: entries.flatMap((entry) => entry.sure),
    doubtful: entries.flatMap((entry) => entry.doubtful),
  };
}

/** A pattern without doubts. */
export const surely = (...sure: readonly Span[]): Pattern => ({ sure, doubtful: nothing });

/**
 * Cuts `whole` wherever one of the patterns begins or ends, so that no pattern tells two numbers of one piece apart.
 * @returns the first number of every piece, rising.
 */
export const piecesOf = (whole: Span, patterns: readonly Pattern[]): readonly number[] => {
  const edges = patterns
    .flatMap((pattern) => [...pattern.sure, ...pattern.doubtful])
    .flatMap((span) => [span.first, span.last + 1])
    .filter((edge) => whole.first < edge && edge <= whole.last);
  return [...new Set([whole.first, ...edges])].sort((a, b) => a - b);
};
