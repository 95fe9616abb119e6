// An admin's change of how JIT is set up: shown on a card, confirmed, written machine by machine, and proven.
import type { Common as RequestCommon } from '../access-request.ts';
import type { MachineChoice } from '../machine.ts';
import type { Hole, NamedRule } from '../nsg/named-rule.ts';
import type { Person } from '../person.ts';
import type { Instant } from '../time.ts';
import type { DefenderPlan } from './defender-plan.ts';
import type { PortSetting } from './port-setting.ts';

/** What every state has. Stored as JSON; `shape` lets a later version migrate changes in flight. */
interface Common extends Pick<RequestCommon, 'id' | 'version' | 'origin' | 'reader' | 'askedAt'> {
  readonly shape: 1;
  /** The admin who asked. Only they confirm it. */
  readonly by: Person;
  /** As of an access request. `doubt`: the last post had no answer; it is repeated once, and not for ever. */
  readonly card: RequestCommon['card'] & { readonly doubt?: true };
}

/** One machine of a change: what its JIT policy said of it when the card was drawn, and what it is to say. */
export interface Target {
  readonly machine: MachineChoice;
  /** ARM id of the machine in Azure's spelling. */
  readonly azureId: string;
  /** ARM ids of the JIT policies to change. Several only where JIT is taken off a machine that stands in several. */
  readonly policyIds: readonly [string, ...string[]];
  /** Empty: it is in none. With several policies: of all of them. */
  readonly before: readonly PortSetting[];
  /** Empty: it is to be in none. */
  readonly wanted: readonly PortSetting[];
}

/** A machine that JIT is to be turned on for. */
export interface EnableMachine {
  readonly machine: MachineChoice;
  readonly azureId: string;
  /** Left out: Azure did not say. Then the ports must be. */
  readonly system?: 'Windows' | 'Linux';
  /** ARM id of the policy it goes into, which may not be there yet. */
  readonly policyId: string;
  /** The policy is not there yet and will be made. */
  readonly newPolicy?: true;
  /** Ports that are open to public addresses now, by rules that will outrank JIT's Deny where their number is smaller. */
  readonly open: readonly Hole[];
}

/** Why a machine that was meant is left out of a change. */
export type LeftOut =
  | { readonly code: 'already-on' }
  | { readonly code: 'not-on' }
  | { readonly code: 'no-nsg' }
  | { readonly code: 'no-interface' }
  /** No policy's name leaves room for it: policy and machine have 56 characters together. */
  | { readonly code: 'name-too-long' }
  | { readonly code: 'in-several-policies'; readonly policies: readonly string[] }
  /** The plan of Defender that sells JIT is off for its subscription. */
  | { readonly code: 'plan-off'; readonly subscription: string }
  /** A sentence. */
  | { readonly code: 'unread'; readonly why: string };

/** A machine that was meant, and why it is left out. */
export interface LeftOutMachine {
  readonly machine: MachineChoice;
  readonly why: LeftOut;
}

/** What an admin typed into the card that turns JIT on. */
export interface EnableForm {
  /** `22, 3389`; empty: 3389 on Windows and 22 on Linux. */
  readonly ports: string;
  /** `3h`; empty: 3 hours. */
  readonly longest: string;
  /** `203.0.113.0/24, 192.0.2.17`, or `any`. */
  readonly sources: string;
}

/** One line of the card that changes a machine's ports. A line with an empty port is no port. */
export interface PortRow {
  readonly port: string;
  /** `*`, `TCP` or `UDP`. */
  readonly protocol: string;
  readonly longest: string;
  readonly sources: string;
}

/** How much of the world gets to a port, and by which rules. */
export interface PortLeft {
  readonly port: number;
  readonly world: 'all' | 'some' | 'none' | 'unknown';
  readonly rules: readonly NamedRule[];
}

/** What is wrong with what was typed into a card. */
export type SetupProblem =
  | { readonly code: 'port-unclear'; readonly typed: string }
  | { readonly code: 'port-twice'; readonly port: number }
  | { readonly code: 'no-ports' }
  | { readonly code: 'too-many-ports'; readonly most: number }
  /** Nothing says whether these run Windows or Linux: the ports must be. */
  | { readonly code: 'system-unknown'; readonly machines: readonly string[] }
  | { readonly code: 'protocol-unclear'; readonly typed: string }
  | { readonly code: 'time-unclear'; readonly typed: string }
  | { readonly code: 'time-out-of-bounds'; readonly typed: string }
  | { readonly code: 'source-unclear'; readonly typed: string }
  | { readonly code: 'no-sources' }
  | { readonly code: 'nothing-changes' }
  | { readonly code: 'name-differs' }
  /** JIT is taken off many machines at once: their number has to be typed. */
  | { readonly code: 'count-differs'; readonly count: number };

/** What the card asks to be confirmed. */
export type Asked =
  /** `typed`: the subscription's name has to be typed. `plan`: as it is now. */
  | {
      readonly kind: 'defender';
      readonly subscription: { readonly id: string; readonly name: string };
      readonly plan: DefenderPlan;
    }
  | {
      readonly kind: 'enable';
      readonly machines: readonly EnableMachine[];
      readonly leftOut: readonly LeftOutMachine[];
      readonly form: EnableForm;
    }
  /** `wanted`: what was typed has been understood, and the card shows the difference. */
  | {
      readonly kind: 'configure';
      readonly target: Omit<Target, 'wanted'>;
      readonly rows: readonly PortRow[];
      readonly wanted?: readonly PortSetting[];
    }
  | {
      readonly kind: 'disable';
      readonly targets: readonly Target[];
      readonly leftOut: readonly LeftOutMachine[];
      /** By the target's place: what its ports will let in without JIT's Deny; a sentence where that could not be read. */
      readonly leaves: readonly (readonly PortLeft[] | { readonly unread: string })[];
    };

/** How it ended for one machine, or for the plan. */
export type Outcome =
  /** Read back; JIT's Deny is in the NSG and nothing older opens its ports. Of the plan: read back as on. */
  | { readonly kind: 'effective' }
  /** Read back; JIT's Deny is there, and older rules let others in all the same. */
  | { readonly kind: 'defeated'; readonly holes: readonly Hole[] }
  /** Read back; JIT's Deny was not seen in time, or could not be looked for. `why`: a sentence. */
  | { readonly kind: 'unproven'; readonly why: string }
  /** It may have been written: a try had no clear answer, and none after it settled that. `why`: a sentence. */
  | { readonly kind: 'in-doubt'; readonly why: string }
  /** JIT is off, read back, and its Deny is gone. */
  | { readonly kind: 'off'; readonly leaves: readonly PortLeft[] }
  /** It was so already: nothing was written. */
  | { readonly kind: 'already' }
  /** Somebody changed this machine's settings after the card was drawn: nothing was written. */
  | { readonly kind: 'overtaken' }
  /** The machine is not there any more. */
  | { readonly kind: 'gone' }
  /** Nothing was written, for good. `why`: a sentence. `permission`: the missing Azure action. */
  | { readonly kind: 'failed'; readonly why: string; readonly permission?: string };

/** How far it is with one machine, or with the plan. */
export type Step =
  | { readonly stage: 'waiting' }
  /** About to be written, or being written, or in doubt: recorded before Azure is asked. */
  | {
      readonly stage: 'writing';
      readonly tries: number;
      readonly notBefore: Instant;
      /** A try before this one may have taken effect: it had no clear answer, or its process died. */
      readonly doubt?: true;
      /** Why the last try did not end well: a sentence. */
      readonly because?: string;
    }
  /** Written and read back. JIT's Deny is looked for in the NSGs. */
  | { readonly stage: 'proving'; readonly writtenAt: Instant; readonly lookAt: Instant }
  | { readonly stage: 'done'; readonly at: Instant; readonly outcome: Outcome };

/** What is carried out. */
export type Plan =
  | { readonly kind: 'defender'; readonly subscription: { readonly id: string; readonly name: string } }
  | { readonly kind: 'enable' | 'configure' | 'disable'; readonly targets: readonly Target[] };

export type SetupDraft = Common & {
  readonly state: 'draft';
  readonly expiresAt: Instant;
  readonly asked: Asked;
  readonly problems: readonly SetupProblem[];
  /** Counts what was shown, so that each new drawing is a new view. */
  readonly round: number;
};

/** Confirmed. `steps` stand by the plan's targets, or one for the plan of Defender. */
export type SetupRunning = Common & {
  readonly state: 'running';
  readonly confirmedAt: Instant;
  readonly plan: Plan;
  readonly steps: readonly Step[];
};

export type SetupEnded = Common & {
  readonly state: 'ended';
  readonly confirmedAt: Instant;
  readonly endedAt: Instant;
  readonly plan: Plan;
  readonly steps: readonly Extract<Step, { stage: 'done' }>[];
  /** The conversation was told that it ended. */
  readonly told?: true;
};

/** Nothing was written: the admin cancelled it, or nobody confirmed it in time. */
export type SetupDropped = Common & {
  readonly state: 'dropped';
  readonly at: Instant;
  readonly why: 'cancelled' | 'lapsed';
  readonly asked: Asked;
};

export type SetupChange = SetupDraft | SetupRunning | SetupEnded | SetupDropped;
