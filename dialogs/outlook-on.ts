// What the access policy may say to each port of a machine, before source, time and reason are known.
import type { AllowedPort, OfferedPort, OutlookRule } from '../src/domain/form.ts';
import type { Machine } from '../src/domain/machine.ts';
import type { ApprovalRule, Rule } from '../src/domain/policy/access-policy.ts';
import { longestOf, needsReason } from '../src/domain/policy/limits.ts';
import { outlook } from '../src/domain/policy/outlook.ts';
import { allowedUntil } from '../src/domain/policy/pre-approval.ts';
import type { Candidate } from '../src/domain/policy/question.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import type { Seconds } from '../src/domain/time.ts';
import type { Asker } from './asker.ts';

export interface Prospects {
  /** The ports that may be had, with the longest time that any rule may give. */
  readonly offered: readonly OfferedPort[];
  /** The rules that may decide on any of them. */
  readonly rules: readonly OutlookRule[];
  rulesFor(port: number): readonly OutlookRule[];
  /** Why none of these ports can be had. Never empty. */
  refusalsFor(ports: readonly OfferedPort[]): readonly Refusal[];
}

/** @param byJit what the machine's JIT policies offer; the access policy can only take away from it. */
export function outlookOn(
  byJit: readonly OfferedPort[],
  machine: Machine,
  breakGlass: boolean,
  { hearing, now }: Asker,
): Prospects {
  const { policy, requester, allowances } = hearing;
  const candidates = new Map<number, readonly Candidate[]>(
    byJit.map(({ port }) => [
      port,
      policy.kind === 'none' ? [] : outlook(policy.policy, { requester, machine, port, startsAt: now }),
    ]),
  );
  const offered = byJit.flatMap((offer) => {
    const possible = (candidates.get(offer.port) ?? []).filter(({ rule }) => rule.decision !== 'refused');
    return possible.length === 0
      ? []
      : [{ ...offer, maximumSeconds: Math.min(offer.maximumSeconds, longestAmong(possible, breakGlass)) }];
  });
  const allowedBy = (rule: ApprovalRule, ports: readonly number[]): readonly AllowedPort[] =>
    ports.flatMap((port) => {
      const beginning = { requester, machineId: machine.id, port, startsAt: now };
      const allowed = allowedUntil(rule, beginning, allowances);
      return allowed === undefined ? [] : [{ port, ...allowed }];
    });
  const rulesFor = (ports: readonly number[]) => rulesAbout(ports, candidates, breakGlass, allowedBy);
  return {
    offered,
    rules: rulesFor(offered.map(({ port }) => port)),
    rulesFor: (port) => rulesFor([port]),
    refusalsFor: (ports) => {
      if (policy.kind === 'none') return [{ code: 'no-access-policy', why: policy.why }];
      return unique(ports.map(({ port }) => refusalFor(candidates.get(port) ?? [], machine.name, port)));
    },
  };
}

const longestAmong = (candidates: readonly Candidate[], breakGlass: boolean): Seconds =>
  Math.max(
    ...candidates.map(({ rule }) =>
      rule.decision === 'refused' ? 0 : (longestOf(rule, breakGlass) ?? Number.POSITIVE_INFINITY),
    ),
  );

function rulesAbout(
  ports: readonly number[],
  candidates: ReadonlyMap<number, readonly Candidate[]>,
  breakGlass: boolean,
  allowedBy: AllowedBy,
): readonly OutlookRule[] {
  const rules = new Set(ports.flatMap((port) => (candidates.get(port) ?? []).map(({ rule }) => rule)));
  return [...rules].map((rule) => {
    const about = ports.filter((port) => candidates.get(port)?.some((each) => each.rule === rule));
    return told(rule, about, breakGlass, allowedBy);
  });
}

/** Where nobody has to be asked any more about what a rule decides. */
type AllowedBy = (rule: ApprovalRule, ports: readonly number[]) => readonly AllowedPort[];

function told(rule: Rule, ports: readonly number[], breakGlass: boolean, allowedBy: AllowedBy): OutlookRule {
  const { name, decision, because } = rule;
  const base = { rule: name, decision, ports, ...(because === undefined ? {} : { because }) };
  if (rule.decision === 'refused') return { ...base, reasonRequired: false };
  // Where the rule lets nobody break glass, it is asked as usual.
  const broken = breakGlass && rule.decision === 'approval' && rule.breakGlass !== undefined;
  const longest = longestOf(rule, broken);
  const { sources, ticket } = rule.limits;
  const allowed = rule.decision === 'approval' ? allowedBy(rule, ports) : [];
  return {
    ...base,
    reasonRequired: needsReason(rule, broken),
    ...(longest === undefined ? {} : { longest }),
    ...(sources === undefined ? {} : { sources: sources.map((network) => network.name) }),
    ...(ticket === undefined ? {} : { ticket: ticket.pattern }),
    ...(rule.decision === 'automatic'
      ? {}
      : {
          approvers: rule.approval.approvers,
          quorum: rule.approval.quorum,
          ...(breakGlass ? { breakGlass: rule.breakGlass !== undefined } : {}),
          ...(allowed.length > 0 && { allowed }),
        }),
  };
}

/** Of a port that no rule could let somebody have: one that refuses only some sources or hours is not the reason. */
function refusalFor(candidates: readonly Candidate[], machine: string, port: number): Refusal {
  const refusing = candidates.find(({ rule, certain }) => certain && rule.decision === 'refused');
  if (refusing === undefined) return { code: 'no-rule', machine, port };
  const { name, because } = refusing.rule;
  return { code: 'rule-refuses', rule: name, ...(because === undefined ? {} : { because }) };
}

const unique = (refusals: readonly Refusal[]): readonly Refusal[] => [
  ...new Map(refusals.map((refusal) => [JSON.stringify(refusal), refusal])).values(),
];
