// The lines of the card that changes a machine's ports.
import type { PortRow } from './setup-change.ts';

/** As many lines fit into a card of Teams; a machine with more ports cannot be configured on one. */
export const mostRows = 8;

const spare = 2;
const emptyRow: PortRow = { port: '', protocol: '*', longest: '', sources: '' };

/** Lines with something in them, then two to add ports, `mostRows` in all; never fewer than have something in them. */
export function shownRows(rows: readonly PortRow[]): readonly PortRow[] {
  const used = rows.slice(0, rows.findLastIndex(isUsed) + 1);
  const count = Math.max(used.length, Math.min(mostRows, used.length + spare));
  return [...used, ...Array.from({ length: count - used.length }, () => emptyRow)];
}

const isUsed = ({ port, longest, sources }: PortRow): boolean =>
  [port, longest, sources].some((text) => text.trim() !== '');
