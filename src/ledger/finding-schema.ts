// The shape of a stored finding, held to the domain's type.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { Finding } from '../domain/drift/finding.ts';
import type { Acknowledgement, KnownFinding } from '../domain/drift/known-finding.ts';
import type { Row } from './database.ts';
import { instantIn } from './rows.ts';
import type { Plain, Same } from './same.ts';
import { instant, person, whole } from './schema-parts.ts';
import { machineChoice, rule } from './terms-schema.ts';

const text = z.string();
const texts = z.array(text);
const subscription = z.strictObject({ id: text, name: text });
const ofMachine = {
  key: text,
  machine: machineChoice,
  ports: z.array(whole),
};
const who = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('world'), all: z.boolean() }),
  z.strictObject({ kind: z.literal('network'), prefixes: texts, more: whole }),
  z.strictObject({
    kind: z.literal('inside'),
    prefixes: texts,
    more: whole,
    tag: z.literal(true).exactOptional(),
  }),
]);
const left = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rule'), access: z.enum(['Allow', 'Deny']), rule, destinations: texts }),
  z.strictObject({ kind: z.literal('entry'), policyId: text, machine: text }),
]);

const finding = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    ...ofMachine,
    public: z.boolean(),
    who,
    rule: rule.exactOptional(),
    doubt: text.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('leftover'), key: text, subscription, resourceGroup: text, what: left }),
  z.strictObject({ kind: z.literal('outlived'), ...ofMachine, sources: texts, rule }),
  z.strictObject({ kind: z.literal('unguarded'), ...ofMachine, nsg: z.boolean() }),
]);
const acknowledgement = z.strictObject({ by: person, reason: text, until: instant, at: instant });

true satisfies Same<Plain<Finding>, Plain<z.output<typeof finding>>>;
true satisfies Same<Plain<Acknowledgement>, Plain<z.output<typeof acknowledgement>>>;

/** Columns of a whole row. */
export const findingColumns =
  'number, document, first_seen_at, since_at, last_seen_at, gone_since, told_at, acknowledgement, acknowledgements';

/** @throws Fault `rejected` for a row of a version that this one does not know */
export function knownFrom(row: Row): KnownFinding {
  const read = z
    .object({
      number: whole,
      document: finding,
      acknowledgement: acknowledgement.nullable(),
      acknowledgements: whole,
    })
    .safeParse(row);
  if (!read.success)
    throw new Fault('rejected', 'A stored finding cannot be read by this version of JIT Access.', {
      cause: read.error,
    });
  const [goneSince, toldAt] = [instantIn(row, 'gone_since'), instantIn(row, 'told_at')];
  return {
    number: read.data.number,
    finding: read.data.document,
    firstSeenAt: surely(instantIn(row, 'first_seen_at')),
    since: surely(instantIn(row, 'since_at')),
    lastSeenAt: surely(instantIn(row, 'last_seen_at')),
    ...(goneSince === undefined ? {} : { goneSince }),
    ...(toldAt === undefined ? {} : { toldAt }),
    ...(read.data.acknowledgement === null ? {} : { acknowledgement: read.data.acknowledgement }),
    acknowledgements: read.data.acknowledgements,
  };
}

function surely(at: number | undefined): number {
  if (at === undefined) throw new TypeError('a finding was seen at some time');
  return at;
}
