// Whether a source reaches a port of a machine: all its private addresses, through both NSGs of each.
import { isIpv6 } from '../ipv6.ts';
import { firstRulesThenNone } from './decide-rules.ts';
import {
  type Blocker,
  decideFlow,
  type FlowDecision,
  flowsOf,
  inPriorityOrder,
  type Question,
  type ReadyRule,
  readyRules,
} from './flow.ts';
import type { AddressFilters, NsgRule } from './rule.ts';

/** Where an NSG sits. */
export type Level = 'subnet' | 'interface';

/** An Allow rule that decides at one level. */
export interface AllowAt {
  readonly level: Level;
  readonly rule: NsgRule;
}

/** What stops traffic at one level. */
export interface BlockAt {
  readonly level: Level;
  readonly rule: Blocker;
}

/** A rule that cannot be told to match, and why (`application security group`, `service tag Storage`). */
export interface DoubtAt {
  readonly level: Level;
  readonly rule: NsgRule;
  readonly because: string;
}

/**
 * What the NSGs do to the whole source, said of the address that fares best. Lists are in the order in which
 * Azure looks at inbound traffic: the subnet's rules before the interface's, each by priority.
 * - `all`: every address of the source gets in. `allowedBy` holds every Allow rule that decides, usually one a
 *   level; a level without an NSG has none, so with no NSG at all it is empty.
 * - `some`: part of it gets in, or one of two protocols, or some source ports.
 * - `unknown`: could be open and could be shut.
 * - `none`: nothing gets in, to any address. `privateAddress` is undefined when the machine has no address left.
 */
export type PortVerdict =
  | { readonly lets: 'all'; readonly privateAddress: string; readonly allowedBy: readonly AllowAt[] }
  | {
      readonly lets: 'some';
      readonly privateAddress: string;
      readonly allowedBy: readonly AllowAt[];
      readonly blockedBy: readonly BlockAt[];
    }
  | { readonly lets: 'unknown'; readonly privateAddress: string; readonly doubts: readonly DoubtAt[] }
  | {
      readonly lets: 'none';
      readonly privateAddress: string | undefined;
      readonly blockedBy: readonly BlockAt[];
    };

/** The rules of one level that may say something about a port. */
export interface LevelRules {
  readonly level: Level;
  readonly ready: readonly ReadyRule[];
}

/** What one level does to one flow. */
export interface LevelDecision {
  readonly level: Level;
  readonly decision: FlowDecision;
}

const LEVELS: readonly Level[] = ['subnet', 'interface'];

// `some` before `unknown`: it is known not to be shut, which is the more that can be said.
const BEST_FIRST: readonly PortVerdict['lets'][] = ['all', 'some', 'unknown', 'none'];

/** Traffic must pass both levels: one that surely denies settles it, whatever is unknown at the other. */
export const outcomeOf = (decisions: readonly LevelDecision[]): FlowDecision['is'] => {
  if (decisions.some(({ decision }) => decision.is === 'denied')) return 'denied';
  return decisions.some(({ decision }) => decision.is === 'unknown') ? 'unknown' : 'allowed';
};

/** The Allow rules among decisions, the subnet's before the interface's. */
export const allowsIn = (decisions: readonly LevelDecision[]): readonly AllowAt[] =>
  LEVELS.flatMap((level) => {
    const rules = decisions.flatMap((one) =>
      one.level === level && one.decision.is === 'allowed' ? [one.decision.by] : [],
    );
    return inPriorityOrder(new Set(rules)).map((rule) => ({ level, rule }));
  });

const blocksIn = (decisions: readonly LevelDecision[]): readonly BlockAt[] =>
  LEVELS.flatMap((level) => {
    const rules = decisions.flatMap((one) =>
      one.level === level && one.decision.is === 'denied' ? [one.decision.by] : [],
    );
    return firstRulesThenNone(new Set(rules)).map((rule) => ({ level, rule }));
  });

/** The rules that cannot be told to match among decisions, in the same order. */
export const doubtsIn = (decisions: readonly LevelDecision[]): readonly DoubtAt[] =>
  LEVELS.flatMap((level) => {
    const because = new Map(
      decisions.flatMap((one) =>
        one.level === level && one.decision.is === 'unknown'
          ? [[one.decision.rule, one.decision.because] as const]
          : [],
      ),
    );
    return inPriorityOrder(because.keys()).map((rule) => ({
      level,
      rule,
      because: because.get(rule) ?? '',
    }));
  });

const judgeAddress = (filters: AddressFilters, question: Omit<Question, 'destination'>): PortVerdict => {
  const { privateAddress, onSubnet, onInterface } = filters;
  const asked = { ...question, destination: privateAddress };
  const levels: readonly LevelRules[] = [
    ...(onSubnet ? [{ level: 'subnet' as const, ready: readyRules(onSubnet, asked) }] : []),
    ...(onInterface ? [{ level: 'interface' as const, ready: readyRules(onInterface, asked) }] : []),
  ];
  const flows = flowsOf(
    asked,
    levels.flatMap(({ ready }) => ready),
  );
  const judged = flows.map((flow) =>
    levels.map(({ level, ready }) => ({ level, decision: decideFlow(ready, flow) })),
  );
  const having = (outcome: FlowDecision['is']) =>
    judged.filter((decisions) => outcomeOf(decisions) === outcome);

  const allowed = having('allowed');
  const denied = having('denied');
  const unknown = having('unknown');
  const allowedBy = allowsIn(allowed.flat());
  const blockedBy = blocksIn(denied.flat());
  if (allowed.length > 0 && denied.length > 0) return { lets: 'some', privateAddress, allowedBy, blockedBy };
  if (unknown.length > 0) return { lets: 'unknown', privateAddress, doubts: doubtsIn(unknown.flat()) };
  if (allowed.length > 0) return { lets: 'all', privateAddress, allowedBy };
  return { lets: 'none', privateAddress, blockedBy };
};

/**
 * Judges every private address of a machine; the verdict is that of the best one, the primary address first
 * among equals. IPv6 addresses are passed over: no IPv4 source reaches them.
 * @throws RangeError when the question's source or a private address is neither IPv4 nor IPv6.
 */
export const judgePort = (
  filters: readonly AddressFilters[],
  question: Omit<Question, 'destination'>,
): PortVerdict => {
  const [best] = filters
    .filter(({ privateAddress }) => !isIpv6(privateAddress))
    .toSorted((a, b) => Number(b.primary) - Number(a.primary))
    .map((address) => judgeAddress(address, question))
    .toSorted((a, b) => BEST_FIRST.indexOf(a.lets) - BEST_FIRST.indexOf(b.lets));
  return best ?? { lets: 'none', privateAddress: undefined, blockedBy: [] };
};
