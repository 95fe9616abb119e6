// Policy files made of a few names, so that rules often meet; written as YAML, and questions about them.
import fc from 'fast-check';
import type { Known } from '../../../src/domain/policy/question.ts';

export const people = {
  ada: '11111111-1111-4111-8111-000000000001',
  bob: '11111111-1111-4111-8111-000000000002',
  grace: '11111111-1111-4111-8111-000000000003',
} as const;
export const groups = {
  dba: '22222222-2222-4222-8222-000000000001',
  ops: '22222222-2222-4222-8222-000000000002',
} as const;

export interface RuleText {
  name: string;
  when?: {
    machines?: readonly string[];
    ports?: readonly number[];
    requesters?: 'everyone' | readonly ({ person: keyof typeof people } | { group: keyof typeof groups })[];
    sources?: readonly string[];
  };
  decision: 'automatic' | 'approval' | 'refused';
  longest?: string;
  sources?: readonly string[];
  reason?: 'required' | 'optional';
  approvers?: readonly { person: 'grace' }[];
  breakGlass?: boolean | { longest: string };
}

export interface PolicyText {
  version: 1;
  people: typeof people;
  groups: typeof groups;
  networks: Readonly<Record<string, readonly string[]>>;
  rules: readonly RuleText[];
}

export interface AskedText {
  readonly machine: string;
  readonly port: number;
  /** One address. */
  readonly source: string;
  readonly seconds: number;
  readonly reason: string;
  readonly breakGlass: boolean;
  /** Which groups Ada is in, as far as it is known. */
  readonly groups: Readonly<Record<keyof typeof groups, Known>>;
}

const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const given = <T extends object>(parts: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;

const sources = fc.subarray(['203.0.113.0/24', '203.0.113.7', '198.51.100.0/25', '10.0.0.0/8'], {
  minLength: 1,
});
const when = fc
  .record({
    machines: sometimes(
      fc.subarray(['web-*', 'db-?', '*-1', 'WEB-01', 'nothing-*'], { minLength: 1, maxLength: 2 }),
    ),
    ports: sometimes(fc.subarray([22, 3389], { minLength: 1 })),
    requesters: sometimes(
      fc.constantFrom<NonNullable<NonNullable<RuleText['when']>['requesters']>>(
        'everyone',
        [{ person: 'ada' }],
        [{ person: 'bob' }],
        [{ group: 'dba' }],
        [{ group: 'ops' }, { person: 'bob' }],
      ),
    ),
    sources: sometimes(sources),
  })
  .map((parts) => given<NonNullable<RuleText['when']>>(parts));

const limits = fc
  .record({
    longest: sometimes(fc.constantFrom('30m', '1h', '2h', '90m', '24h')),
    sources: sometimes(sources),
    reason: sometimes(fc.constantFrom('required' as const, 'optional' as const)),
  })
  .map((parts) => given<Pick<RuleText, 'longest' | 'sources' | 'reason'>>(parts));

const rule: fc.Arbitrary<Omit<RuleText, 'name'>> = fc.oneof(
  { weight: 2, arbitrary: when.map((about) => ({ when: about, decision: 'refused' as const })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(when, limits)
      .map(([about, set]) => ({ when: about, decision: 'automatic' as const, ...set })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(when, limits, sometimes(fc.constantFrom(true, { longest: '15m' })))
      .map(([about, set, breakGlass]) => ({
        when: about,
        decision: 'approval' as const,
        ...set,
        approvers: [{ person: 'grace' as const }],
        ...(breakGlass !== undefined && { breakGlass }),
      })),
  },
);

/** At least one rule: a file without is a mistake. */
export const anyDocument: fc.Arbitrary<PolicyText> = fc
  .array(rule, { minLength: 1, maxLength: 5 })
  .map((rules) => ({
    version: 1,
    people,
    groups,
    networks: { office: ['203.0.113.0/24'] },
    rules: rules.map((one, index) => ({ name: `rule ${index}`, ...one })),
  }));

const known = fc.constantFrom<Known>(true, false, true, false, undefined);

export const anyAsked: fc.Arbitrary<AskedText> = fc.record({
  machine: fc.constantFrom('web-01', 'web-1', 'db-2', 'app-1', 'other'),
  port: fc.constantFrom(22, 3389),
  source: fc.constantFrom(
    '203.0.113.7',
    '203.0.113.8',
    '198.51.100.1',
    '198.51.100.200',
    '10.1.1.1',
    '192.0.2.1',
  ),
  seconds: fc.constantFrom(300, 900, 901, 1800, 3600, 5400, 7200, 7201, 86_400),
  reason: fc.constantFrom('', ' ', 'disk full', '...'),
  breakGlass: fc.constantFrom(false, false, true),
  groups: fc.record({ dba: known, ops: known }),
});
