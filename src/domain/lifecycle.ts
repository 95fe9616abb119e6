// The moves of an access request: each takes the narrow state it starts from and gives the next one with its audit entry.
import type {
  AccessRequest,
  Approved,
  Closed,
  Closing,
  Common,
  Draft,
  Failed,
  Lapsed,
  Open,
  Opening,
  Pending,
  Refused,
  Withdrawn,
} from './access-request.ts';
import { firstLink, liveLink } from './address-link.ts';
import type { Attempt, Failure } from './attempt.ts';
import type { AuditEntry } from './audit.ts';
import type { DecisionCard } from './chat-receipts.ts';
import type { Wish } from './command/command.ts';
import type { Asking } from './form.ts';
import type { ApprovalGrounds, Grounds } from './grounds.ts';
import type { LearnedAddress } from './learned-address.ts';
import { common, granting, type Move, sentBy } from './move.ts';
import type { Person } from './person.ts';
import type { Refusal } from './refusal.ts';
import type { Remains, Sight } from './sight.ts';
import type { Terms } from './terms.ts';
import { type Instant, isoOf } from './time.ts';

/** The attempts' last end: the grant ends when the last of them does. */
const endOf = (attempts: readonly Attempt[]): Instant =>
  Math.max(...attempts.map((attempt) => attempt.endsAt));

/** A wish that no form could make possible. The machine is named for the audit trail; the request itself keeps none. */
export interface RefusedAtOnce {
  readonly kind: 'refused';
  readonly refusals: readonly Refusal[];
  readonly machine?: { readonly id: string; readonly name: string };
}

/** The rule of the access policy that a refusal names. */
const ruleIn = (refusals: readonly Refusal[]): string | undefined =>
  refusals.flatMap((refusal) => ('rule' in refusal && refusal.rule !== undefined ? [refusal.rule] : []))[0];

function refusedEntry(
  refusals: readonly Refusal[],
  now: Instant,
  machine?: RefusedAtOnce['machine'],
): AuditEntry {
  const rule = ruleIn(refusals);
  return {
    at: now,
    actor: 'bot',
    kind: 'refused',
    facts: { refusals, ...(machine && { machineId: machine.id, machine: machine.name }) },
    ...(rule === undefined ? {} : { rule }),
  };
}

/** A sentence became a request: a form, a question, or a refusal at once. */
export function asked(
  start: {
    id: string;
    requester: Person;
    origin: AccessRequest['origin'];
    reader: AccessRequest['reader'];
    wish: Wish;
    learned?: LearnedAddress;
    /** Id of the ended request that is asked for again. */
    again?: string;
  },
  answer: Asking | RefusedAtOnce,
  now: Instant,
): Move<Draft | Refused> {
  const { wish, learned, again, ...who } = start;
  const chat = { card: {}, decisionCards: [], told: {}, setbacks: {} };
  const base = { shape: 3, version: 1, askedAt: now, ...chat, ...who } as const;
  const entry = {
    at: now,
    actor: start.requester.id,
    kind: 'asked',
    facts: { wish, ...(again && { again }) },
  };
  if (answer.kind !== 'refused')
    return {
      request: {
        ...base,
        state: 'draft',
        wish,
        asking: answer,
        round: 1,
        link: firstLink(now),
        ...(learned && { learned }),
      },
      entries: [entry],
    };
  return {
    request: { ...base, state: 'refused', at: now, refusals: answer.refusals },
    entries: [entry, refusedEntry(answer.refusals, now, answer.machine)],
  };
}

/** The dialog goes on with another question, or the same form with the refusals of what was sent. */
export function askedAgain(draft: Draft, asking: Asking, now: Instant): Move<Draft> {
  const refusals = asking.kind === 'form' ? asking.refusals : [];
  const kind = refusals.length > 0 ? 'refused' : 'asked-again';
  const facts =
    asking.kind === 'form' ? { machine: asking.machine.id, values: asking.values, refusals } : { asking };
  const rule = ruleIn(refusals);
  return {
    request: { ...draft, asking, round: draft.round + 1, link: liveLink(draft.link, now) },
    entries: [{ at: now, actor: draft.requester.id, kind, facts, ...(rule === undefined ? {} : { rule }) }],
  };
}

/** It cannot be had. After approvers were asked: the access policy says so now. */
export function refused(request: Draft | Pending, refusals: readonly Refusal[], now: Instant): Move<Refused> {
  return {
    request: { ...common(request), state: 'refused', at: now, refusals, ...sentBy(request) },
    entries: [refusedEntry(refusals, now)],
  };
}

export function withdrawn(request: Draft | Pending, now: Instant): Move<Withdrawn> {
  const kind = request.state === 'draft' ? 'form-dropped' : 'withdrawn';
  return {
    request: { ...common(request), state: 'withdrawn', at: now, ...sentBy(request) },
    entries: [{ at: now, actor: request.requester.id, kind, facts: {} }],
  };
}

export function lapsed(request: Draft | Pending, now: Instant): Move<Lapsed> {
  return {
    request: { ...common(request), state: 'lapsed', at: now, ...sentBy(request) },
    entries: [{ at: now, actor: 'bot', kind: 'lapsed', facts: {} }],
  };
}

/** The form was sent, everything in it is within limits, and nobody has to be asked first. Azure was not asked yet. */
export function approved(
  start: Common,
  terms: Terms,
  grounds: Exclude<Grounds, ApprovalGrounds>,
  now: Instant,
): Move<Approved> {
  const decisionCards: readonly DecisionCard[] =
    grounds.kind === 'break-glass' ? [{ channel: grounds.channel }] : [];
  return {
    request: { ...common(start), decisionCards, state: 'approved', terms, grounds, approvedAt: now },
    entries: [
      { at: now, actor: start.requester.id, kind: 'requested', facts: { terms } },
      { at: now, actor: 'bot', kind: 'approved', facts: { grounds } },
    ],
  };
}

/**
 * Records an attempt before it is made: from here on, Azure may have been asked.
 * @param as Azure is asked in the requester's name; left out: in the bot's
 */
export function attempting(
  request: Approved | Opening,
  endsAt: Instant,
  now: Instant,
  as?: 'requester',
): Move<Opening> {
  const attempt: Attempt = { sentAt: now, endsAt, outcome: 'unknown' };
  const earlier = request.state === 'opening' ? request.attempts : [];
  const [first = attempt, ...rest] = [...earlier, attempt];
  return {
    request: {
      ...granting(request),
      state: 'opening',
      approvedAt: request.approvedAt,
      attempts: [first, ...rest],
      lookAt: now,
    },
    entries: [
      {
        at: now,
        actor: 'bot',
        kind: 'initiate-sent',
        facts: { attempt: rest.length + 1, endsAt: isoOf(endsAt), ...(as !== undefined && { as }) },
      },
    ],
  };
}

/** What became of the attempt sent at `sentAt`: known now, or still in doubt with the fault that caused it. */
export function attemptKnown(
  opening: Opening,
  sentAt: Instant,
  outcome: Attempt['outcome'],
  more: { fault?: string; lookAt: Instant },
  now: Instant,
): Move<Opening> {
  const known = (attempt: Attempt): Attempt =>
    attempt.sentAt === sentAt
      ? { ...attempt, outcome, ...(more.fault === undefined ? {} : { fault: more.fault }) }
      : attempt;
  const [first, ...rest] = opening.attempts;
  const kind = { accepted: 'initiate-accepted', absent: 'initiate-not-taken', unknown: 'initiate-in-doubt' }[
    outcome
  ];
  return {
    request: { ...opening, attempts: [known(first), ...rest.map(known)], lookAt: more.lookAt },
    entries: [{ at: now, actor: 'bot', kind, facts: { sentAt: isoOf(sentAt), ...more } }],
  };
}

/** A look that did not settle the matter. Only a change of sight is worth an entry. */
export function looked<S extends Opening | Closing>(
  request: S,
  sight: Sight,
  lookAt: Instant,
  now: Instant,
): Move<S> {
  const changed = JSON.stringify(request.sight) !== JSON.stringify(sight);
  return {
    request: { ...request, sight, lookAt },
    entries: changed
      ? [{ at: now, actor: 'bot', kind: 'looked', facts: { state: request.state, sight } }]
      : [],
  };
}

/** The NSGs were seen to let the source in by JIT's rule. `lookAt`: when to look again whether they still do. */
export function opened(opening: Opening, sight: Open['sight'], lookAt: Instant, now: Instant): Move<Open> {
  const endsAt = endOf(opening.attempts.filter((attempt) => attempt.outcome === 'accepted'));
  return {
    request: { ...granting(opening), state: 'open', openedAt: now, endsAt, sight, lookAt },
    entries: [{ at: now, actor: 'bot', kind: 'opened', facts: { sight, endsAt: isoOf(endsAt) } }],
  };
}

/** The end came: from now on the port should be found shut. */
export function ending(request: Open | Opening, now: Instant): Move<Closing> {
  const endsAt =
    request.state === 'open'
      ? request.endsAt
      : endOf(request.attempts.filter((attempt) => attempt.outcome !== 'absent'));
  const seen =
    request.state === 'open'
      ? {
          openedAt: request.openedAt,
          ...(request.extension !== undefined && { extension: request.extension }),
        }
      : { askedAzureAt: Math.max(...request.attempts.map(({ sentAt }) => sentAt)) };
  // Looks that failed while it was open are no reason to put off the first one after its end.
  const { look: _, ...setbacks } = request.setbacks;
  return {
    request: { ...granting(request), setbacks, state: 'closing', ...seen, endsAt, lookAt: now },
    entries: [{ at: now, actor: 'bot', kind: 'ended', facts: { endsAt: isoOf(endsAt) } }],
  };
}

/** The grant's own rule was seen gone. `remains` names what else still lets the source in. */
export function closed(closing: Closing, remains: Remains | undefined, now: Instant): Move<Closed> {
  const openedAt = closing.openedAt === undefined ? {} : { openedAt: closing.openedAt };
  return {
    request: {
      ...granting(closing),
      state: 'closed',
      ...openedAt,
      endsAt: closing.endsAt,
      closedAt: now,
      ...(remains ? { remains } : {}),
      ...(closing.early ? { early: closing.early } : {}),
    },
    entries: [{ at: now, actor: 'bot', kind: 'closed', facts: remains ? { remains } : {} }],
  };
}

/** @param by the access policy's refusals, and its rule, where it is that which is against it */
export function failed(
  request: Approved | Opening,
  failure: Failure,
  now: Instant,
  by: { readonly refusals?: readonly Refusal[]; readonly rule?: string } = {},
): Move<Failed> {
  const { refusals, rule = ruleIn(refusals ?? []) } = by;
  const facts = { failure, ...(refusals && { refusals }) };
  return {
    request: { ...granting(request), state: 'failed', at: now, failure },
    entries: [{ at: now, actor: 'bot', kind: 'failed', facts, ...(rule !== undefined && { rule }) }],
  };
}
