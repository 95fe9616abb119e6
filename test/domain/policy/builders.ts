// Short ways to write rules and questions, for tests of the access policy.
import type {
  AccessPolicy,
  ApprovalRule,
  ApprovalTerms,
  AutomaticRule,
  Limits,
  NamedGroup,
  NamedPerson,
  Network,
  RefusingRule,
  Rule,
  TicketPattern,
  WeekHours,
  When,
} from '../../../src/domain/policy/access-policy.ts';
import type { Known, PersonFacts, Question } from '../../../src/domain/policy/question.ts';

export const person = (name: string): NamedPerson => ({ kind: 'person', id: `id-of-${name}`, name });
export const group = (name: string): NamedGroup => ({ kind: 'group', id: `id-of-${name}`, name });

export const network = (name: string, ...prefixes: readonly string[]): Network => ({ name, prefixes });
export const office = network('office', '203.0.113.0/24');
export const vpn = network('vpn', '198.51.100.8', '198.51.100.9');

/** Monday to Friday, 8 to 18 o'clock in Berlin. */
export const working: WeekHours = {
  name: 'working',
  timeZone: 'Europe/Berlin',
  spans: [{ days: [1, 2, 3, 4, 5], from: 480, to: 1080 }],
};

const free: Limits = { reasonRequired: false };
const terms: ApprovalTerms = { approvers: [person('grace')], quorum: 1, channel: '', wait: 28_800 };

type More = { readonly because?: string };

export const refuse = (name: string, when: When = {}, more: More = {}): RefusingRule => ({
  name,
  when,
  decision: 'refused',
  ...more,
});

export const automatic = (name: string, when: When = {}, limits: Partial<Limits> = {}): AutomaticRule => ({
  name,
  when,
  decision: 'automatic',
  limits: { ...free, ...limits },
});

export const approval = (
  name: string,
  when: When = {},
  limits: Partial<Limits> = {},
  more: Partial<Pick<ApprovalRule, 'breakGlass' | 'preApproval'>> & {
    readonly terms?: Partial<ApprovalTerms>;
  } = {},
): ApprovalRule => {
  const { terms: changed, ...rest } = more;
  return {
    name,
    when,
    decision: 'approval',
    limits: { ...free, ...limits },
    approval: { ...terms, ...changed },
    ...rest,
  };
};

/** A pattern of tickets that holds as JavaScript's own expression does. */
export const ticket = (pattern: string): TicketPattern => ({
  pattern,
  matches: (reason) => new RegExp(pattern, 'iu').test(reason),
});

export const policy = (...rules: readonly Rule[]): AccessPolicy => ({
  people: [],
  groups: [],
  networks: [],
  rules,
});

/** A person, and which groups they are in by name. */
export const facts = (name: string, groups: Readonly<Record<string, Known>> = {}): PersonFacts => ({
  id: person(name).id,
  groups: new Map(Object.entries(groups).map(([each, known]) => [group(each).id, known])),
  teams: new Map(),
});

/** Monday, 10 o'clock in Berlin. */
export const mondayAt10 = Date.parse('2026-11-23T09:00:00Z');

/** Ada asks for RDP to web-01 from an office address for an hour, without a reason, but for `rest`. */
export const asks = (rest: Partial<Question> = {}): Question => ({
  requester: facts('ada'),
  machine: {
    name: 'web-01',
    resourceGroup: 'rg-web',
    subscription: { id: '5bc1', name: 'Production' },
    tags: { env: 'prod' },
  },
  port: 3389,
  source: '203.0.113.7',
  startsAt: mondayAt10,
  seconds: 3600,
  reason: '',
  breakGlass: false,
  ...rest,
});
