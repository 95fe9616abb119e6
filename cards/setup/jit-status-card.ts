// The answer to `jit status`: of each subscription the plan, a picture of its machines, and what there is to do.
import type { Machine } from '../../src/domain/machine.ts';
import { sellsJit } from '../../src/domain/setup/defender-plan.ts';
import type { JitCoverage } from '../../src/domain/setup/jit-coverage.ts';
import type { JitStatus } from '../../src/domain/setup/jit-status.ts';
import type { Instant } from '../../src/domain/time.ts';
import { asIs, escapeMarkdown, say } from '../escape.ts';
import { fitting } from '../fitting.ts';
import { inARow, inParts, sentenceOf, sentencesText } from '../list-words.ts';
import { sayRecorded } from '../recorded.ts';
import { type CardJson, render } from '../render.ts';
import { groundAmongOthers } from '../status.ts';
import type { Drawn } from '../status-card.ts';
import template from '../templates/jit-status.json' with { type: 'json' };
import { type Reader, whenText } from '../when.ts';
import { coverageLooks, planWord, type Segment, segmentsOf } from './coverage-look.ts';
import {
  cannotLines,
  couldLines,
  countText,
  effectiveLines,
  goneLines,
  planSentences,
  troubleLines,
} from './jit-status-words.ts';

/** What the card is about. */
export interface JitStatusShown {
  /** Those that were looked at. */
  readonly statuses: readonly JitStatus[];
  /** Those that were not, because they are too many. */
  readonly others: readonly Machine['subscription'][];
  /** Whether setting JIT up from chat is on, so that it is worth saying what to write. */
  readonly hints: boolean;
}

/** How much is shown; more is counted. */
interface Limits {
  /** Subscriptions with a picture; the next ones are a line each. */
  readonly blocks: number;
  /** Of each no more than its picture and a line. */
  readonly brief?: true;
  /** Lines of trouble in each. */
  readonly trouble: number;
  /** Names in a list. */
  readonly names: number;
}

/** A picture of each comes before the names in a few. */
const ever: readonly Limits[] = [
  { blocks: 10, trouble: 15, names: 25 },
  { blocks: 10, trouble: 5, names: 8 },
  { blocks: 10, trouble: 0, names: 0, brief: true },
  { blocks: 5, trouble: 0, names: 0, brief: true },
];
const shortest: Limits = { blocks: 1, trouble: 2, names: 2 };
const mostOthers = 12;

/** @param now when they were read */
export const jitStatusCard = (shown: JitStatusShown, reader: Reader, now: Instant): Drawn =>
  fitting((limits: Limits) => draw(shown, reader, now, limits), ever, shortest);

function draw(
  { statuses, others, hints }: JitStatusShown,
  reader: Reader,
  now: Instant,
  limits: Limits,
): Drawn {
  const title = titleOf(statuses);
  const summary = `${title}: ${summaryText(statuses)}`;
  const card: CardJson = render(template, {
    summary: asIs(summary),
    title: asIs(title),
    blocks: statuses.slice(0, limits.blocks).map((status) => blockOf(status, limits, hints)),
    more: statuses.slice(limits.blocks).map((status) => ({ text: asIs(sentenceOf(lineOf(status))) })),
    notes: [
      ...othersNotes(others),
      ...(limits.brief ? [moreNote(statuses)] : []),
      ...(hints ? [] : [say`Setting JIT up from chat is off (the setting SETUP).`]),
      say`As Azure said at ${asIs(whenText(now, reader, now))}. “Effective”: no public IPv4 address gets in without a grant. “audit ports” tells whom rules beside JIT let in from your own networks.`,
    ].map((text) => ({ text: asIs(text) })),
  });
  return { card, summary };
}

function titleOf([status, ...others]: readonly JitStatus[]): string {
  if (status === undefined) return say`Just-in-time access: no subscription`;
  return others.length === 0
    ? say`Just-in-time access in ${status.subscription.name}`
    : say`Just-in-time access in ${others.length + 1} subscriptions`;
}

function summaryText(statuses: readonly JitStatus[]): string {
  const [only, another] = statuses;
  if (only !== undefined && another === undefined) return stateOf(only);
  return `${inParts(statuses.slice(0, 3).map(lineOf))}${statuses.length > 3 ? say`; and more` : ''}`;
}

/** The whole of it in one line, without an end. */
const lineOf = (status: JitStatus): string => say`${status.subscription.name}: ${asIs(stateOf(status))}`;

function stateOf({ plan, coverage }: JitStatus): string {
  const count = 'unread' in coverage ? say`machines could not be read` : countText(coverage);
  return say`${asIs(count)}, plan ${asIs(planWord(plan))}`;
}

function blockOf(status: JitStatus, limits: Limits, hints: boolean) {
  const { subscription, plan, coverage } = status;
  const whole = !limits.brief;
  const segments = 'unread' in coverage ? [] : segmentsOf(coverage);
  const unread =
    'unread' in coverage ? say`The machines could not be read: ${asIs(sayRecorded(coverage.unread))}` : '';
  return {
    whole,
    line: asIs(whole ? '' : sentenceOf(briefOf(status, segments))),
    name: subscription.name,
    plan: asIs(planWord(plan)),
    planStyle: groundAmongOthers(!('unread' in plan) && sellsJit(plan) === false),
    planText: asIs(whole ? sentencesText(planSentences(status, hints)) : ''),
    unread: asIs(unread),
    bar: asIs(say`Machines`),
    segments: segments.map((each) => segmentScope(each, segments)),
    legends: whole ? segments.flatMap(legendScope) : [],
    sections: 'unread' in coverage || !whole ? [] : sectionsOf(coverage, limits, hints && worthwhile(plan)),
  };
}

/** Without a plan that includes it, Azure refuses to turn JIT on: the plan comes first. */
const worthwhile = (plan: JitStatus['plan']): boolean => 'unread' in plan || sellsJit(plan) !== false;

/** What the legend says, in one line: `Production (Free): 10 on and effective, 1 could have it`. */
function briefOf({ subscription, plan, coverage }: JitStatus, segments: readonly Segment[]): string {
  const parts = segments.map(({ count, word }) => `${count} ${word}`);
  const counts = 'unread' in coverage ? say`not known` : inARow(parts) || say`no machines`;
  return say`**${subscription.name}** (${asIs(planWord(plan))}): ${asIs(counts)}`;
}

/** A part must be wide enough to be seen, also where it is one of a thousand. Its number stands in the words beside the bar. */
const leastShare = 0.08;

function segmentScope({ word, count, chart, style }: Segment, all: readonly Segment[]) {
  const whole = all.reduce((sum, each) => sum + each.count, 0);
  return {
    word: asIs(word),
    count,
    chart,
    style,
    width: Math.round(Math.max(count / whole, leastShare) * 100),
  };
}

/** Only the mark has the colour of its part of the bar: the words can be read on any ground. */
const legendScope = ({ count, word, style }: Segment, at: number) => [
  { text: asIs(at === 0 ? '■' : '   ■'), color: style === 'emphasis' ? 'default' : style },
  { text: asIs(` ${count} ${word}`), color: 'default' },
];

function sectionsOf(coverage: JitCoverage, { trouble, names }: Limits, hints: boolean) {
  const troubles = troubleLines(coverage);
  const more = troubles.length - trouble;
  const section = (heading: string, lines: readonly string[], standsOut = false) =>
    lines.length === 0
      ? []
      : [
          {
            heading: asIs(heading),
            style: groundAmongOthers(standsOut),
            lines: lines.map((text) => ({ text: asIs(text) })),
          },
        ];
  const shown = [...troubles.slice(0, trouble), ...(more > 0 ? [say`… and ${more} more.`] : [])];
  const none = coverage.machines.length === 0 ? [say`Nothing to protect here.`] : [];
  return [
    ...section(say`Does not protect, or not surely`, shown, true),
    ...section(headingOf('could'), couldLines(coverage, names, hints)),
    ...section(headingOf('cannot'), cannotLines(coverage, names)),
    ...section(headingOf('effective'), effectiveLines(coverage, names)),
    ...section(say`Left over`, goneLines(coverage)),
    ...section(say`No machines`, none),
  ];
}

const headingOf = (kind: keyof typeof coverageLooks): string => {
  const { word } = coverageLooks[kind];
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
};

const moreNote = ([first]: readonly JitStatus[]): string =>
  first === undefined
    ? ''
    : say`Write “jit status ${first.subscription.name}” to see which machines those are.`;

function othersNotes(others: readonly Machine['subscription'][]): readonly string[] {
  const [first] = others;
  if (first === undefined) return [];
  const names = others.slice(0, mostOthers).map(({ name }) => escapeMarkdown(name, 60));
  const more = others.length - names.length;
  return [
    say`Not looked at, being too many: ${asIs(inARow(names))}${asIs(more > 0 ? say` and ${more} more` : '')}. Write “jit status ${first.name}” for one of them.`,
  ];
}
