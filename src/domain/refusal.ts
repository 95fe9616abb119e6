// Every expected "no", with the facts to explain it. cards/refusal-words puts them into words, in one place.
import type { Seconds } from './time.ts';

/** Why something asked for cannot be had. A fault (something broke) is never one of these. */
export type Refusal =
  | { readonly code: 'no-jit-policy'; readonly machine: string }
  | { readonly code: 'machine-gone'; readonly machine: string }
  | {
      readonly code: 'port-not-offered';
      readonly port: number | undefined;
      readonly offered: readonly number[];
    }
  | { readonly code: 'source-missing' }
  | { readonly code: 'source-not-ipv4'; readonly typed: string }
  | { readonly code: 'source-ipv6'; readonly typed: string }
  | { readonly code: 'source-any'; readonly typed: string }
  | { readonly code: 'source-not-a-network'; readonly typed: string; readonly network: string }
  | { readonly code: 'source-not-public'; readonly typed: string; readonly range: string }
  | { readonly code: 'source-outside-policy'; readonly typed: string; readonly allowed: readonly string[] }
  | { readonly code: 'time-missing'; readonly maximumSeconds: Seconds }
  | { readonly code: 'time-not-understood'; readonly typed: string; readonly maximumSeconds: Seconds }
  | { readonly code: 'time-passed'; readonly typed: string }
  | { readonly code: 'too-long'; readonly maximumSeconds: Seconds }
  | { readonly code: 'too-short'; readonly minimumSeconds: Seconds }
  | { readonly code: 'reason-too-long'; readonly maximumLength: number };
