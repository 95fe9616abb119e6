// What the steps of one machine say together: a change can take a machine out of several policies.
import type { JitPort } from '../../domain/machine.ts';
import type { SetupRunning, Step, Target } from '../../domain/setup/setup-change.ts';
import type { Instant } from '../../domain/time.ts';

interface Placed {
  readonly target: Target;
  readonly step: Step;
}

function ofMachine({ plan, steps }: SetupRunning, { machine }: Target): readonly Placed[] {
  if (plan.kind === 'defender') return [];
  return plan.targets.flatMap((target, at) => {
    const step = steps[at];
    return step !== undefined && target.machine.id === machine.id ? [{ target, step }] : [];
  });
}

/** When the last of the machine's policies was written; 0 where none is. */
export const writtenAt = (change: SetupRunning, target: Target): Instant =>
  Math.max(
    0,
    ...ofMachine(change, target).map(({ step }) => (step.stage === 'proving' ? step.writtenAt : 0)),
  );

/**
 * The ports that other policies keep under JIT, as far as the inventory knows: not those out of which this change has taken
 * the machine, which the inventory has not seen yet.
 */
export function portsElsewhere(
  change: SetupRunning,
  target: Target,
  known: readonly JitPort[],
): readonly number[] {
  const left = ofMachine(change, target).filter((one) => one.target === target || isTaken(one.step));
  const policies = left.flatMap(({ target: { policyIds } }) => policyIds.map((id) => id.toLowerCase()));
  return known.filter(({ policyId }) => !policies.includes(policyId.toLowerCase())).map(({ port }) => port);
}

const isTaken = (step: Step): boolean =>
  step.stage === 'proving' || (step.stage === 'done' && ['off', 'already'].includes(step.outcome.kind));
