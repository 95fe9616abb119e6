// What setting JIT up needs of Azure, in our words. Implemented in src/azure with the real SDKs.
import type { SeenSubscription } from '../domain/estate.ts';
import type { JitPort, Machine } from '../domain/machine.ts';
import type { DefenderPlan } from '../domain/setup/defender-plan.ts';
import type { PortSetting } from '../domain/setup/port-setting.ts';
import type { Inventory } from './azure-ports.ts';

/** One machine's entry in one JIT policy, before and after. */
export interface JitEdit {
  /** ARM id of the policy. It need not exist: it is made then. */
  readonly policyId: string;
  /** ARM id of the machine in Azure's spelling. */
  readonly machineId: string;
  /** What the policy said of it when somebody agreed to the change; empty: nothing. */
  readonly before: readonly PortSetting[];
  /** Empty: the machine is taken out. */
  readonly wanted: readonly PortSetting[];
}

/** Changes JIT policies. Azure replaces a policy as a whole, so that a careless writer takes protection from others. */
export interface JitEditor {
  /**
   * Reads the policy, changes this machine's entry, writes back all of it, and reads again. Other machines' entries, fields
   * that nobody here knows, and the list of openings stay as they were read; whoever changes the policy meanwhile is
   * noticed, and it starts over, a few times.
   * May be asked again after any fault: it looks first.
   * @returns `written`: read back as wanted. `already`: it was so before anything was written. `overtaken`: it says neither
   *   what it said before nor what is wanted; nothing was written.
   * @throws Fault `in-doubt`: it may have been written; `forbidden` names the missing right; `unavailable` also where others
   *   keep changing the policy; `rejected` with our own sentence, such as that the plan of Defender is missing
   */
  write(edit: JitEdit): Promise<'written' | 'already' | 'overtaken'>;
}

/** The plan of Defender for Servers that sells just-in-time access. */
export interface DefenderPlans {
  /** @param subscriptionId as in ARM ids @throws Fault */
  planOf(subscriptionId: string): Promise<DefenderPlan>;
  /** Asks for plan 2 (PUT); to be read back. May be asked again without harm. @throws Fault */
  turnOn(subscriptionId: string): Promise<void>;
}

/** Reads whole subscriptions. */
export interface EstateReader {
  /** Read afresh, in a few lists: all of it or nothing. @throws Fault */
  read(subscription: Machine['subscription']): Promise<SeenSubscription>;
}

/** The policies of a machine's place: the inventory knows only those that listed somebody when it last looked. */
export interface JitPlaces {
  /**
   * The ids of all JIT policies of the machine's resource group and region, and what they say of it, read afresh. All of it
   * or nothing. @throws Fault
   */
  policiesFor(machine: Pick<Machine, 'azureId' | 'region'>): Promise<{
    readonly policyIds: readonly string[];
    readonly jitPorts: readonly JitPort[];
  }>;
}

/** What the inventory can say of one machine. */
export type KnownMachines = Pick<Inventory, 'byId' | 'loaded' | 'knows'>;

/** Everything the last refresh of the inventory found. Answers from memory. */
export interface MachineList {
  all(): readonly Machine[];
  subscriptions(): readonly Machine['subscription'][];
}
