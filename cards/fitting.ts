// Draws a card as fully as Teams takes it.
import type { CardJson } from './render.ts';
import type { Drawn } from './status-card.ts';

/** A card of Teams may have 28 KB; the message around it needs some of that. */
const mostBytes = 26_000;

/**
 * @param ever how much to show, the most first
 * @param shortest what fits whatever the names are
 */
export const fitting = <Limits>(
  draw: (limits: Limits) => Drawn,
  ever: readonly Limits[],
  shortest: Limits,
): Drawn => ever.map(draw).find(({ card }) => bytesOf(card) <= mostBytes) ?? draw(shortest);

/** As Teams counts: UTF-16. */
const bytesOf = (card: CardJson): number => JSON.stringify(card).length * 2;
