// Writes one target of a running change, or turns on the plan: recorded as begun before Azure is asked, and read back.

import { backOff } from '../../domain/pace.ts';
import { sellsJit } from '../../domain/setup/defender-plan.ts';
import type { Outcome, SetupRunning, Step } from '../../domain/setup/setup-change.ts';
import type { Instant } from '../../domain/time.ts';
import { Fault } from '../fault.ts';
import type { DefenderPlans, JitEditor, KnownMachines } from '../setup-ports.ts';

interface Parts {
  readonly editor: JitEditor;
  readonly plans: DefenderPlans;
  readonly inventory: KnownMachines;
  readonly now: () => Instant;
}

type Begun = Extract<Step, { stage: 'writing' }>;
type Done = Extract<Step, { stage: 'done' }>;

/** So often it is tried before it is given up: some minutes, with the pauses in between. */
const mostTries = 8;

/**
 * A step that is about to be written. Found like this after a start, its try may have reached Azure; found like this again
 * and again, it breaks something off each time, and is given up.
 */
export function begun(step: Step, now: Instant): Begun | Done {
  const before = step.stage === 'writing' ? step : undefined;
  if (before !== undefined && before.tries >= mostTries)
    return { stage: 'done', at: now, outcome: { kind: 'in-doubt', why: brokenOff } };
  return {
    stage: 'writing',
    tries: (before?.tries ?? 0) + 1,
    notBefore: now,
    ...(isInDoubt(step) && { doubt: true }),
  };
}

/** A step that may not be written any more. */
export const turnedOff = (step: Step, now: Instant): Done => ({
  stage: 'done',
  at: now,
  outcome: isInDoubt(step)
    ? { kind: 'in-doubt', why: `${setupOff} before it was looked at again.` }
    : { kind: 'failed', why: `${setupOff} before it was written.` },
});

const setupOff = 'Setting JIT up was turned off (SETUP=off)';

/** A try that did not end may have taken effect. */
const isInDoubt = (step: Step): boolean =>
  step.stage === 'writing' && (step.doubt === true || step.because === undefined);

/**
 * @param change with the step at `at` begun and recorded
 * @returns where the step goes from there. Never throws a Fault: what cannot be done is an outcome, or a later try.
 */
export async function writeStep(
  { editor, plans, inventory, now }: Parts,
  change: SetupRunning,
  at: number,
): Promise<Step> {
  const step = change.steps[at];
  if (step?.stage !== 'writing') throw new Error('only a step that was recorded as begun is written');
  try {
    return change.plan.kind === 'defender'
      ? await turnOn(change.plan.subscription.id)
      : await writeTarget(change.plan, step);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return afterFault(step, error, whyOf(change.plan, at, error), now());
  }

  async function turnOn(subscriptionId: string): Promise<Step> {
    await plans.turnOn(subscriptionId);
    const plan = await plans.planOf(subscriptionId);
    if (sellsJit(plan) !== true)
      throw new Fault('in-doubt', 'Azure took the order, and still says that the plan is off.');
    return done({ kind: 'effective' });
  }

  async function writeTarget(
    { targets }: Exclude<SetupRunning['plan'], { kind: 'defender' }>,
    { doubt }: Begun,
  ): Promise<Step> {
    const target = targets[at];
    if (target === undefined) throw new Error('a step without a target');
    const { id, subscription } = target.machine;
    const isGone = inventory.knows(subscription.id) && inventory.byId(id) === undefined;
    if (isGone && target.wanted.length > 0) return done({ kind: 'gone' });
    const { before, wanted, azureId } = target;
    const [policyId] = target.policyIds;
    const written = await editor.write({ policyId, machineId: azureId, before, wanted });
    switch (written) {
      case 'overtaken':
        // What was changed by somebody may have been changed after a try of ours took effect.
        return done(doubt ? { kind: 'in-doubt', why: overtakenInDoubt } : { kind: 'overtaken' });
      case 'already':
        // After a try that may have reached Azure, it is that try which made it so.
        return doubt ? proving() : done({ kind: 'already' });
      case 'written':
        return proving();
    }
  }

  function proving(): Step {
    return { stage: 'proving', writtenAt: now(), lookAt: now() };
  }

  function done(outcome: Outcome): Step {
    return { stage: 'done', at: now(), outcome };
  }
}

const brokenOff = `It was begun ${mostTries} times, and the last try broke off without an answer.`;
const overtakenInDoubt = 'Its JIT policy now says neither what it said before nor what was asked for.';

/** A right that is missing, or a refusal, ends it; anything else is tried again, ever more slowly, and not for ever. */
function afterFault({ tries, doubt: before }: Begun, fault: Fault, why: string, now: Instant): Step {
  const forGood = ['forbidden', 'rejected', 'missing'].includes(fault.code) || tries >= mostTries;
  const doubt = before === true || fault.code === 'in-doubt';
  if (!forGood) {
    const notBefore = now + (fault.retryAfterSeconds ?? backOff(tries)) * 1000;
    return { stage: 'writing', tries, notBefore, ...(doubt && { doubt }), because: why };
  }
  const { permission } = fault;
  const outcome: Outcome = doubt
    ? { kind: 'in-doubt', why }
    : { kind: 'failed', why, ...(permission !== undefined && { permission }) };
  return { stage: 'done', at: now, outcome };
}

/** A sentence or two; Azure does not tell what to write to the bot. */
function whyOf(plan: SetupRunning['plan'], at: number, { message, reason }: Fault): string {
  const target = plan.kind === 'defender' ? undefined : plan.targets[at];
  return reason === 'plan-off' && target !== undefined
    ? `${message} To turn it on, write “turn on defender for ${target.machine.subscription.name}”.`
    : message;
}
