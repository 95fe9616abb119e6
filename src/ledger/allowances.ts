// What approvers allowed in advance: facts, only ever added.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { Ledger } from '../access/ledger-port.ts';
import type { Allowance } from '../domain/allowance.ts';
import { isoOf } from '../domain/time.ts';
import type { Database } from './database.ts';
import { entryColumns, entryParameters, entryValues } from './entry.ts';
import type { Plain, Same } from './same.ts';
import { instant, person, whole } from './schema-parts.ts';
import { storableJson, storableText } from './storable.ts';

const allowance = z.strictObject({
  id: z.string(),
  person,
  by: person,
  machineId: z.string(),
  machine: z.string(),
  port: whole,
  from: instant,
  until: instant,
});

true satisfies Same<Plain<Allowance>, Plain<z.output<typeof allowance>>>;

const allow = `
  with allowed as (
    insert into jit.allowances (id, person_id, from_at, until_at, document)
    values ($6, $7, $8::timestamptz, $9::timestamptz, $10::jsonb)
    on conflict (id) do nothing
    returning id
  )
  insert into jit.audit (${entryColumns}) select ${entryParameters} from allowed`;

/** Those that have not ended by $2. */
const allowancesFor = `
  select document from jit.allowances where person_id = $1 and until_at > $2::timestamptz order by from_at, id`;

/** Milliseconds. */
const hour = 3_600_000;

/** The ledger's part that concerns allowances. */
export const createAllowances = (database: Database): Pick<Ledger, 'allow' | 'allowancesFor'> => ({
  allow: async (given, entry) => {
    await database.query(allow, [
      ...entryValues(entry),
      storableText(given.id),
      storableText(given.person.id),
      isoOf(given.from),
      isoOf(given.until),
      storableJson(given),
    ]);
  },

  allowancesFor: async (personId, at) => {
    // Asked by the hour, the answer is the same for an hour, and a database that keeps answers need not look.
    const values = [storableText(personId), isoOf(at - (at % hour))];
    const rows = await database.query(allowancesFor, values);
    return (
      rows
        .map(({ document }) => allowanceFrom(document))
        // The end is not part of the window: nothing can begin then.
        .filter(({ from, until }) => from <= at && until > at)
    );
  },
});

function allowanceFrom(document: unknown): Allowance {
  const parsed = allowance.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new Fault('rejected', 'A stored allowance cannot be read by this version of JIT Access.', {
    cause: parsed.error,
  });
}
