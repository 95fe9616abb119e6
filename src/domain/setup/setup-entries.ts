// What the audit trail is to say of a change of the setup.
import type { AuditEntry } from '../audit.ts';
import type { MachineChoice } from '../machine.ts';
import type { Person } from '../person.ts';
import type { Instant } from '../time.ts';
import type { Asked, Outcome, Plan, SetupChange, Step } from './setup-change.ts';

/** An entry of a kind that is called `setup-…`; its facts name the change. */
export const entryOf = (
  { id }: SetupChange,
  kind: string,
  actor: string,
  at: Instant,
  facts: AuditEntry['facts'],
): AuditEntry => ({ at, actor, kind, facts: { changeId: id, ...facts } });

/** Somebody clicked what is not theirs. */
export const strangerEntry = (change: SetupChange, person: Person, verb: string, now: Instant): AuditEntry =>
  entryOf(change, 'setup-refused', person.id, now, { verb });

/** What a card asks to be confirmed. */
export function askedFacts(asked: Asked): AuditEntry['facts'] {
  switch (asked.kind) {
    case 'defender':
      return { kind: asked.kind, subscription: asked.subscription.id };
    case 'enable':
      return { kind: asked.kind, ...machineFacts(asked.machines) };
    case 'configure':
      return { kind: asked.kind, ...machineFacts([asked.target]), before: asked.target.before };
    case 'disable':
      return { kind: asked.kind, ...machineFacts(asked.targets) };
  }
}

type OfMachine = { readonly machine: MachineChoice };

const machineFacts = (of: readonly OfMachine[]): AuditEntry['facts'] => ({
  machines: of.map(({ machine }) => machine.id),
  ...soleMachine(of),
});

/** Where it is about one machine, that machine's history has it, with who asked and who confirmed. */
function soleMachine(of: readonly OfMachine[]): AuditEntry['facts'] {
  const [machine, another] = [...new Map(of.map((each) => [each.machine.id, each.machine])).values()];
  return machine === undefined || another !== undefined
    ? {}
    : { machineId: machine.id, machine: machine.name };
}

/** What was confirmed: each machine with what its policy said and is to say. */
export const planFacts = (plan: Plan): AuditEntry['facts'] =>
  plan.kind === 'defender'
    ? { kind: plan.kind, subscription: plan.subscription.id }
    : {
        kind: plan.kind,
        ...soleMachine(plan.targets),
        targets: plan.targets.map(({ machine, policyIds, before, wanted }) => ({
          machineId: machine.id,
          policyIds,
          before,
          wanted,
        })),
      };

/** What happened when a step came to where it is. */
export function kindOf(step: Step): string {
  switch (step.stage) {
    case 'waiting':
    case 'writing':
      return 'setup-writing';
    case 'proving':
      return 'setup-written';
    case 'done':
      return 'setup-done';
  }
}

/** How far one target is. */
export function stepFacts(plan: Plan, at: number, step: Step): AuditEntry['facts'] {
  const about = plan.kind === 'defender' ? { subscription: plan.subscription.id } : targetFacts(plan, at);
  return { kind: plan.kind, ...about, ...saidOf(step) };
}

function targetFacts(plan: Exclude<Plan, { kind: 'defender' }>, at: number): AuditEntry['facts'] {
  const target = plan.targets[at];
  if (target === undefined) return {};
  const { machine, policyIds, before, wanted } = target;
  return { machineId: machine.id, machine: machine.name, policyIds, before, wanted };
}

function saidOf(step: Step): {
  readonly tries?: number;
  readonly because?: string;
  readonly outcome?: Outcome;
} {
  switch (step.stage) {
    case 'waiting':
    case 'proving':
      return {};
    case 'writing':
      return { tries: step.tries, ...(step.because !== undefined && { because: step.because }) };
    case 'done':
      return { outcome: step.outcome };
  }
}
