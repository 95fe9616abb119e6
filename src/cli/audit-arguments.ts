// The words after `npm run audit --`, and what they ask for.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Instant } from '../domain/time.ts';

export const usage = `npm run audit -- export --since DATE [--until DATE] [--format jsonl|csv] [--out FILE]

  --since    the first moment: a date (its start in UTC) or a date and time, such as
             2026-11-01 or 2026-11-01T08:30:00+01:00
  --until    the moment to stop before; left out: up to now
  --format   jsonl (one JSON object a line, the default) or csv
  --out      a file to write; left out: standard output

It reads the database at DATABASE_URL or, without one, in DATA_DIR. DATABASE_SIGN_IN=entra: with a
token of yours and no password. See docs/audit.md.
`;

export interface ExportOrder {
  readonly kind: 'export';
  readonly since: Instant;
  readonly until?: Instant;
  readonly format: 'jsonl' | 'csv';
  /** Left out: standard output. */
  readonly file?: string;
}

/** An order, a wish for help, or a sentence on what cannot be understood. */
export type AuditOrder =
  | ExportOrder
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

const mistake = (message: string): AuditOrder => ({ kind: 'mistake', message });

export function readArguments(args: readonly string[]): AuditOrder {
  const parsed = parsedArguments(args);
  if (typeof parsed === 'string') return mistake(parsed);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [command, ...more] = positionals;
  if (command !== 'export') return mistake(`Say what to do: export${command ? `, not ${command}` : ''}.`);
  if (more.length > 0) return mistake(`export takes no ${more.join(' ')}.`);

  if (values.since === undefined) return mistake('Say from when on, for example --since 2026-11-01.');
  const since = momentOf(values.since);
  if (since === undefined) return mistake(notAMoment('--since', values.since));
  const until = values.until === undefined ? undefined : momentOf(values.until);
  if (values.until !== undefined && until === undefined) return mistake(notAMoment('--until', values.until));
  if (until !== undefined && until <= since) return mistake('--until must be later than --since.');

  const { format = 'jsonl', out } = values;
  if (format !== 'jsonl' && format !== 'csv') return mistake(`--format must be jsonl or csv, not ${format}.`);
  if (out === '') return mistake('--out needs the name of a file.');
  return {
    kind: 'export',
    since,
    format,
    ...(until === undefined ? {} : { until }),
    ...(out === undefined ? {} : { file: out }),
  };
}

const options = {
  since: { type: 'string' },
  until: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The parts, or Node's own sentence on what is wrong with them. */
function parsedArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

const isoMoment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** A date is its start in UTC. Without a zone, a time of day would mean another moment on another machine. */
function momentOf(text: string): Instant | undefined {
  return isoMoment.safeParse(text).success ? Date.parse(text) : undefined;
}

const notAMoment = (option: string, text: string): string =>
  `${option} must be a date such as 2026-11-01, or a date and time with its zone such as 2026-11-01T08:30:00Z, not ${text || 'empty'}.`;
