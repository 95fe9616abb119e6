// The one table of words and colours for how far JIT is set up: of machines, and of the plan.
import type { JitCoverage } from '../../src/domain/setup/jit-coverage.ts';
import type { JitStatus } from '../../src/domain/setup/jit-status.ts';
import { asIs, escapeMarkdown, say, toSay } from '../escape.ts';
import { called, type StatusLook } from '../status.ts';

type Kind = keyof JitCoverage['counts'];

interface CoverageLook {
  readonly word: string;
  /** Of Teams' charts. */
  readonly chart: string;
  /** Of a column that stands in for the chart. */
  readonly style: StatusLook['style'];
}

/** From the left of the bar to the right. */
export const coverageLooks: Readonly<Record<Kind, CoverageLook>> = {
  effective: called(toSay('on and effective'), { chart: 'good', style: 'good' }),
  unclear: called(toSay('on, effect unclear'), { chart: 'warning', style: 'warning' }),
  'in-name-only': called(toSay('on in name only'), {
    chart: 'attention',
    style: 'attention',
  }),
  could: called(toSay('could have it'), { chart: 'categoricalBlue', style: 'accent' }),
  cannot: called(toSay('cannot have it'), { chart: 'neutral', style: 'emphasis' }),
};

const order: readonly Kind[] = ['effective', 'unclear', 'in-name-only', 'could', 'cannot'];

export interface Segment extends CoverageLook {
  readonly kind: Kind;
  readonly count: number;
}

/** The parts of the bar; none where there are no machines. */
export const segmentsOf = ({ counts }: JitCoverage): readonly Segment[] =>
  order.flatMap((kind) => (counts[kind] > 0 ? { kind, count: counts[kind], ...coverageLooks[kind] } : []));

/** A word or two on the plan, escaped. */
export function planWord(plan: JitStatus['plan']): string {
  if ('unread' in plan) return say`Plan not known`;
  return /^free$/i.test(plan.tier)
    ? say`Free`
    : say`${plan.tier}${asIs(plan.subPlan === undefined ? '' : ` ${escapeMarkdown(plan.subPlan, 40)}`)}`;
}
