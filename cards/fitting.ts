// Draws a card as fully as Teams takes it.
import type { Drawn } from './status-card.ts';

/** A card of Teams may have 28 KB, counted as UTF-16; the message around it needs some of that. */
const mostBytes = 26_000;

/**
 * The first drawing that is small enough.
 * @param ever how much to show, the most first
 * @param shortest what fits whatever the names are
 */
export function fitting<Limits>(
  draw: (limits: Limits) => Drawn,
  ever: readonly Limits[],
  shortest: Limits,
): Drawn {
  for (const limits of ever) {
    const drawn = draw(limits);
    if (JSON.stringify(drawn.card).length * 2 <= mostBytes) return drawn;
  }
  return draw(shortest);
}
