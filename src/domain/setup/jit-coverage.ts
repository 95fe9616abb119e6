// Which machines of a subscription have JIT, and whether it does anything there; which could have it; which cannot, and why.
import type { SeenMachine, SeenSubscription } from '../estate.ts';
import { choiceOf, type MachineChoice } from '../machine.ts';
import { WORLD } from '../nsg/address-pattern.ts';
import { withoutJitAllows } from '../nsg/exposure.ts';
import { fatesOf, gatesOf, type PortAndProtocol } from '../nsg/fates.ts';
import { holesIn } from '../nsg/holes.ts';
import type { Hole } from '../nsg/named-rule.ts';
import { type Reach, reachOf } from '../nsg/reach.ts';
import { jitPolicyFor } from './jit-place.ts';
import { hasNsg, isGuarded } from './ports-left.ts';

/** Why JIT that is on shuts nothing, or less than it seems to. */
export type Shortcoming =
  /** Older Allow rules that outrank JIT's Deny, or that let in where it is missing. */
  | { readonly code: 'holes'; readonly holes: readonly Hole[] }
  /** JIT's Deny is not in front of these ports. */
  | { readonly code: 'no-deny'; readonly ports: readonly number[] }
  /** Some address has no NSG at all, and is open there. */
  | { readonly code: 'open-address'; readonly ports: readonly number[] }
  | { readonly code: 'no-nsg' }
  | { readonly code: 'no-interface' }
  /** A policy lists it, without any port. */
  | { readonly code: 'no-ports' };

/** Why it cannot be told whether JIT that is on keeps everybody out. */
export type Doubt =
  /** Who these ports let in depends on a service tag or an application security group. */
  | { readonly code: 'rules-unclear'; readonly ports: readonly number[] }
  /** A policy describes a port in a way that is not understood. */
  | { readonly code: 'ports-unclear' };

/** Why JIT cannot be turned on. */
export type Obstacle = 'no-nsg' | 'no-interface' | 'name-too-long';

/** What an admin should know before turning it on. */
export type Remark =
  /** The world reaches it only through something before it. */
  | 'no-public-address'
  /** Which port JIT should guard has to be said. */
  | 'system-unknown'
  /** Some of its addresses have no NSG. */
  | 'address-without-nsg';

export type Coverage =
  /** Nobody of the world gets in without a grant, and JIT's Deny is in front of each port. */
  | { readonly kind: 'effective'; readonly ports: readonly number[] }
  | {
      readonly kind: 'in-name-only';
      readonly ports: readonly number[];
      readonly because: readonly [Shortcoming, ...Shortcoming[]];
    }
  | {
      readonly kind: 'unclear';
      readonly ports: readonly number[];
      readonly because: readonly [Doubt, ...Doubt[]];
    }
  | { readonly kind: 'could'; readonly remarks: readonly Remark[] }
  | { readonly kind: 'cannot'; readonly why: Obstacle };

export interface CoveredMachine {
  readonly machine: MachineChoice;
  readonly coverage: Coverage;
}

export interface JitCoverage {
  readonly subscription: SeenSubscription['subscription'];
  /** By name. */
  readonly machines: readonly CoveredMachine[];
  readonly counts: Readonly<Record<Coverage['kind'], number>>;
  /** How many machines policies list that are not there any more. */
  readonly gone: number;
}

/** Each machine is in exactly one of the kinds, so the counts add up to the machines. */
export function jitCoverage(seen: SeenSubscription): JitCoverage {
  const { subscription, policies } = seen;
  const listed = new Set(policies.flatMap(({ machineIds }) => machineIds));
  const policyIds = policies.map(({ id }) => id);
  const machines = seen.machines
    .map(
      (machine): CoveredMachine => ({
        machine: choiceOf(machine),
        coverage: listed.has(machine.id) ? coverageOn(machine) : coverageOff(machine, policyIds),
      }),
    )
    .toSorted((one, other) => orderOf(one.machine, other.machine));
  const count = (kind: Coverage['kind']) => machines.filter(({ coverage }) => coverage.kind === kind).length;
  const there = new Set(seen.machines.map(({ id }) => id));
  return {
    subscription,
    machines,
    counts: {
      effective: count('effective'),
      'in-name-only': count('in-name-only'),
      unclear: count('unclear'),
      could: count('could'),
      cannot: count('cannot'),
    },
    gone: [...listed].filter((id) => !there.has(id)).length,
  };
}

/** Never by a language's order: the answer must not depend on the machine it runs on. */
const orderOf = (one: MachineChoice, other: MachineChoice): number =>
  one.name === other.name ? (one.id < other.id ? -1 : 1) : one.name < other.name ? -1 : 1;

/** Of a machine that a policy lists. */
function coverageOn({ filters, jitPorts, unclearPorts }: SeenMachine): Coverage {
  const looked = jitPorts.map((each) => ({ ...each, lets: letsIn(filters, each) }));
  const short = shortcomings(filters, looked, unclearPorts === true);
  const ports = numbersOf(looked);
  if (isFilled(short)) return { kind: 'in-name-only', ports, because: short };
  const unclear = numbersOf(looked.filter(({ lets }) => lets === 'unknown'));
  const doubts: readonly Doubt[] = [
    ...(unclear.length > 0 ? [{ code: 'rules-unclear', ports: unclear } as const] : []),
    ...(unclearPorts ? [{ code: 'ports-unclear' } as const] : []),
  ];
  return isFilled(doubts) ? { kind: 'unclear', ports, because: doubts } : { kind: 'effective', ports };
}

interface LookedPort extends PortAndProtocol {
  /** What the world can do though nobody was given access. */
  readonly lets: Reach['lets'];
}

const letsIn = (filters: SeenMachine['filters'], asked: PortAndProtocol): Reach['lets'] =>
  reachOf(fatesOf(gatesOf(filters.map(withoutJitAllows), asked), asked.protocol, WORLD)).lets;

function shortcomings(
  filters: SeenMachine['filters'],
  looked: readonly LookedPort[],
  unclearPorts: boolean,
): readonly Shortcoming[] {
  if (filters.length === 0) return [{ code: 'no-interface' }];
  if (!hasNsg(filters)) return [{ code: 'no-nsg' }];
  if (looked.length === 0 && !unclearPorts) return [{ code: 'no-ports' }];
  const letting = looked.filter(({ lets }) => lets === 'all' || lets === 'some');
  const holes = distinctHoles(letting.flatMap((each) => holesIn(filters, each)));
  const unguarded = numbersOf(looked.filter(({ port }) => !isGuarded(filters, port)));
  const bare = filters.filter((address) => !hasNsg([address]));
  const open = numbersOf(letting.filter((each) => ['all', 'some'].includes(letsIn(bare, each))));
  return [
    ...(holes.length > 0 ? [{ code: 'holes', holes } as const] : []),
    ...(unguarded.length > 0 ? [{ code: 'no-deny', ports: unguarded } as const] : []),
    ...(open.length > 0 ? [{ code: 'open-address', ports: open } as const] : []),
  ];
}

/** Each once, rising: a port may stand in several policies. */
const numbersOf = (ports: readonly PortAndProtocol[]): readonly number[] =>
  [...new Set(ports.map(({ port }) => port))].sort((one, other) => one - other);

const distinctHoles = (holes: readonly Hole[]): readonly Hole[] => [
  ...new Map(holes.map((hole) => [`${hole.port}/${hole.rule.nsg}/${hole.rule.name}`, hole])).values(),
];

/** Of a machine that no policy lists. */
function coverageOff(machine: SeenMachine, policyIds: readonly string[]): Coverage {
  const { filters, publicAddress, system } = machine;
  if (filters.length === 0) return { kind: 'cannot', why: 'no-interface' };
  if (!hasNsg(filters)) return { kind: 'cannot', why: 'no-nsg' };
  if (jitPolicyFor(machine, policyIds) === undefined) return { kind: 'cannot', why: 'name-too-long' };
  const remarks: readonly (readonly [Remark, boolean])[] = [
    ['no-public-address', publicAddress === undefined],
    ['system-unknown', system === undefined],
    ['address-without-nsg', filters.some((address) => !hasNsg([address]))],
  ];
  return { kind: 'could', remarks: remarks.flatMap(([remark, isSo]) => (isSo ? [remark] : [])) };
}

const isFilled = <Item>(items: readonly Item[]): items is readonly [Item, ...Item[]] => items.length > 0;
