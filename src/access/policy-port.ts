// Where the access policy in force comes from. Implemented in src/policy, which reads it from a file.
import type { PolicyInForce } from '../domain/policy/access-policy.ts';

/** Something that admins should hear of: a policy file was read, or could not be used. */
export type PolicyNews =
  | { readonly kind: 'loaded'; readonly fingerprint: string; readonly rules: number }
  /** The file cannot be used. `problems` are sentences with line numbers; `kept`: an earlier version stays in force. */
  | {
      readonly kind: 'unreadable';
      readonly fingerprint: string;
      readonly problems: readonly string[];
      readonly kept: boolean;
    }
  /** There is no file (any more): everything is refused. */
  | { readonly kind: 'missing'; readonly file: string };

export interface PolicySource {
  current(): PolicyInForce;
  /** What is wrong with the file now, in a sentence for /readyz and for people who are refused; `undefined`: nothing. */
  problem(): string | undefined;
}
