// Arbitrary policies and questions, near enough to each other that rules often meet.
import fc from 'fast-check';
import type {
  AccessPolicy,
  Limits,
  RequesterParty,
  Rule,
  Weekday,
  WeekHours,
  When,
} from '../../../src/domain/policy/access-policy.ts';
import type { Known, MachineFacts, Question } from '../../../src/domain/policy/question.ts';
import { formatPrefix, parsePrefix } from '../../../src/domain/source-prefix.ts';
import { approval, automatic, facts, group, network, person, policy, refuse, ticket } from './builders.ts';

const hour = 3_600_000;

/** A block around 10.0.0.0, of 1 to 256 addresses; nearly all of them meet. */
const block = fc
  .tuple(fc.nat({ max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([last, length]) => spelt(`10.0.0.${last}/${length}`));

const spelt = (text: string): string => {
  const prefix = parsePrefix(text);
  if (prefix === undefined) throw new Error(`${text} is no prefix`);
  return formatPrefix(prefix);
};

const networks = fc
  .array(block, { minLength: 1, maxLength: 2 })
  .map((prefixes) => [network(prefixes.join(), ...prefixes)]);

const hours: fc.Arbitrary<WeekHours> = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }),
    from: fc.nat({ max: 23 }),
    to: fc.integer({ min: 1, max: 24 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
  })
  .map(({ days, from, to, timeZone }) => ({
    name: `${days.join()} ${from} to ${to}`,
    timeZone,
    spans: [{ days, from: from * 60, to: to * 60 }],
  }));

/** `arbitrary` in as many of ten cases as `share` says, otherwise nothing. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>, share = 3): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: share, arbitrary }, { weight: 10 - share, arbitrary: fc.constant(undefined) });

/** Without the parts that are undefined, as exact optional properties want it. */
const given = <T extends object>(parts: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<T>;

const requesters: fc.Arbitrary<readonly RequesterParty[]> = fc.constantFrom<readonly RequesterParty[]>(
  [person('ada')],
  [person('bob')],
  [group('dba')],
  [group('dba'), person('bob')],
  [group('ops')],
);

export const anyWhen: fc.Arbitrary<When> = fc
  .record({
    machines: sometimes(
      fc.constantFrom(
        [{ name: 'web-*' }],
        [{ name: 'db-*' }],
        [{ resourceGroup: 'rg-1' }],
        [{ tags: { env: 'prod' } }, { name: 'db-1' }],
        [{ name: 'web-*', subscription: 'Production' }],
      ),
    ),
    ports: sometimes(fc.constantFrom([22], [3389], [22, 3389])),
    requesters: sometimes(requesters),
    sources: sometimes(networks),
    hours: sometimes(hours),
  })
  .map((when) => given<When>(when));

const limits: fc.Arbitrary<Partial<Limits>> = fc
  .record({
    longest: sometimes(fc.integer({ min: 1, max: 24 }).map((count) => count * 3600)),
    sources: sometimes(networks),
    reasonRequired: fc.boolean(),
    ticket: sometimes(fc.constant(ticket('INC-\\d+'))),
  })
  .map((parts) => given<Limits>(parts));

const anyRule: fc.Arbitrary<(name: string) => Rule> = fc.oneof(
  { weight: 1, arbitrary: anyWhen.map((when) => (name: string) => refuse(name, when)) },
  {
    weight: 3,
    arbitrary: fc.tuple(anyWhen, limits).map(
      ([when, set]) =>
        (name: string) =>
          automatic(name, when, set),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(anyWhen, limits, sometimes(fc.constantFrom({}, { longest: 7200 }), 7)).map(
      ([when, set, broken]) =>
        (name: string) =>
          approval(name, when, set, broken === undefined ? {} : { breakGlass: broken }),
    ),
  },
);

/** Up to six rules. */
export const anyPolicy: fc.Arbitrary<AccessPolicy> = fc
  .array(anyRule, { maxLength: 6 })
  .map((rules) => policy(...rules.map((make, index) => make(`rule ${index}`))));

const anyKnown: fc.Arbitrary<Known> = fc.constantFrom(true, false, undefined);
const mostlyKnown: fc.Arbitrary<Known> = fc.oneof(
  { weight: 4, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: anyKnown },
);

const machine: fc.Arbitrary<MachineFacts> = fc
  .record({
    name: fc.constantFrom('web-1', 'db-1'),
    resourceGroup: sometimes(fc.constantFrom('rg-1', 'rg-2'), 8),
    subscription: sometimes(fc.constantFrom({ id: 's1', name: 'Production' }, { id: 's2', name: 'Test' }), 8),
    tags: sometimes(fc.constantFrom({ env: 'prod' }, { env: 'test' }, {}), 8),
  })
  .map(({ name, ...rest }) => ({ name, ...given<Omit<MachineFacts, 'name'>>(rest) }));

export const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    groups: fc.record({ dba: mostlyKnown, ops: mostlyKnown }),
    machine,
    port: fc.constantFrom(22, 3389),
    source: block,
    // Around the night in which clocks in Berlin are put back.
    startsAt: fc
      .nat({ max: 200 })
      .map((halfHours) => Date.parse('2026-10-22T00:00:00Z') + (halfHours * hour) / 2),
    seconds: fc.integer({ min: 1, max: 48 }).map((halfHours) => halfHours * 1800),
    reason: fc.constantFrom('', 'disk full', 'INC-7 disk full'),
    breakGlass: fc.boolean(),
  })
  .map(({ groups, ...rest }) => ({ requester: facts('ada', groups), ...rest }));

/** A question, and a part of it: a block inside its source, a span inside its time. */
export const anyQuestionAndPart: fc.Arbitrary<readonly [whole: Question, part: Question]> = fc
  .tuple(anyQuestion, fc.nat({ max: 8 }), fc.nat(), fc.nat(), fc.nat())
  .map(([whole, longer, address, start, end]) => {
    const source = parsePrefix(whole.source);
    if (source === undefined) throw new Error(`${whole.source} is no prefix`);
    const inside = source.first + (address % (source.last - source.first + 1));
    const length = Math.min(32, source.length + longer);
    const halfHours = whole.seconds / 1800;
    const skipped = start % halfHours;
    return [
      whole,
      {
        ...whole,
        source: spelt(`${formatPrefix({ first: inside, last: inside, length: 32 })}/${length}`),
        startsAt: whole.startsAt + (skipped * hour) / 2,
        seconds: (1 + (end % (halfHours - skipped))) * 1800,
      },
    ] as const;
  });
