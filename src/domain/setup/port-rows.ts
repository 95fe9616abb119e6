// The lines of the card that changes a machine's ports.
import type { PortSetting } from './port-setting.ts';
import type { PortRow } from './setup-change.ts';
import { typedSpan } from './typed-span.ts';

/** As many lines fit into a card of Teams; a machine with more ports cannot be configured on one. */
export const mostRows = 8;

const spare = 2;
const emptyRow: PortRow = { port: '', protocol: '*', longest: '', sources: '' };

/** Today's values, by port. */
export const rowsOf = (settings: readonly PortSetting[]): readonly PortRow[] =>
  settings
    .toSorted((one, other) => one.port - other.port)
    .map(({ port, protocol, maximumSeconds, allowedSources }) => ({
      port: String(port),
      protocol,
      longest: typedSpan(maximumSeconds),
      sources: allowedSources.join(', ').replace(/^\*$/, 'any'),
    }));

/** Lines with something in them, then two to add ports, `mostRows` in all; never fewer than have something in them. */
export function shownRows(rows: readonly PortRow[]): readonly PortRow[] {
  const used = rows.slice(0, rows.findLastIndex(isUsed) + 1);
  const count = Math.max(used.length, Math.min(mostRows, used.length + spare));
  return [...used, ...Array.from({ length: count - used.length }, () => emptyRow)];
}

const isUsed = ({ port, longest, sources }: PortRow): boolean =>
  [port, longest, sources].some((text) => text.trim() !== '');
