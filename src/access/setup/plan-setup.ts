// What a sentence of an admin would change: the card's content, or why there is none. Reads Azure, changes nothing.
import { choiceOf, type JitPort, type Machine, type MachineChoice } from '../../domain/machine.ts';
import { managementPorts } from '../../domain/machine-status.ts';
import { holesIn } from '../../domain/nsg/holes.ts';
import { sellsJit } from '../../domain/setup/defender-plan.ts';
import { jitPolicyFor } from '../../domain/setup/jit-place.ts';
import { mostRows, rowsOf } from '../../domain/setup/port-rows.ts';
import type { PortSetting } from '../../domain/setup/port-setting.ts';
import { hasNsg, portsLeft } from '../../domain/setup/ports-left.ts';
import type { Asked, EnableForm, EnableMachine, LeftOut, Target } from '../../domain/setup/setup-change.ts';
import type { SetupRefusal } from '../../domain/setup/setup-refusal.ts';
import type { Jit, PortWatch } from '../azure-ports.ts';
import { Fault } from '../fault.ts';
import { fewAtOnce } from '../few-at-once.ts';
import type { Rights, RightsSeen } from '../rights-port.ts';
import type { DefenderPlans, EstateReader, JitPlaces } from '../setup-ports.ts';
import { type MachineNow, machinesNow } from './machines-now.ts';

export interface SetupPlannerParts {
  readonly watch: PortWatch;
  readonly jit: Pick<Jit, 'allowed'>;
  readonly estate: EstateReader;
  readonly plans: Pick<DefenderPlans, 'planOf'>;
  readonly places: JitPlaces;
  readonly rights: Pick<Rights, 'missingFor'>;
}

export type Planned = { readonly asked: Asked } | { readonly refusal: SetupRefusal };

const plansAtOnce = 4;
/** More than one card and one admin can look through. */
export const mostMachines = 200;

export interface SetupPlanner {
  defender(subscription: Machine['subscription']): Promise<Planned>;
  enable(machines: readonly Machine[], form: EnableForm): Promise<Planned>;
  configure(machine: Machine): Promise<Planned>;
  disable(machines: readonly Machine[]): Promise<Planned>;
}

/** None of it throws a Fault: what could not be read is said. */
export function createSetupPlanner(parts: SetupPlannerParts): SetupPlanner {
  return {
    async defender(subscription) {
      try {
        const plan = await parts.plans.planOf(subscription.id);
        if (sellsJit(plan) === true)
          return { refusal: { code: 'plan-on', subscription: subscription.name, plan } };
        // Plans are the subscription's, so a role that does not show there is none. Of machines it could be their group's.
        const rights = await parts.rights.missingFor(['defender'], subscription.id);
        return rights.kind === 'known' && rights.missing.length > 0
          ? { refusal: rightMissing(rights) }
          : { asked: { kind: 'defender', subscription, plan } };
      } catch (error) {
        return { refusal: unread(error) };
      }
    },

    async enable(machines, form) {
      const [seen, without] = await Promise.all([
        machinesNow(parts, machines),
        subscriptionsWithoutJit(parts.plans, machines),
      ]);
      const judged = seen.map((now) => ({
        machine: choiceOf(now.machine),
        as: 'fault' in now ? unreadMachine(now.fault) : enabling(now, without),
      }));
      return chosen(judged, (chosenOnes, leftOut) => ({
        kind: 'enable',
        machines: chosenOnes,
        leftOut,
        form,
      }));
    },

    async configure(machine) {
      const [now] = await machinesNow(parts, [machine]);
      if (now === undefined) throw new Error('unreachable: one was asked for');
      if ('fault' in now) return { refusal: unread(now.fault) };
      const target = onlyTarget(now);
      if ('code' in target) {
        const leftOut = [{ machine: choiceOf(machine), why: target }];
        return { refusal: { code: 'all-left-out', leftOut } };
      }
      const ports = target.before.length;
      if (ports > mostRows) {
        const { machine: of } = target;
        return { refusal: { code: 'too-many-ports', machine: of, ports, most: mostRows } };
      }
      return { asked: { kind: 'configure', target, rows: rowsOf(target.before) } };
    },

    async disable(machines) {
      const judged = (await machinesNow(parts, machines)).map((now) => ({
        machine: choiceOf(now.machine),
        as: 'fault' in now ? unreadMachine(now.fault) : disabling(now),
      }));
      return chosen(judged, (several, leftOut) => {
        const each = several.flat();
        return {
          kind: 'disable',
          targets: each.map(({ target }) => target),
          leftOut,
          leaves: each.map(({ leaves }) => leaves),
        };
      });
    },
  };
}

/** Some can be done, and the others are named; none can: that is the answer. */
function chosen<One>(
  judged: readonly { readonly machine: MachineChoice; readonly as: One | LeftOut }[],
  asked: (
    some: readonly One[],
    leftOut: readonly { readonly machine: MachineChoice; readonly why: LeftOut }[],
  ) => Asked,
): Planned {
  const isOut = (as: One | LeftOut): as is LeftOut => typeof as === 'object' && as !== null && 'code' in as;
  const some = judged.flatMap(({ as }) => (isOut(as) ? [] : [as]));
  const leftOut = judged.flatMap(({ machine, as }) => (isOut(as) ? [{ machine, why: as }] : []));
  return some.length === 0 ? { refusal: { code: 'all-left-out', leftOut } } : { asked: asked(some, leftOut) };
}

function enabling(
  { machine, filters, jitPorts, policyIds }: MachineNow,
  without: ReadonlySet<string>,
): EnableMachine | LeftOut {
  if (jitPorts.length > 0) return { code: 'already-on' };
  const { subscription } = machine;
  // What money cannot mend comes first: nobody buys a plan for a machine that cannot have JIT all the same.
  if (filters.length === 0) return { code: 'no-interface' };
  if (!hasNsg(filters)) return { code: 'no-nsg' };
  const place = jitPolicyFor(machine, policyIds);
  if (place === undefined) return { code: 'name-too-long' };
  if (without.has(subscription.id)) return { code: 'plan-off', subscription: subscription.name };
  const { azureId, system } = machine;
  const open = managementPorts.flatMap((port) => holesIn(filters, { port, protocol: 'TCP' }));
  return { machine: choiceOf(machine), azureId, ...(system && { system }), ...place, open };
}

/** Those whose plan surely does not sell JIT: Azure would refuse the policy. What cannot be read is found out by writing. */
async function subscriptionsWithoutJit(
  plans: SetupPlannerParts['plans'],
  machines: readonly Machine[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(machines.map(({ subscription }) => subscription.id))];
  const sold = await fewAtOnce(ids, plansAtOnce, async (id) => {
    const plan = await plans.planOf(id).catch(onlyFaults);
    return plan instanceof Fault ? undefined : sellsJit(plan);
  });
  return new Set(ids.filter((_, at) => sold[at] === false));
}

function onlyFaults(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}

/** One for each policy that lists it. */
function disabling({ machine, filters, jitPorts }: MachineNow) {
  const byPolicy = Map.groupBy(jitPorts, ({ policyId }) => policyId.toLowerCase());
  if (byPolicy.size === 0) return { code: 'not-on' } as const;
  return [...byPolicy.values()].map((ports) => ({
    target: { ...targetOf(machine, ports), wanted: [] } satisfies Target,
    leaves: filters.length === 0 ? [] : portsLeft(filters, ports),
  }));
}

function onlyTarget({ machine, jitPorts }: MachineNow): Omit<Target, 'wanted'> | LeftOut {
  const policies = [...new Map(jitPorts.map(({ policyId }) => [policyId.toLowerCase(), policyId])).values()];
  if (policies.length === 0) return { code: 'not-on' };
  if (policies.length > 1) return { code: 'in-several-policies', policies };
  return targetOf(machine, jitPorts);
}

function targetOf(machine: Machine, ports: readonly JitPort[]): Omit<Target, 'wanted'> {
  const policyId = ports[0]?.policyId ?? '';
  return {
    machine: choiceOf(machine),
    azureId: machine.azureId,
    policyIds: [policyId],
    before: ports.map(settingOf),
  };
}

const settingOf = ({ policyId: _, ...setting }: JitPort): PortSetting => setting;

const rightMissing = ({ missing, roles }: Extract<RightsSeen, { kind: 'known' }>): SetupRefusal => ({
  code: 'right-missing',
  actions: missing.map(({ action }) => action),
  roles: roles.map(({ name }) => name),
});

const unreadMachine = (fault: Fault): LeftOut => ({ code: 'unread', why: fault.message });

function unread(error: unknown): SetupRefusal {
  if (!(error instanceof Fault)) throw error;
  const { message: why, permission } = error;
  return { code: 'unread', why, ...(permission !== undefined && { permission }) };
}
