// What the dialog asks for: which machine, or the form, with all that the form shows.
import type { Wish } from './command/command.ts';
import type { MachineChoice } from './machine.ts';
import type { Hole } from './nsg/named-rule.ts';
import type { Person } from './person.ts';
import type { ApproverParty } from './policy/access-policy.ts';
import type { Refusal } from './refusal.ts';
import type { Instant, Seconds } from './time.ts';

/** The form's fields as the person left them; text, because people type nonsense that must be shown back. */
export interface FormValues {
  readonly port: string;
  readonly source: string;
  readonly time: string;
  readonly reason: string;
}

/** One port the form offers, with what its JIT policy allows. */
export interface OfferedPort {
  readonly port: number;
  readonly maximumSeconds: Seconds;
  readonly allowedSources: readonly string[];
}

/** A rule that may decide, as far as the form tells of it. */
export interface OutlookRule {
  readonly rule: string;
  readonly decision: 'automatic' | 'approval' | 'refused';
  /** The ports it may decide on, of those offered. */
  readonly ports: readonly number[];
  readonly because?: string;
  readonly longest?: Seconds;
  /** Names of networks, or addresses. */
  readonly sources?: readonly string[];
  readonly reasonRequired: boolean;
  readonly ticket?: string;
  /** Only where approval is needed. */
  readonly approvers?: readonly ApproverParty[];
  readonly quorum?: number;
  /** Only where the requester breaks glass: whether the rule lets them. */
  readonly breakGlass?: boolean;
  /** Where approvers have agreed in advance: until when nobody has to be asked. Left out: nowhere. */
  readonly allowed?: readonly AllowedPort[];
}

export interface AllowedPort {
  readonly port: number;
  readonly by: readonly Person[];
  readonly until: Instant;
}

/** What the dialog is asking for now. */
export type Asking =
  | {
      readonly kind: 'machine';
      /** `unnamed`: none was typed; `unknown`: none has that name, choices are the nearest; `several`: all choices have it. */
      readonly why: 'unnamed' | 'unknown' | 'several';
      readonly typed: string;
      readonly choices: readonly MachineChoice[];
      /** How many more machines have this name. Left out: none. */
      readonly more?: number;
    }
  | {
      readonly kind: 'form';
      readonly machine: MachineChoice;
      readonly offered: readonly OfferedPort[];
      readonly values: FormValues;
      /** The rules of the access policy that may decide, in its order; which one does can depend on source and time. */
      readonly outlook: readonly OutlookRule[];
      /** Why the last attempt to send it was not taken. Empty at first. */
      readonly refusals: readonly Refusal[];
      /** The network of the access policy that `prefix` is; about the source field only while that holds this prefix. */
      readonly network?: { readonly name: string; readonly prefix: string };
      /** Older Allow rules that leave a port open, whatever JIT does; as far as they were found when the form was made. */
      readonly holes: readonly Hole[];
    };

/**
 * Whether sending the form would break glass: the requester wants to, and some rule that may decide lets them. Where none
 * does, the form is an ordinary one.
 */
export const breaksGlass = ({ wish, asking }: { readonly wish: Wish; readonly asking: Asking }): boolean =>
  wish.breakGlass === true &&
  asking.kind === 'form' &&
  asking.outlook.some(({ breakGlass }) => breakGlass === true);
