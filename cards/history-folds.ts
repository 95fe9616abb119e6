// Of entries that came to nothing, one line for many: what happened is not to be lost among them.

interface Entry {
  readonly actor: string;
  readonly kind: string;
}

/** Forms and cards that were looked at, and left. Whatever else somebody did has a line of its own. */
const quiet: ReadonlySet<string> = new Set([
  'asked',
  'form-dropped',
  'setup-asked',
  'setup-cancelled',
  'setup-lapsed',
]);

/**
 * Of a run of quiet entries by one actor, those of one kind together; all others alone.
 * @param entries newest first @returns the same, each once, newest first, by the newest of each
 */
export function folded<One extends Entry>(entries: readonly One[]): readonly (readonly [One, ...One[]])[] {
  const folds: [One, ...One[]][] = [];
  let run: [One, ...One[]][] = [];
  for (const entry of entries) {
    const isQuiet = quiet.has(entry.kind);
    if (!isQuiet || run[0]?.[0].actor !== entry.actor) run = [];
    const fold = run.find(([newest]) => newest.kind === entry.kind);
    if (fold !== undefined) {
      fold.push(entry);
      continue;
    }
    const begun: [One, ...One[]] = [entry];
    folds.push(begun);
    if (isQuiet) run.push(begun);
  }
  return folds;
}
