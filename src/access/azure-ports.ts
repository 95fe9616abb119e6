// What the broker needs of Azure, in our words. Implemented in src/azure with the real SDKs.
import type { SeenOpening } from '../domain/estate.ts';
import type { JitPort, Machine } from '../domain/machine.ts';
import type { NamedRule } from '../domain/nsg/named-rule.ts';
import type { AddressFilters } from '../domain/nsg/rule.ts';
import type { Instant } from '../domain/time.ts';
import type { PersonToken } from './sign-in-port.ts';

/** One opening to ask for. */
export interface Opening {
  /** ARM id of the JIT policy, Azure's spelling. */
  readonly policyId: string;
  /** ARM id of the machine, Azure's spelling. */
  readonly machineId: string;
  readonly port: number;
  /** Explicit IPv4 address or CIDR. Leaving it out would open the port to the bot's own address. */
  readonly source: string;
  readonly endsAt: Instant;
  /** Carries the request id, the person and the reason: the bot has one identity in Azure's log. */
  readonly justification: string;
}

/** One entry of a JIT policy's `properties.requests[]`, flattened to one machine and one port. */
export interface ListedOpening extends SeenOpening {
  /** An open string, as `status`: unknown values are shown, never swallowed. */
  readonly statusReason: string;
  readonly justification: string;
}

/** Asks Defender for Cloud for openings and reads what it lists. */
export interface Jit {
  /**
   * Asks once (POST initiate, never retried). Resolves when Azure accepted (202); that says nothing of the NSG.
   * @param as whose name Azure is asked in; left out: the bot's
   * @throws Fault `in-doubt` after a timeout, reset or 5xx; `rejected`, `forbidden`, `throttled`, `missing` when nothing was opened.
   */
  open(opening: Opening, as?: PersonToken): Promise<{ readonly startedAt: Instant }>;
  /** Every opening the policy lists, past ones too. @throws Fault */
  listed(policyId: string): Promise<readonly ListedOpening[]>;
  /**
   * What the policy allows for a machine, read afresh; none: the machine is not in it. All of it or nothing: a port that
   * Azure describes incompletely is a fault. @param machineId ARM id, any case @throws Fault
   */
  allowed(policyId: string, machineId: string): Promise<readonly JitPort[]>;
}

/** How new a look at a machine has to be. */
export interface Freshness {
  /** Every NSG must have been asked for at this moment or later. Reads that are new enough are shared by all who look. */
  readonly since: Instant;
  /**
   * The way from the machine to its NSGs, over interfaces and subnets. `anew`: read at `since` or later, too. `known`: it may be some
   * minutes old as long as the NSGs still say that they stand before these interfaces and subnets: for looks that claim nothing.
   */
  readonly way: 'anew' | 'known';
}

/** Reads NSG rules. */
export interface PortWatch {
  /**
   * The filters in front of each private address of the machine. An empty list means the machine has no interface any more.
   * A list of rules that says the same as before may be the very same array.
   * @param freshness left out: all of it read from now on @throws Fault
   */
  filtersOf(
    machine: Pick<Machine, 'azureId' | 'addresses'>,
    freshness?: Freshness,
  ): Promise<readonly AddressFilters[]>;
}

/** One NSG rule as it stood when it was read. */
export interface StandingRule {
  /** ARM id of the rule. */
  readonly id: string;
  /** Opaque. Azure gives an NSG and all its rules one and the same: a neighbour's change changes it, too. */
  readonly etag: string;
  readonly rule: NamedRule;
}

/** Ends grants before Azure does, by deleting their Allow rules. JIT itself knows no way, and still lists them as open. */
export interface Revoke {
  /**
   * JIT's Allow rules that let exactly this source to exactly this port of this machine and do nothing else, read
   * afresh, on both NSGs. A rule that does more is not among them: deleting it would end more than this grant.
   * Grants of one source, port and machine cannot be told apart by their rules: all of theirs are listed.
   * @throws Fault
   */
  standing(
    machine: Pick<Machine, 'azureId' | 'addresses'>,
    opening: Pick<Opening, 'source' | 'port'>,
  ): Promise<readonly StandingRule[]>;
  /**
   * Deletes the rule if it is still the one that was read. Sent once; may be asked again without harm, since JIT never
   * gives a name twice.
   * @returns `changed`: another version stands there now, nothing was deleted; read again. After one deletion the other
   *   rules of the same NSG have changed, too. `gone`: it was not there any more.
   * @throws Fault `in-doubt` when there was no clear answer: read again. `forbidden` names the missing right. After the
   *   others nothing was deleted.
   */
  remove(standing: StandingRule): Promise<'removed' | 'changed' | 'gone'>;
}

/** Machines known from the last refresh. Answers from memory; reading Azure happens in the background. */
export interface Inventory {
  /** False until the first refresh ended well. Then nothing may be said about machines. */
  readonly loaded: boolean;
  /**
   * Whether the machines of a subscription were read at least once: only then is one that is not there gone. `loaded` says
   * less: it does not wait for a subscription that the bot may not read. @param subscriptionId lower case
   */
  knows(subscriptionId: string): boolean;
  /** By ARM id, any case. */
  byId(id: string): Machine | undefined;
  /** Exact name, then name without case. Several machines can share a name. */
  byName(name: string): readonly Machine[];
  /** The machines whose names are closest in spelling, best first. */
  nearest(name: string, count: number): readonly Machine[];
}
