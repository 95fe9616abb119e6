// What time does: Allow rules come after initiate and go after their end. Worked out when somebody looks, so that any clock will do.
import { partsOf, sameId } from './ids.ts';
import { freePriority, jitNsgOf, jitRuleName } from './rules.ts';
import type { Grant, SandboxEvent, SimulatedMachine, World } from './world.ts';

/** The usual delays in milliseconds: from initiate to the rule, and from the end to its going. */
export interface Delays {
  readonly ruleAppearsAfterMs: number;
  readonly ruleGoesAfterMs: number;
}

interface RuleName {
  readonly nsgId: string;
  readonly name: string;
}

const isDue = (from: number, delay: number | 'never', now: number): boolean =>
  delay !== 'never' && now >= from + delay;

/** @returns where the new rule stands; `undefined` when the machine has no NSG: Azure accepted, and nothing comes of it. */
const appear = (
  world: World,
  machine: SimulatedMachine,
  protocol: string,
  grant: Grant,
): RuleName | undefined => {
  const nsg = jitNsgOf(world, machine);
  if (nsg === undefined) return undefined;
  const name = jitRuleName(world, machine, 'Allow');
  nsg.rules.push({
    name,
    priority: freePriority(nsg, 100, 1),
    direction: 'Inbound',
    access: 'Allow',
    protocol,
    sources: [grant.source],
    destinations: [machine.interface.privateAddress],
    destinationPorts: [String(grant.number)],
    plural: machine.jitStyle.plural,
    jitFor: machine.id.toLowerCase(),
  });
  return { nsgId: nsg.id, name };
};

const disappear = (world: World, standing: RuleName): void => {
  const nsg = world.nsgs.find((candidate) => sameId(candidate.id, standing.nsgId));
  if (nsg === undefined) return;
  nsg.rules = nsg.rules.filter((rule) => rule.name !== standing.name);
};

const protocolOf = (world: World, machineId: string, port: number): string =>
  world.policies
    .flatMap((policy) => policy.machines)
    .find((machine) => sameId(machine.id, machineId))
    ?.ports.find((candidate) => candidate.number === port)?.protocol ?? '*';

/** Moves one grant to where it belongs at `now`; the events say what that changed. */
const move = (
  world: World,
  machine: SimulatedMachine,
  startedAt: number,
  grant: Grant,
  delays: Delays,
  now: number,
): readonly SandboxEvent[] => {
  const quirk = world.quirks[machine.id.toLowerCase()];
  const over = isDue(grant.endsAt, quirk?.ruleGoesAfterMs ?? delays.ruleGoesAfterMs, now);
  const told = (kind: 'rule-appeared' | 'rule-went', rule: RuleName): SandboxEvent => ({
    kind,
    at: now,
    machine: partsOf(machine.id).name,
    nsg: partsOf(rule.nsgId).name,
    rule: rule.name,
  });
  if (over) {
    const before = grant.rule;
    grant.rule = { stage: 'over' };
    if (before.stage !== 'standing') return [];
    disappear(world, before);
    return [told('rule-went', before)];
  }
  if (grant.rule.stage !== 'awaited') return [];
  if (!isDue(startedAt, quirk?.ruleAppearsAfterMs ?? delays.ruleAppearsAfterMs, now)) return [];
  const made = appear(world, machine, protocolOf(world, machine.id, grant.number), grant);
  if (made === undefined) return [];
  grant.rule = { stage: 'standing', ...made };
  return [told('rule-appeared', made)];
};

/** Brings every grant of the world up to `now`. @returns what changed, in order. */
export const catchUp = (world: World, delays: Delays, now: number): readonly SandboxEvent[] =>
  world.initiations.flatMap((initiation) =>
    initiation.machines.flatMap((asked) => {
      const machine = world.machines.find((candidate) => sameId(candidate.id, asked.id));
      if (machine === undefined) return [];
      return asked.ports
        .filter((grant) => grant.rule.stage !== 'over')
        .flatMap((grant) => move(world, machine, initiation.startedAt, grant, delays, now));
    }),
  );
