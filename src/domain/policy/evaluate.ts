// What the access policy says to a request, with its reasons. Asked for a card, at every click, and by "why?".
import type { Refusal } from '../refusal.ts';
import { parsePrefix } from '../source-prefix.ts';
import type { AccessPolicy, Rule } from './access-policy.ts';
import { type Reach, reachOf } from './cells.ts';
import { brokenLimits, type OpeningRule } from './limits.ts';
import { type Match, matchOf } from './matches.ts';
import type { Question, RuleTrace, Verdict } from './question.ts';

/** How one rule looks at the question. */
interface Look {
  readonly rule: Rule;
  readonly match: Match;
  /** Nowhere, where the rule is about another machine, port or person anyway. */
  readonly reach: Reach;
}

const nowhere: Reach = { sources: [], moments: [] };

/** What holds for one part of the request. */
type Answer =
  | { readonly kind: 'rule'; readonly rule: OpeningRule }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Judges a request as if each part of it (of its sources, of its time) had been asked for by itself: the strictest
 * answer holds for the whole, and the limits of every rule that decides a part hold for the whole as well. Where parts
 * need the approval of different rules, nobody could agree to the whole: refused.
 *
 * In each part a refusing rule that matches wins wherever it stands; of the others the first that matches decides; none:
 * refused. Where an unknown fact could make a difference: refused.
 * @throws RangeError for hours in a zone that this runtime does not know.
 */
export function evaluate(policy: AccessPolicy, question: Question): Verdict {
  const looks = looksAt(policy.rules, question);
  const trace = looks.map(traceOf);
  if (parsePrefix(question.source) === undefined)
    return refused(trace, [], [{ code: 'source-not-ipv4', typed: question.source }]);

  const answers = partsOf(looks).map((part) => answerFor(part, question));
  const refusals = refusalsIn(answers);
  if (refusals.length > 0) {
    const refusers = refusals.flatMap((refusal) => (refusal.code === 'rule-refuses' ? [refusal.rule] : []));
    return refused(trace, refusers, refusals);
  }
  const deciders = new Set(answers.flatMap((answer) => (answer.kind === 'rule' ? [answer.rule] : [])));
  const deciding = policy.rules
    .filter((rule) => rule.decision !== 'refused')
    .filter((rule) => deciders.has(rule));
  return verdictOf(trace, deciding, question);
}

/** How each rule looks at the question as a whole, in the order of the rules. */
function looksAt(rules: readonly Rule[], question: Question): readonly Look[] {
  const { startsAt, seconds } = question;
  const looks = rules.map((rule) => ({ rule, match: matchOf(rule.when, question), reach: nowhere }));
  const possible = looks.filter(mayMatch);
  const reaches = reachOf(
    possible.map(({ rule }) => rule),
    parsePrefix(question.source),
    { from: startsAt, to: startsAt + seconds * 1000 },
  );
  const reached = new Map(possible.map((look, index) => [look, reaches[index] ?? nowhere]));
  return looks.map((look) => ({ ...look, reach: reached.get(look) ?? nowhere }));
}

const mayMatch = ({ match }: Pick<Look, 'match'>): boolean => match.known !== false;

function traceOf({ rule, match, reach }: Look): RuleTrace {
  if (match.known === false) return { rule, matches: 'no', because: match.because };
  if (!reach.sources.includes(true)) return { rule, matches: 'no', because: 'source' };
  if (!reach.moments.includes(true)) return { rule, matches: 'no', because: 'hours' };
  if (match.known === undefined) return { rule, matches: 'unknown', because: match.because };
  if (reach.sources.includes(false)) return { rule, matches: 'partly', because: 'source' };
  if (reach.moments.includes(false)) return { rule, matches: 'partly', because: 'hours' };
  return { rule, matches: 'yes' };
}

/** For each part of the request the rules that hold, or may hold, there. */
function partsOf(looks: readonly Look[]): readonly (readonly Look[])[] {
  const possible = looks.filter(mayMatch);
  const [first] = possible;
  if (first === undefined) return [[]];
  return first.reach.sources.flatMap((_, source) =>
    first.reach.moments.map((_, moment) =>
      possible.filter(({ reach }) => reach.sources[source] && reach.moments[moment]),
    ),
  );
}

function answerFor(part: readonly Look[], question: Question): Answer {
  const refusing = part.filter(({ rule }) => rule.decision === 'refused');
  const winner = refusing.find(({ match }) => match.known) ?? refusing[0] ?? part[0];
  if (winner === undefined)
    return no({ code: 'no-rule', machine: question.machine.name, port: question.port });
  const { rule, match } = winner;
  if (match.known === undefined) return no({ code: 'rule-unknown', rule: rule.name, unknown: match.because });
  if (rule.decision === 'refused')
    return no({ code: 'rule-refuses', rule: rule.name, ...(rule.because && { because: rule.because }) });
  return { kind: 'rule', rule };
}

const no = (refusal: Refusal): Answer => ({ kind: 'refused', refusal });

/** The verdict where rules that let somebody in decide every part; `deciding` is in the order of the file. */
function verdictOf(
  trace: readonly RuleTrace[],
  deciding: readonly OpeningRule[],
  question: Question,
): Verdict {
  const approvals = deciding.filter((rule) => rule.decision === 'approval');
  const automatic = deciding.filter((rule) => rule.decision === 'automatic');
  const rules = [...approvals, ...automatic].map(({ name }) => name);
  const [approval, second] = approvals;
  if (second !== undefined)
    return refused(trace, rules, [{ code: 'several-rules', rules: approvals.map(({ name }) => name) }]);

  const broken = brokenLimits(deciding, question);
  const asksToBreakGlass = approval !== undefined && question.breakGlass;
  const refusals: readonly Refusal[] =
    asksToBreakGlass && approval.breakGlass === undefined
      ? [{ code: 'break-glass-not-allowed', rule: approval.name }, ...broken]
      : broken;
  if (refusals.length > 0) return refused(trace, rules, refusals);

  if (approval !== undefined)
    return { kind: asksToBreakGlass ? 'break-glass' : 'approval', rule: approval, rules, trace };
  const [rule] = automatic;
  if (rule === undefined) throw new Error('A request was judged without any part of it.');
  return { kind: 'automatic', rule, rules, trace };
}

function refused(
  trace: readonly RuleTrace[],
  rules: readonly string[],
  refusals: readonly Refusal[],
): Verdict {
  const [first, ...more] = refusals;
  if (first === undefined) throw new Error('A request was refused without a reason.');
  return { kind: 'refused', refusals: [first, ...more], rules, trace };
}

/** The refusals of all parts, each once, the surest first. */
function refusalsIn(answers: readonly Answer[]): readonly Refusal[] {
  const refusals = answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.refusal] : []));
  const surest = ['rule-refuses', 'rule-unknown', 'no-rule'];
  return [...new Map(refusals.map((refusal) => [JSON.stringify(refusal), refusal])).values()].sort(
    (a, b) => surest.indexOf(a.code) - surest.indexOf(b.code),
  );
}
