// Which rule of the access policy decides, what it sets, and why the others do not: for `why …` and the command line.
import type { Rule } from '../src/domain/policy/access-policy.ts';
import { brokenAlready } from '../src/domain/policy/limits.ts';
import type { Candidate, Question, RuleTrace, Verdict } from '../src/domain/policy/question.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import { asIs, say, sayAgain, sayCounted, toSay } from './escape.ts';
import { inARow, sentenceOf, sentencesText, withRemark } from './list-words.ts';
import { type Pen, sayWith } from './pen.ts';
import { portText } from './port-words.ts';
import { type Hints, refusalWords } from './refusal-words.ts';
import { aboutText, limitTexts } from './rule-words.ts';
import { spanText } from './when.ts';

/** The parts of a question that are said again in its answer. */
export type Asked = Pick<Question, 'port' | 'source' | 'seconds' | 'breakGlass'> & {
  readonly machine: { readonly name: string };
};

/**
 * A verdict in lines: what was asked, the answer with its reasons, each rule that decides with all that it sets, and a
 * line for each other rule. Blocks are parted by empty lines; lists are lines that begin with `- `.
 * @param howToSay Where people say themselves what is known: how to say what a rule looks at and is not known.
 * @param allowed Approvers have agreed in advance, which is said elsewhere: nobody is asked or told.
 */
export function explainVerdict(
  asked: Asked,
  verdict: Verdict,
  pen: Pen,
  howToSay: (rule: Rule) => string | undefined = () => undefined,
  allowed = false,
): readonly string[] {
  const deciding = verdict.trace.filter(({ rule }) => verdict.rules.includes(rule.name));
  const inOrder = verdict.rules.flatMap((name) => deciding.filter(({ rule }) => rule.name === name));
  const others = verdict.trace.filter((trace) => !deciding.includes(trace));
  return blocks(
    [askedText(asked, pen)],
    allowed ? [] : answerLines(verdict, pen, howToSay),
    ...inOrder.map(({ rule }) => ruleLines(rule, say`Decided by`, pen)),
    otherLines(others, verdict, pen),
  );
}

/**
 * The rules that could decide while the source is not known, each with what it depends on and all that it sets.
 * @param asked What is asked for, where that is known: a limit that it breaks already is named.
 */
export function explainOutlook(
  candidates: readonly Candidate[],
  pen: Pen,
  asked?: Pick<Asked, 'seconds' | 'breakGlass'>,
): readonly string[] {
  if (candidates.length === 0) return [say`No rule of the access policy is about this: it would be refused.`];
  const [only] = candidates;
  if (candidates.length === 1 && only?.certain)
    return ruleLines(only.rule, say`Whatever the source, this rule decides:`, pen, asked);
  return blocks(
    [
      say`That depends on ${asIs(openText(candidates))}. A rule that refuses wins; otherwise the first that matches decides.`,
    ],
    ...candidates.map(({ rule, certain, unknown }) =>
      ruleLines(rule, certain ? say`Otherwise:` : `${dependsText(rule, unknown, pen)}:`, pen, asked),
    ),
    candidates.some(({ certain }) => certain) ? [] : [say`Otherwise: refused.`],
  );
}

/** On what it depends which of the rules decides. */
function openText(candidates: readonly Candidate[]): string {
  const place = candidates.some(
    ({ rule: { when } }) => when.sources !== undefined || when.hours !== undefined,
  );
  const facts = candidates.some(({ unknown }) => unknown);
  if (!facts) return say`the source or the time`;
  const unknown = say`what is not known about who asks or the machine; until it is, the answer is no`;
  return place ? say`the source or the time, and on ${asIs(unknown)}` : unknown;
}

const blocks = (...parts: readonly (readonly string[])[]): readonly string[] =>
  parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : ['', ...part]));

function askedText({ machine, port, source, seconds, breakGlass }: Asked, pen: Pen): string {
  const say = sayWith(pen);
  return say`${machine.name}, port ${asIs(portText(port))}, from ${source}, for ${spanText(seconds)}${breakGlass ? say`, breaking glass` : ''}:`;
}

function answerLines(
  verdict: Verdict,
  pen: Pen,
  howToSay: (rule: Rule) => string | undefined,
): readonly string[] {
  switch (verdict.kind) {
    case 'refused':
      return [
        pen.strong(say`Refused.`),
        ...verdict.refusals.map(
          (refusal) => `- ${refusalWords(refusal, pen, hintsFor(refusal, verdict, howToSay))}`,
        ),
      ];
    case 'automatic':
      return [say`${asIs(pen.strong(say`Let in at once.`))} Nobody has to approve.`];
    case 'approval': {
      const { quorum } = verdict.rule.approval;
      return [
        pen.strong(
          sayCounted(quorum, { one: 'Needs one approval.', other: 'Needs the approval of {0} people.' }),
        ),
      ];
    }
    case 'break-glass':
      return [
        say`${asIs(pen.strong(say`Let in at once, by breaking glass.`))} Approvers and on-call are told, and somebody else must review it.`,
      ];
  }
}

function hintsFor(refusal: Refusal, { trace }: Verdict, howToSay: (rule: Rule) => string | undefined): Hints {
  if (refusal.code === 'no-rule') return { less: trace.some(({ matches }) => matches === 'partly') };
  if (refusal.code !== 'rule-unknown') return {};
  const rule = trace.find((each) => each.rule.name === refusal.rule)?.rule;
  const say = rule && howToSay(rule);
  return say === undefined ? {} : { say };
}

const decisionText: Readonly<Record<Rule['decision'], string>> = {
  refused: toSay('refuses'),
  automatic: toSay('lets in at once'),
  approval: toSay('asks for approval'),
};

/** `name (asks for approval)`. */
const ruleText = ({ decision }: Rule, name: string): string =>
  withRemark(name, sayAgain(decisionText[decision]));

function ruleLines(
  rule: Rule,
  lead: string,
  pen: Pen,
  asked?: Pick<Asked, 'seconds' | 'breakGlass'>,
): readonly string[] {
  const broken = asked === undefined || rule.decision === 'refused' ? [] : brokenAlready(rule, asked);
  const because = rule.because === undefined ? [] : [pen.text(rule.because, 400)];
  return [
    sentencesText([sentenceOf(`${lead} ${ruleText(rule, pen.strong(pen.text(rule.name)))}`), ...because]),
    ...broken.map((refusal) => `- ${pen.strong(say`Refused:`)} ${refusalWords(refusal, pen)}`),
    ...limitTexts(rule, pen).map((limit) => `- ${sentenceOf(limit)}`),
  ];
}

function otherLines(others: readonly RuleTrace[], verdict: Verdict, pen: Pen): readonly string[] {
  if (others.length === 0) return [];
  return [
    say`The other rules:`,
    ...others.map(
      (trace) =>
        `- ${ruleText(trace.rule, pen.text(trace.rule.name))}: ${sentenceOf(traceText(trace, verdict, pen))}`,
    ),
  ];
}

/** Why a rule does not decide. */
function traceText({ rule, matches, because }: RuleTrace, verdict: Verdict, pen: Pen): string {
  const decided = verdict.rules.length > 0;
  switch (matches) {
    case 'yes':
      return decided
        ? say`is about this as well, but another rule comes first`
        : say`is about this as well, but another rule could come first`;
    case 'partly':
      return because === 'hours'
        ? say`is about a part of the time only${asIs(restText(verdict))}`
        : say`is about a part of the sources only${asIs(restText(verdict))}`;
    case 'unknown':
      return because === 'requester'
        ? say`could be about this, but it is not known whether who asks is in its groups`
        : say`could be about this, but the machine’s resource group, subscription or tags are not known`;
    case 'no':
      return missText(rule, because, pen);
  }
}

/** What becomes of the rest, where a rule is about a part. */
function restText(verdict: Verdict): string {
  if (verdict.rules.length > 0) return say`, and another rule comes first`;
  const bare = verdict.kind === 'refused' && verdict.refusals.some(({ code }) => code === 'no-rule');
  return bare ? say`, and no rule is about all of the rest` : '';
}

function missText({ when }: Rule, because: RuleTrace['because'], pen: Pen): string {
  switch (because) {
    case 'machine':
      return say`is about other machines: ${asIs(aboutText(when, 'machines', pen))}`;
    case 'port':
      return say`is about other ports: ${asIs(aboutText(when, 'ports', pen))}`;
    case 'requester':
      return say`is for other people: ${asIs(aboutText(when, 'requesters', pen))}`;
    case 'source':
      return say`is about other sources: ${asIs(aboutText(when, 'sources', pen))}`;
    case 'hours':
      return say`is about other hours: ${asIs(aboutText(when, 'hours', pen))}`;
    case undefined:
      return say`is not about this`;
  }
}

function dependsText({ when }: Rule, unknown: boolean, pen: Pen): string {
  const on = [
    ...(when.sources === undefined ? [] : [say`from ${asIs(aboutText(when, 'sources', pen))}`]),
    ...(when.hours === undefined ? [] : [say`in the hours ${asIs(aboutText(when, 'hours', pen))}`]),
  ];
  const facts = say`not everything about who asks or the machine is known`;
  if (on.length === 0) return say`Perhaps (${asIs(facts)})`;
  return say`Only ${asIs(inARow(on))}${asIs(unknown ? say`, and perhaps (${asIs(facts)})` : '')}`;
}
