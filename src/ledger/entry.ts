// One audit entry as SQL: what every statement that writes to the trail shares.
import type { AuditEntry } from '../domain/audit.ts';
import { isoOf } from '../domain/time.ts';
import { storableJson, storableText } from './storable.ts';

export const entryColumns = 'at, actor, kind, rule, facts';

/** The entry's values in a statement whose first parameters are those of `entryValues`. */
export const entryParameters = '$1::timestamptz, $2::text, $3::text, $4::text, $5::jsonb';

/** Writes the entry alone. */
export const insertEntry = `insert into jit.audit (${entryColumns}) values (${entryParameters})`;

/** Values for `$1` to `$5`. */
export const entryValues = ({ at, actor, kind, rule, facts }: AuditEntry): readonly unknown[] => [
  isoOf(at),
  storableText(actor),
  kind,
  rule === undefined ? null : storableText(rule),
  storableJson(facts),
];

/** Entries that came as one JSON array in `$parameter` (`entriesJson`), as rows of a table called `entry`. */
export const entryRows = (parameter: number): string =>
  `jsonb_to_recordset($${parameter}::jsonb) as entry (at timestamptz, actor text, kind text, rule text, facts jsonb)`;

/** The columns of `entryRows`, in the order of `entryColumns`. */
export const entryRowColumns = 'entry.at, entry.actor, entry.kind, entry.rule, entry.facts';

export const entriesJson = (entries: readonly AuditEntry[]): string =>
  storableJson(entries.map((entry) => ({ ...entry, at: isoOf(entry.at) })));
