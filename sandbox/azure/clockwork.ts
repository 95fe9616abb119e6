// What time does: Allow rules come after initiate and go after their end, Deny rules follow the policies. Worked out when somebody looks, so that any clock will do.
import { partsOf, sameId } from './ids.ts';
import { entriesOf, machineOf, nsgWithId } from './lookups.ts';
import { type ProtectionDelay, protectDue } from './protection.ts';
import { takeRule } from './rule-changes.ts';
import { freePriority, jitNsgOf, jitRuleName } from './rules.ts';
import type { Grant, SandboxEvent, SimulatedMachine, World } from './world.ts';

/** The usual delays in milliseconds: from initiate to the rule, from the end to its going, from DELETE to its end, from PUT to Deny. */
export interface Delays {
  readonly ruleAppearsAfterMs: number;
  readonly ruleGoesAfterMs: number;
  readonly deletionTakesMs: number;
  readonly protectionTakesMs: ProtectionDelay;
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

const disappear = (world: World, standing: RuleName, now: number): readonly SandboxEvent[] => {
  const nsg = nsgWithId(world, standing.nsgId);
  const event = nsg && takeRule(world, nsg, standing.name, now);
  return event === undefined ? [] : [event];
};

/** The rule that another grant of this machine, port and source has put there. */
const sharedWith = (world: World, machine: SimulatedMachine, grant: Grant): RuleName | undefined => {
  const others = world.initiations
    .flatMap(({ machines }) => machines)
    .filter(({ id }) => sameId(id, machine.id))
    .flatMap(({ ports }) => ports);
  const twin = others.find(
    ({ number, source, rule }) =>
      number === grant.number && source === grant.source && rule.stage === 'standing',
  );
  return twin?.rule.stage === 'standing' ? { nsgId: twin.rule.nsgId, name: twin.rule.name } : undefined;
};

const protocolOf = (world: World, machineId: string, port: number): string =>
  entriesOf(world.policies, machineId)[0]?.ports.find((candidate) => candidate.number === port)?.protocol ??
  '*';

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
  if (over) {
    const before = grant.rule;
    grant.rule = { stage: 'over' };
    return before.stage === 'standing' ? disappear(world, before, now) : [];
  }
  if (grant.rule.stage !== 'awaited') return [];
  if (!isDue(startedAt, quirk?.ruleAppearsAfterMs ?? delays.ruleAppearsAfterMs, now)) return [];
  const shared = quirk?.sharedRule === true ? sharedWith(world, machine, grant) : undefined;
  if (shared !== undefined) {
    grant.rule = { stage: 'standing', ...shared };
    return [];
  }
  const made = appear(world, machine, protocolOf(world, machine.id, grant.number), grant);
  if (made === undefined) return [];
  grant.rule = { stage: 'standing', ...made };
  return [
    {
      kind: 'rule-appeared',
      at: now,
      machine: partsOf(machine.id).name,
      nsg: partsOf(made.nsgId).name,
      rule: made.name,
    },
  ];
};

/** Carries out what somebody deleted through ARM. What has gone by then goes without a word. */
const finishDeletions = (world: World, now: number): readonly SandboxEvent[] =>
  world.deletions
    .filter(({ isDone, doneAt }) => !isDone && now >= doneAt)
    .flatMap((deletion) => {
      deletion.isDone = true;
      return disappear(world, { nsgId: deletion.nsgId, name: deletion.rule }, now);
    });

/** Brings every grant, deletion and Deny rule of the world up to `now`. @returns what changed, in order. */
export const catchUp = (world: World, delays: Delays, now: number): readonly SandboxEvent[] => [
  ...finishDeletions(world, now),
  ...protectDue(world, delays.protectionTakesMs, now),
  ...world.initiations.flatMap((initiation) =>
    initiation.machines.flatMap((asked) => {
      const machine = machineOf(world, asked.id);
      if (machine === undefined) return [];
      return asked.ports
        .filter((grant) => grant.rule.stage !== 'over')
        .flatMap((grant) => move(world, machine, initiation.startedAt, grant, delays, now));
    }),
  ),
];
