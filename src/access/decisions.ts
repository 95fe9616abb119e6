// The use cases of approvers: decide, review a broken glass, look at a card. Load, judge anew, save, settle.
import { type AccessRequest, type Pending, sentOf } from '../domain/access-request.ts';
import { reviewed } from '../domain/approval-moves.ts';
import { type Decided, type Decision, decide } from '../domain/decide.ts';
import type { BreakGlassGrounds, Grounds } from '../domain/grounds.ts';
import type { Move } from '../domain/move.ts';
import type { Pace } from '../domain/pace.ts';
import type { Person } from '../domain/person.ts';
import type { PolicyInForce } from '../domain/policy/access-policy.ts';
import { anyKnown } from '../domain/policy/matches.ts';
import { mayDecide } from '../domain/policy/may-decide.ts';
import type { Known } from '../domain/policy/question.ts';
import type { Instant } from '../domain/time.ts';
import { isEscalated } from '../domain/view.ts';
import type { Viewer } from '../domain/viewer.ts';
import { approverFacts } from './approver-facts.ts';
import type { Inventory } from './azure-ports.ts';
import { type Asked, type Freshness, type Knowledge, rulesIn } from './knowledge.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { answeredByDecision, notAwaited, safetySeconds } from './saving.ts';
import type { Settle } from './settle.ts';
import { type Steps, untraced } from './steps.ts';

/** What became of an approver's click. `shown`: the state as stored, moved by this click or before it. */
export type DecisionAnswer =
  | { readonly kind: 'shown'; readonly request: AccessRequest; readonly viewer: Viewer }
  /** Nothing changed; only the one who clicked is told why. */
  | { readonly kind: Exclude<Decided['kind'], 'moved'>; readonly request: AccessRequest }
  | { readonly kind: 'no-such-request' };

export interface Decisions {
  /** @param person whom the channel authenticated @throws Fault */
  decide(person: Person, requestId: string, decision: Decision): Promise<DecisionAnswer>;
  /** Acknowledges that glass was broken. @throws Fault */
  review(person: Person, requestId: string, note: string): Promise<DecisionAnswer>;
  /**
   * Somebody asks for their view of the card; that of an onlooker is noted. Clients that do so by themselves, at every
   * scroll, are noted once. @param automatic nobody pressed anything @throws Fault
   */
  look(person: Person, requestId: string, automatic: boolean): Promise<DecisionAnswer>;
}

interface Parts {
  readonly ledger: Ledger;
  readonly settle: Settle;
  readonly knowledge: Knowledge;
  readonly inventory: Pick<Inventory, 'byId' | 'loaded' | 'knows'>;
  readonly now: () => Instant;
  readonly pace: Pace;
  readonly log: Log;
  /** Left out: nobody traces. */
  readonly steps?: Steps;
}

/** Clients remembered, so that memory stays bounded; forgetting costs an entry more. */
const mostSeen = 10_000;

export function createDecisions(parts: Parts): Decisions {
  const { ledger, settle, knowledge, inventory, now, pace, log, steps = untraced } = parts;

  const decideOn: Decisions['decide'] = (person, requestId, decision) =>
    change(person, requestId, decision, async (request) => {
      if (request.state !== 'pending') return undefined;
      if (decision.kind !== 'deny' && !canTell(request.terms.machine)) return { kind: 'unknown' };
      const [facts, known] = await Promise.all([
        knowledge.deciderFacts(person.id, partiesOf(request, now()), 'now'),
        today(request),
      ]);
      return decide(request, { person, facts }, decision, known, now());
    });

  /** Without the list of its subscription nobody can say that a machine is gone. */
  const canTell = ({ subscription }: Pending['terms']['machine']): boolean =>
    inventory.loaded && inventory.knows(subscription.id);

  async function today(pending: Pending) {
    const { requester, terms, grounds } = pending;
    const [asker, earlier] = await Promise.all([
      knowledge.askerFacts(requester.id, 'now'),
      approverFacts(knowledge, grounds.approvals, partiesOf(pending, now())),
    ]);
    return {
      policy: knowledge.policy(),
      requester: asker,
      machine: inventory.byId(terms.machine.id),
      earlier,
    };
  }

  const review: Decisions['review'] = (person, requestId, note) =>
    change(person, requestId, { kind: 'review', note }, async (request) => {
      const broken = brokenGlass(request);
      if (broken === undefined || broken.grounds.review !== undefined) return undefined;
      if (person.id === request.requester.id) return { kind: 'own' };
      const may = await mayAct(person, reviewersToday(broken.grounds, knowledge.policy()), 'now');
      if (may === undefined) return { kind: 'unknown' };
      if (!may) return { kind: 'not-approver' };
      return { kind: 'moved', move: reviewed(broken, person, note, now()) };
    });

  const seen = new Set<string>();
  /** Whether this is the first time that this client asked by itself, as far as this process remembers. */
  const isFirst = (person: Person, request: AccessRequest): boolean => {
    const key = `${request.id} ${person.id}`;
    if (seen.has(key)) return false;
    if (seen.size >= mostSeen) seen.clear();
    seen.add(key);
    return true;
  };

  const look: Decisions['look'] = async (person, requestId, automatic) => {
    const request = await ledger.load(requestId);
    if (request === undefined) return { kind: 'no-such-request' };
    const viewer = await viewerOf(person, request);
    if (viewer === 'onlooker' && (!automatic || isFirst(person, request)))
      await ledger.note(entry(person, 'decision-viewed', { automatic }), request.id);
    return { kind: 'shown', request, viewer };
  };

  /** Judged and saved until nobody else was faster. What a person may not do is noted, and changes nothing. */
  async function change(
    person: Person,
    requestId: string,
    tried: Decision | { readonly kind: 'review'; readonly note: string },
    judge: (
      request: AccessRequest,
    ) => Promise<{ kind: 'moved'; move: Move } | { kind: Exclude<Decided['kind'], 'moved'> } | undefined>,
  ): Promise<DecisionAnswer> {
    for (;;) {
      const request = await ledger.load(requestId);
      if (request === undefined) return { kind: 'no-such-request' };
      const of = tried.kind === 'review' ? 'review' : 'decision';
      const outcome = await steps.step('policy decision', { request: request.id }, { of }, () =>
        judge(request),
      );
      if (outcome === undefined) {
        const viewer = await viewerOf(person, request);
        if (viewer === 'onlooker')
          await ledger.note(entry(person, 'decision-refused', { why: 'not-approver', tried }), request.id);
        return { kind: 'shown', request, viewer };
      }
      if (outcome.kind !== 'moved') {
        const why = { why: outcome.kind, tried };
        await ledger.note(entry(person, 'decision-refused', why), request.id);
        return { kind: outcome.kind, request };
      }
      const { move } = outcome;
      const moved = answeredByDecision(move.request, now(), pace);
      const saved = await ledger.save(moved, move.entries, now() + safetySeconds * 1000);
      if (saved === 'conflict') continue;
      notAwaited(settle.settle(saved.id), saved.id, log);
      return { kind: 'shown', request: saved, viewer: await viewerOf(person, saved) };
    }
  }

  async function viewerOf(person: Person, request: AccessRequest): Promise<Viewer> {
    if (person.id === request.requester.id) return 'requester';
    if (request.state === 'pending' && request.grounds.approvals.some(({ by }) => by.id === person.id))
      return 'agreed';
    // Where it cannot be found out the buttons stay: hiding one is a comfort, and the click is checked.
    const asked = partiesOf(request, now());
    return (await mayAct(person, asked, 'lately')) === false ? 'onlooker' : 'approver';
  }

  async function mayAct(person: Person, asked: Asked, freshness: Freshness): Promise<Known> {
    const facts = await knowledge.deciderFacts(person.id, asked, freshness);
    return anyKnown(asked.map(({ parties, channel }) => mayDecide(parties, facts, channel)));
  }

  const entry = (person: Person, kind: string, facts: Readonly<Record<string, unknown>>) => ({
    at: now(),
    actor: person.id,
    kind,
    facts,
  });

  return { decide: decideOn, review, look };
}

/** Who was asked to decide or review, as recorded. */
function partiesOf(request: AccessRequest, now: Instant): Asked {
  const grounds: Grounds | undefined = sentOf(request)?.grounds;
  if (grounds?.kind === 'break-glass') return [{ parties: grounds.reviewers, channel: grounds.channel }];
  if (grounds?.kind !== 'approval') return [];
  const { approvers, channel, escalate } = grounds.asking;
  const escalated = request.state === 'pending' && isEscalated(request, now) ? escalate : undefined;
  return [
    { parties: approvers, channel },
    ...(escalated === undefined ? [] : [{ parties: escalated.to, channel: escalated.channel ?? channel }]),
  ];
}

/** Whom today's policy lets review by the rule that was used; if that rule is gone, who was to review then. */
function reviewersToday(grounds: BreakGlassGrounds, inForce: PolicyInForce): Asked {
  const rule = rulesIn(inForce).find(({ name }) => name === grounds.rule);
  if (rule?.decision !== 'approval') return [{ parties: grounds.reviewers, channel: grounds.channel }];
  return [{ parties: rule.approval.approvers, channel: rule.approval.channel }];
}

/** The request, where it was granted by breaking glass. */
function brokenGlass(request: AccessRequest) {
  switch (request.state) {
    case 'approved':
    case 'opening':
    case 'open':
    case 'closing':
    case 'closed':
    case 'superseded':
    case 'failed':
      return request.grounds.kind === 'break-glass' ? { ...request, grounds: request.grounds } : undefined;
    case 'draft':
    case 'pending':
    case 'denied':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
      return undefined;
  }
}
