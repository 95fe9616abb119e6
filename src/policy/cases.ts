// The cases written beside the rules, and whether the policy answers them as expected.
import { parseTime } from '../domain/duration.ts';
import { isGuid } from '../domain/guid.ts';
import type { AccessPolicy, Network, Rule } from '../domain/policy/access-policy.ts';
import { evaluate } from '../domain/policy/evaluate.ts';
import { sameName } from '../domain/policy/fold.ts';
import type { MachineFacts, PersonFacts, Question, Verdict } from '../domain/policy/question.ts';
import type { CaseText } from './case-shape.ts';
import type { PolicyFile } from './file-shape.ts';
import { groupOf, type Names, personOf } from './names.ts';
import { instead } from './nearest.ts';
import { readMoment, readPrefix } from './parts.ts';
import type { Path, Report } from './problem.ts';

/** What a case expects of the policy. */
export type Expectation =
  | { readonly kind: 'automatic' | 'refused' | 'break-glass' }
  | { readonly kind: 'approval'; readonly quorum: number };

/** A question with the answer it should have. */
export interface PolicyCase {
  readonly line: number;
  /** Who asks, as the file names them. */
  readonly as: string;
  readonly question: Question;
  readonly expect: Expectation;
  /** The rule that should decide. */
  readonly by?: string;
}

/** What came of a case. */
export interface CaseResult {
  readonly passed: boolean;
  readonly verdict: Verdict;
}

export function runCase(policy: AccessPolicy, one: PolicyCase): CaseResult {
  const verdict = evaluate(policy, one.question);
  const decided = one.by === undefined || decidersOf(verdict).includes(one.by);
  return { verdict, passed: decided && isExpected(verdict, one.expect) };
}

/** The rules that decided; where it is not known whether a rule matches, that one. */
export const decidersOf = (verdict: Verdict): readonly string[] =>
  verdict.kind !== 'refused'
    ? verdict.rules
    : [
        ...verdict.rules,
        ...verdict.refusals.flatMap((refusal) => (refusal.code === 'rule-unknown' ? [refusal.rule] : [])),
      ];

const isExpected = (verdict: Verdict, expect: Expectation): boolean =>
  verdict.kind === expect.kind &&
  (verdict.kind !== 'approval' ||
    expect.kind !== 'approval' ||
    verdict.rule.approval.quorum === expect.quorum);

/** Group ids (lower case) that rules look at, or that have a name. */
export const groupsIn = (policy: AccessPolicy): readonly string[] => {
  const asked = policy.rules.flatMap((rule) => rule.when.requesters ?? []);
  return [...policy.groups, ...asked].flatMap((party) => (party.kind === 'group' ? [party.id] : []));
};

/** A person who is in the groups `ids` and in no other group of `all`. */
export const personIn = (id: string, ids: readonly string[], all: readonly string[]): PersonFacts => ({
  id,
  groups: new Map([
    ...all.map((group) => [group, false] as const),
    ...ids.map((group) => [group, true] as const),
  ]),
  teams: new Map(),
});

/** A subscription as somebody wrote it down: a GUID is its id, and anything else its name. */
export const subscriptionOf = (text: string): NonNullable<MachineFacts['subscription']> =>
  isGuid(text) ? { id: text } : { name: text };

/** A source that is asked with: one address or CIDR, and never the name of a network. */
export function readSourceAsked(
  text: string,
  path: Path,
  networks: readonly Network[],
  report: Report,
): string | undefined {
  const network = networks.find(({ name }) => sameName(name, text));
  if (network === undefined) return readPrefix(text, path, report);
  const [example = '203.0.113.7'] = network.prefixes;
  return report(
    path,
    `“${text}” is a network of the file, and a request comes from one address or CIDR; write one of it, such as ${example.replace(/\/.*/, '')}.`,
  );
}

/** What is the same for all cases of a file. */
interface Reading {
  readonly networks: readonly Network[];
  readonly groups: readonly string[];
  readonly names: Names;
  readonly report: Report;
  readonly looksAtSources: boolean;
  readonly looksAtHours: boolean;
}

/** The cases that could be read; what was wrong with others is reported. */
export function readCases(
  file: PolicyFile,
  policy: AccessPolicy,
  names: Names,
  report: Report,
  lineOf: (path: Path) => number,
): readonly PolicyCase[] {
  const rules = new Set(policy.rules.map(({ name }) => name));
  const reading: Reading = {
    networks: policy.networks,
    groups: groupsIn(policy),
    names,
    report,
    looksAtSources: policy.rules.some(looksAtSources),
    looksAtHours: policy.rules.some(({ when }) => when.hours !== undefined),
  };
  return (file.tests ?? []).flatMap((text, index) => {
    const path = ['tests', index];
    const question = readQuestion(text.ask, [...path, 'ask'], reading);
    const expect = readExpectation(text.expect, [...path, 'expect'], report);
    const { by: decider } = text;
    if (decider !== undefined && !rules.has(decider))
      report([...path, 'by'], () => `There is no rule “${decider}”; ${instead(decider, [...rules])}`);
    if (question === undefined || expect === undefined) return [];
    const by = text.by !== undefined && { by: text.by };
    return [{ line: lineOf(path), as: text.ask.as, question, expect, ...by }];
  });
}

function readExpectation(text: string, path: Path, report: Report): Expectation | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === 'automatic' || wanted === 'refused') return { kind: wanted };
  if (/^break[ -]glass$/.test(wanted)) return { kind: 'break-glass' };
  const [, count] = /^needs ([1-9]\d?) approvers?$/.exec(wanted) ?? [];
  if (count !== undefined) return { kind: 'approval', quorum: Number(count) };
  return report(
    path,
    '“expect” must be automatic, refused, needs 1 approver, needs 2 approvers, or break glass.',
  );
}

// Where no rule looks at sources or hours, it does not matter which are asked with.
const someSource = '192.0.2.1';
const someMoment = Date.parse('2026-01-05T12:00:00Z');

function readQuestion(ask: CaseText['ask'], path: Path, reading: Reading): Question | undefined {
  const { names, report } = reading;
  const person = personOf(ask.as, [...path, 'as'], names, report);
  const groups = (ask.groups ?? []).map((text, index) =>
    groupOf(text, [...path, 'groups', index], names, report),
  );
  const source = readSource(ask.from, path, reading);
  const startsAt = readStart(ask.at, path, reading);
  const time = parseTime(ask.for);
  if (time?.kind !== 'for' || time.seconds < 1)
    return report([...path, 'for'], '“for” must be a length of time such as 30m, 2h or 1h30.');
  if (person === undefined || source === undefined || startsAt === undefined) return undefined;
  return {
    requester: personIn(
      person.id,
      groups.flatMap((group) => group?.id ?? []),
      reading.groups,
    ),
    machine: machineOf(ask),
    port: ask.port,
    source,
    startsAt,
    seconds: time.seconds,
    reason: ask.reason ?? '',
    breakGlass: ask.breakGlass ?? false,
  };
}

const machineOf = ({ machine, resourceGroup, subscription, tags }: CaseText['ask']): MachineFacts => ({
  name: machine,
  ...(resourceGroup !== undefined && { resourceGroup }),
  ...(subscription !== undefined && {
    subscription: typeof subscription === 'string' ? subscriptionOf(subscription) : subscription,
  }),
  ...(tags !== undefined && { tags }),
});

function readSource(
  text: string | undefined,
  path: Path,
  { report, ...reading }: Reading,
): string | undefined {
  if (text !== undefined) return readSourceAsked(text, [...path, 'from'], reading.networks, report);
  if (!reading.looksAtSources) return someSource;
  return report(
    path,
    '“from” is missing: rules of this file look at sources; write one, such as “from: 203.0.113.7”.',
  );
}

function readStart(
  text: string | undefined,
  path: Path,
  { names, report, ...reading }: Reading,
): number | undefined {
  if (text !== undefined)
    return (
      readMoment(text, names.timeZone) ??
      report([...path, 'at'], '“at” must be a time such as 2026-11-23 10:00, in the time zone of the file.')
    );
  if (!reading.looksAtHours) return someMoment;
  return report(
    path,
    "“at” is missing: rules of this file have hours; write one, such as “at: '2026-11-23 10:00'”.",
  );
}

const looksAtSources = (rule: Rule): boolean =>
  rule.when.sources !== undefined || (rule.decision !== 'refused' && rule.limits.sources !== undefined);
