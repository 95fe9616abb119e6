// Every expected "no", with the facts to explain it. cards/refusal-words puts them into words, in one place.
import type { Seconds } from './time.ts';

/** Why something asked for cannot be had. A fault (something broke) is never one of these. */
export type Refusal =
  | { readonly code: 'no-jit-policy'; readonly machine: string }
  | { readonly code: 'machine-gone'; readonly machine: string }
  /** Its subscription could not be read, so that nobody can say whether it is gone. */
  | { readonly code: 'machine-unread'; readonly machine: string }
  | {
      readonly code: 'port-not-offered';
      readonly port: number | undefined;
      readonly offered: readonly number[];
    }
  | { readonly code: 'source-missing' }
  | {
      readonly code: 'source-not-ipv4';
      readonly typed: string;
      /** The access policy's networks, which could be named instead; empty where it names none. Left out: not known. */
      readonly networks?: readonly string[];
    }
  /** The access policy means several prefixes by this name, and Azure opens to one. */
  | { readonly code: 'source-several'; readonly network: string; readonly prefixes: readonly string[] }
  | { readonly code: 'source-ipv6'; readonly typed: string }
  | { readonly code: 'source-any'; readonly typed: string }
  | { readonly code: 'source-not-a-network'; readonly typed: string; readonly network: string }
  | { readonly code: 'source-not-public'; readonly typed: string; readonly range: string }
  | { readonly code: 'source-outside-policy'; readonly typed: string; readonly allowed: readonly string[] }
  | { readonly code: 'time-missing'; readonly maximumSeconds: Seconds }
  | { readonly code: 'time-not-understood'; readonly typed: string; readonly maximumSeconds: Seconds }
  | { readonly code: 'time-passed'; readonly typed: string }
  | {
      readonly code: 'too-long';
      readonly maximumSeconds: Seconds;
      /** The access policy's rule that says so; left out: the machine's JIT policy does. */
      readonly rule?: string;
    }
  | { readonly code: 'too-short'; readonly minimumSeconds: Seconds }
  | { readonly code: 'reason-too-long'; readonly maximumLength: number }
  /** There is no access policy to ask, so the answer is no. */
  | { readonly code: 'no-access-policy'; readonly why: 'missing' | 'unreadable' }
  | { readonly code: 'no-rule'; readonly machine: string; readonly port: number }
  | { readonly code: 'rule-refuses'; readonly rule: string; readonly because?: string }
  /** Whether a rule applies could not be found out; it could be the one that says no. */
  | { readonly code: 'rule-unknown'; readonly rule: string; readonly unknown: 'requester' | 'machine' }
  /** Parts of the sources or of the time fall under different rules that need different people. */
  | { readonly code: 'several-rules'; readonly rules: readonly string[] }
  | {
      readonly code: 'source-outside-rule';
      readonly typed: string;
      /** Names of networks, or addresses. */
      readonly allowed: readonly string[];
      readonly rule: string;
    }
  | { readonly code: 'reason-missing'; readonly rule: string }
  | { readonly code: 'ticket-missing'; readonly rule: string; readonly pattern: string }
  | { readonly code: 'break-glass-not-allowed'; readonly rule: string }
  /** Nobody could be asked: the channel in which the rule's approvers are asked is not set. `''`: the one without a name. */
  | { readonly code: 'no-approvals-channel'; readonly rule: string; readonly channel: string };

const passing: ReadonlySet<Refusal['code']> = new Set(['rule-unknown', 'no-access-policy']);

/** Whether they end nothing: what is not known now may be known in a minute. */
export const mayPass = (refusals: readonly Refusal[]): boolean =>
  refusals.some(({ code }) => passing.has(code));
