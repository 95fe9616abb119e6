// How many calls Azure says are left, in the subscription that has least: what dashboards show before calls are refused.
import type { PipelineRequest } from '@azure/core-rest-pipeline';
import type { Seconds } from '../domain/time.ts';
import { type MeterKind, meterOf } from './meter.ts';
import { type HeardAnswer, remainingIn } from './throttle-signs.ts';

export interface RemainingCalls {
  /** An answer came. */
  heard(request: Pick<PipelineRequest, 'method' | 'url'>, answer: HeardAnswer): void;
  /** The least that was named lately, of each kind that was. */
  least(): readonly { readonly kind: MeterKind; readonly calls: number }[];
}

/** Azure's buckets fill up again: what it said longer ago says nothing any more. */
const lately: Seconds = 300;

/** @param now milliseconds of a clock that never goes back */
export function createRemainingCalls(now: () => number = () => performance.now()): RemainingCalls {
  const named = new Map<string, { readonly kind: MeterKind; readonly calls: number; readonly at: number }>();
  return {
    heard(request, answer) {
      const meter = meterOf(request);
      const calls = remainingIn(answer, meter);
      if (calls !== undefined)
        named.set(`${meter.kind} ${meter.subscription}`, { kind: meter.kind, calls, at: now() });
    },
    least() {
      for (const [key, { at }] of named) if (at < now() - lately * 1000) named.delete(key);
      return [...Map.groupBy(named.values(), ({ kind }) => kind)].map(([kind, all]) => ({
        kind,
        calls: Math.min(...all.map(({ calls }) => calls)),
      }));
    },
  };
}
