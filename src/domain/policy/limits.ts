// What the deciding rules set, held against what is asked.
import type { Refusal } from '../refusal.ts';
import { parsePrefix } from '../source-prefix.ts';
import type { Seconds } from '../time.ts';
import type { ApprovalRule, AutomaticRule } from './access-policy.ts';
import { insideNetworks } from './cells.ts';
import type { Question } from './question.ts';

/** A rule that lets somebody in. */
export type OpeningRule = AutomaticRule | ApprovalRule;

/** Every limit of any of `rules` that the question breaks. A break-glass grant has limits of its own. */
export function brokenLimits(rules: readonly OpeningRule[], question: Question): readonly Refusal[] {
  return [
    ...tooLong(rules, question),
    ...rules.flatMap((rule) => outside(rule, question)),
    ...reasonRefusals(rules, question),
  ];
}

/** The longest time of one grant under a rule; `undefined`: the rule sets none. */
export const longestOf = (rule: OpeningRule, breakGlass: boolean): Seconds | undefined => {
  const broken = breakGlass && rule.decision === 'approval' ? rule.breakGlass?.longest : undefined;
  const given = [rule.limits.longest, broken].filter((longest) => longest !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
};

/** Which limits of a rule a request breaks already, while its source and reason are not known. */
export const brokenAlready = (
  rule: OpeningRule,
  asked: Pick<Question, 'seconds' | 'breakGlass'>,
): readonly Refusal[] => [
  ...(asked.breakGlass && rule.decision === 'approval' && rule.breakGlass === undefined
    ? [{ code: 'break-glass-not-allowed', rule: rule.name } as const]
    : []),
  ...tooLong([rule], asked),
];

/** Whether a rule wants a reason. Who breaks glass always gives one. */
export const needsReason = (rule: OpeningRule, breakGlass: boolean): boolean =>
  rule.limits.reasonRequired ||
  rule.limits.ticket !== undefined ||
  (breakGlass && rule.decision === 'approval');

function tooLong(
  rules: readonly OpeningRule[],
  question: Pick<Question, 'seconds' | 'breakGlass'>,
): readonly Refusal[] {
  const [shortest] = rules
    .map((rule) => ({ rule: rule.name, longest: longestOf(rule, question.breakGlass) }))
    .filter((one): one is { rule: string; longest: Seconds } => one.longest !== undefined)
    .sort((a, b) => a.longest - b.longest);
  if (shortest === undefined || question.seconds <= shortest.longest) return [];
  return [{ code: 'too-long', maximumSeconds: shortest.longest, rule: shortest.rule }];
}

function outside(rule: OpeningRule, question: Question): readonly Refusal[] {
  const { sources } = rule.limits;
  const source = parsePrefix(question.source);
  if (sources === undefined || (source !== undefined && insideNetworks(source, sources))) return [];
  return [
    {
      code: 'source-outside-rule',
      typed: question.source,
      allowed: sources.map(({ name }) => name),
      rule: rule.name,
    },
  ];
}

function reasonRefusals(rules: readonly OpeningRule[], question: Question): readonly Refusal[] {
  const tickets = rules.flatMap(({ name, limits: { ticket } }): Refusal[] =>
    ticket === undefined || ticket.matches(question.reason)
      ? []
      : [{ code: 'ticket-missing', rule: name, pattern: ticket.pattern }],
  );
  // Who is told of a missing ticket knows that a reason is wanted.
  if (tickets.length > 0 || saysSomething(question.reason)) return tickets;
  const wanting = rules.find((rule) => needsReason(rule, question.breakGlass));
  return wanting === undefined ? [] : [{ code: 'reason-missing', rule: wanting.name }];
}

// Blanks, dots and characters that nobody sees are no reason.
const saysSomething = (reason: string): boolean => /[\p{L}\p{N}]/u.test(reason);
