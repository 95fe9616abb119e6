// The audit trail as text: JSON lines, or CSV that a spreadsheet can open without running what people typed.
import type { Transform } from 'node:stream';
import { stringify } from 'csv-stringify';
import { isoOf } from '../domain/time.ts';
import type { TrailEntry } from '../ledger/audit-reader.ts';

const columns = [
  'seq',
  'at',
  'actor',
  'kind',
  'rule',
  'requestId',
  'version',
  'requesterId',
  'requesterName',
  'machineId',
  'machineName',
  'facts',
];

/** One JSON object a line; what is not known is null. */
export async function* jsonLines(entries: AsyncIterable<TrailEntry>): AsyncIterable<string> {
  for await (const entry of entries) yield `${JSON.stringify({ ...entry, at: isoOf(entry.at) })}\n`;
}

/** The columns as CSV's cells; the facts as JSON. */
export async function* csvRows(
  entries: AsyncIterable<TrailEntry>,
): AsyncIterable<readonly (string | number | null)[]> {
  for await (const { seq, at, actor, kind, rule, requestId, version, ...about } of entries) {
    const { requester, machine, facts } = about;
    const who = [requester?.id ?? null, requester?.name ?? null];
    const what = [machine?.id ?? null, machine?.name ?? null];
    yield [seq, isoOf(at), actor, kind, rule, requestId, version, ...who, ...what, JSON.stringify(facts)];
  }
}

/**
 * Makes CSV (RFC 4180, UTF-8, a header line) of rows. A cell that a spreadsheet would take for a formula (it begins with
 * = + - @, a tab or a carriage return) gets a leading apostrophe: https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvWriter = (): Transform => stringify({ header: true, columns, escape_formulas: true });
