// A machine's ports as lines to type into.
import type { PortSetting } from './port-setting.ts';
import type { PortRow } from './setup-change.ts';
import { spanText } from './span-text.ts';

/** As many as today's ports, and some to add. */
const spareRows = 2;
/** More than a card can hold; further ports stay as they are only if this is not sent, so it must not be less than any has. */
export const mostRows = 12;

const emptyRow: PortRow = { port: '', protocol: '*', longest: '', sources: '' };

/** Today's values, by port, and empty lines behind them. */
export function rowsOf(settings: readonly PortSetting[]): readonly PortRow[] {
  const rows = settings
    .toSorted((one, other) => one.port - other.port)
    .map(({ port, protocol, maximumSeconds, allowedSources }) => ({
      port: String(port),
      protocol,
      longest: spanText(maximumSeconds),
      sources: allowedSources.join(', '),
    }));
  const spare = Math.max(0, Math.min(spareRows, mostRows - rows.length));
  return [...rows, ...Array.from({ length: spare }, () => emptyRow)];
}
