// What one NSG does to a source: the truth about every address of it, not about the first one.
import { type Blocker, decideFlow, flowsOf, inPriorityOrder, type Question, readyRules } from './flow.ts';
import type { NsgRule } from './rule.ts';

/**
 * - `allowed`: every address of the source is let in. `by` is the first Allow rule that decides; `alsoBy` is not
 *   empty when it takes several rules together, and then no single one of them opened the port to the source.
 * - `denied`: no address of the source is let in.
 * - `partly`: some are let in and some are not; `allow` and `deny` are the first rules of either kind. Also when
 *   only one of two protocols, or only some source ports, are let in.
 * - `unknown`: `rule` cannot be told to match, and that could change the answer. Neither yes nor shut.
 */
export type Verdict =
  | { readonly outcome: 'allowed'; readonly by: NsgRule; readonly alsoBy: readonly NsgRule[] }
  | { readonly outcome: 'denied'; readonly by: Blocker }
  | { readonly outcome: 'partly'; readonly allow: NsgRule; readonly deny: Blocker }
  | { readonly outcome: 'unknown'; readonly because: string; readonly rule: NsgRule };

/**
 * Walks the inbound rules of one NSG in priority order; the order of `rules` does not matter. Azure's default
 * rules (65000 to 65500) have to be among them: what nothing matches is denied by `no matching rule`.
 * @throws RangeError when the question's source or destination is not IPv4.
 */
export const decideRules = (rules: readonly NsgRule[], question: Question): Verdict => {
  const ready = readyRules(rules, question);
  const decisions = flowsOf(question, ready).map((flow) => decideFlow(ready, flow));

  const allows = new Set(decisions.flatMap((decision) => (decision.is === 'allowed' ? [decision.by] : [])));
  const denies = new Set(decisions.flatMap((decision) => (decision.is === 'denied' ? [decision.by] : [])));
  const [by, ...alsoBy] = inPriorityOrder(allows);
  const [deny] = firstRulesThenNone(denies);
  const doubt = decisions.find((decision) => decision.is === 'unknown');

  if (by && deny) return { outcome: 'partly', allow: by, deny };
  if (doubt) return { outcome: 'unknown', because: doubt.because, rule: doubt.rule };
  if (by) return { outcome: 'allowed', by, alsoBy };
  return { outcome: 'denied', by: deny ?? 'no matching rule' };
};

/** Blockers in the order in which they come into play: rules by priority, then the lack of one. */
export const firstRulesThenNone = (blockers: ReadonlySet<Blocker>): readonly Blocker[] => {
  const rules = inPriorityOrder([...blockers].filter((blocker) => blocker !== 'no matching rule'));
  return blockers.has('no matching rule') ? [...rules, 'no matching rule'] : rules;
};
