// What is in force after each look at the policy file, and what admins should hear of it. Pure.
import type { PolicyNews } from '../access/policy-port.ts';
import type { PolicyInForce } from '../domain/policy/access-policy.ts';
import { problemLine } from './problem.ts';
import { readPolicyText } from './read-policy-text.ts';

/** What one look at the file found. */
export type Look =
  | { readonly kind: 'content'; readonly text: string; readonly fingerprint: string }
  | { readonly kind: 'missing' }
  /** There is something that cannot be read as text. `why` is a sentence; it is safe to show. */
  | { readonly kind: 'useless'; readonly why: string; readonly fingerprint: string };

export interface PolicyState {
  readonly inForce: PolicyInForce;
  /** What is wrong with the file now. */
  readonly problem: string | undefined;
  /** What the look before found: its fingerprint, or that there was nothing. */
  readonly seen: string | undefined;
  /** What was last taken, refused or said to be missing. */
  readonly judged: string | undefined;
}

/** Before the first look nothing is in force. */
export const noPolicyYet: PolicyState = {
  inForce: { kind: 'none', why: 'missing' },
  problem: undefined,
  seen: undefined,
  judged: undefined,
};

const nothing = '';

/**
 * The state after a look. What is new counts when two looks in a row find it: an editor writes a file piece by piece,
 * and a mounted config map is away for a moment while it is swapped. Only the very first look counts at once.
 */
export function afterLook(
  state: PolicyState,
  look: Look,
  file: string,
): { readonly state: PolicyState; readonly news?: PolicyNews } {
  const seen = look.kind === 'missing' ? nothing : look.fingerprint;
  const settled = state.seen === undefined || state.seen === seen;
  if (!settled || state.judged === seen) return { state: { ...state, seen } };
  const judged = { seen, judged: seen };
  switch (look.kind) {
    case 'missing':
      return {
        state: {
          ...judged,
          inForce: { kind: 'none', why: 'missing' },
          problem: 'There is no access policy file, so every request is refused.',
        },
        news: { kind: 'missing', file },
      };
    case 'useless':
      return refused(state, judged, look.fingerprint, [look.why]);
    case 'content':
      return taken(state, judged, look);
  }
}

type Judged = Pick<PolicyState, 'seen' | 'judged'>;

function taken(
  state: PolicyState,
  judged: Judged,
  { text, fingerprint }: Extract<Look, { kind: 'content' }>,
): ReturnType<typeof afterLook> {
  const read = readPolicyText(text);
  if (!read.ok) return refused(state, judged, fingerprint, read.problems.map(problemLine));
  const { policy } = read;
  return {
    state: { ...judged, inForce: { kind: 'in-force', policy, fingerprint }, problem: undefined },
    news: { kind: 'loaded', fingerprint, rules: policy.rules.length },
  };
}

/** A file that cannot be used changes nothing; only where nothing is in force it is why. */
function refused(
  { inForce }: PolicyState,
  judged: Judged,
  fingerprint: string,
  problems: readonly string[],
): ReturnType<typeof afterLook> {
  const kept = inForce.kind === 'in-force';
  const [first = ''] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const force = kept ? 'the version before it stays in force' : 'so every request is refused';
  return {
    state: {
      ...judged,
      inForce: kept ? inForce : { kind: 'none', why: 'unreadable' },
      problem: `The access policy file cannot be used, ${force}: ${first}${more}`,
    },
    news: { kind: 'unreadable', fingerprint, problems, kept },
  };
}
