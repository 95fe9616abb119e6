// The moves of an access request: each takes the narrow state it starts from and gives the next one with its audit entry.
import type {
  AccessRequest,
  Approved,
  Asking,
  Attempt,
  Closed,
  Closing,
  Draft,
  Failed,
  Failure,
  Lapsed,
  Open,
  Opening,
  Refused,
  Remains,
  Sight,
  Terms,
  Withdrawn,
} from './access-request.ts';
import type { AuditEntry } from './audit.ts';
import type { Wish } from './command/command.ts';
import type { Person } from './person.ts';
import type { Refusal } from './refusal.ts';
import { type Instant, isoOf } from './time.ts';

/** A request after a move, and what the audit trail is to say of it. */
export interface Move<To extends AccessRequest = AccessRequest> {
  readonly request: To;
  readonly entries: readonly AuditEntry[];
}

/** What every state has in common; the rest of the old state does not survive a move unless it is named. */
function common(request: AccessRequest) {
  const { shape, id, version, requester, origin, reader, askedAt, card, told, setbacks } = request;
  return { shape, id, version, requester, origin, reader, askedAt, card, told, setbacks };
}

/** The attempts' last end: the grant ends when the last of them does. */
const endOf = (attempts: readonly Attempt[]): Instant =>
  Math.max(...attempts.map((attempt) => attempt.endsAt));

/** A sentence became a request: a form, a question, or a refusal at once. */
export function asked(
  start: {
    id: string;
    requester: Person;
    origin: AccessRequest['origin'];
    reader: AccessRequest['reader'];
    wish: Wish;
  },
  answer: Asking | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] },
  now: Instant,
): Move<Draft | Refused> {
  const { wish, ...who } = start;
  const base = { shape: 1, version: 1, askedAt: now, card: {}, told: {}, setbacks: {}, ...who } as const;
  const entry = { at: now, actor: start.requester.id, kind: 'asked', facts: { wish } };
  if (answer.kind !== 'refused')
    return { request: { ...base, state: 'draft', wish, asking: answer, round: 1 }, entries: [entry] };
  return {
    request: { ...base, state: 'refused', at: now, refusals: answer.refusals },
    entries: [entry, { at: now, actor: 'bot', kind: 'refused', facts: { refusals: answer.refusals } }],
  };
}

/** The dialog goes on with another question, or the same form with the refusals of what was sent. */
export function askedAgain(draft: Draft, asking: Asking, now: Instant): Move<Draft> {
  const refusals = asking.kind === 'form' ? asking.refusals : [];
  const kind = refusals.length > 0 ? 'refused' : 'asked-again';
  const facts =
    asking.kind === 'form' ? { machine: asking.machine.id, values: asking.values, refusals } : { asking };
  return {
    request: { ...draft, asking, round: draft.round + 1 },
    entries: [{ at: now, actor: draft.requester.id, kind, facts }],
  };
}

export function refused(draft: Draft, refusals: readonly Refusal[], now: Instant): Move<Refused> {
  return {
    request: { ...common(draft), state: 'refused', at: now, refusals },
    entries: [{ at: now, actor: 'bot', kind: 'refused', facts: { refusals } }],
  };
}

export function withdrawn(draft: Draft, now: Instant): Move<Withdrawn> {
  return {
    request: { ...common(draft), state: 'withdrawn', at: now },
    entries: [{ at: now, actor: draft.requester.id, kind: 'withdrawn', facts: {} }],
  };
}

export function lapsed(draft: Draft, now: Instant): Move<Lapsed> {
  return {
    request: { ...common(draft), state: 'lapsed', at: now },
    entries: [{ at: now, actor: 'bot', kind: 'lapsed', facts: {} }],
  };
}

/** The form was sent and everything in it is within limits. Nothing was asked of Azure yet. */
export function approved(draft: Draft, terms: Terms, now: Instant): Move<Approved> {
  return {
    request: { ...common(draft), state: 'approved', terms, approvedAt: now },
    entries: [
      { at: now, actor: draft.requester.id, kind: 'requested', facts: { terms } },
      // No access policy exists yet: what the machine's JIT policy allows is allowed, and the books say so.
      { at: now, actor: 'bot', kind: 'approved', facts: { by: 'jit-policy', policy: terms.policyId } },
    ],
  };
}

/** Records an attempt before it is made: from here on, Azure may have been asked. */
export function attempting(request: Approved | Opening, endsAt: Instant, now: Instant): Move<Opening> {
  const attempt: Attempt = { sentAt: now, endsAt, outcome: 'unknown' };
  const earlier = request.state === 'opening' ? request.attempts : [];
  const [first = attempt, ...rest] = [...earlier, attempt];
  return {
    request: {
      ...common(request),
      state: 'opening',
      terms: request.terms,
      approvedAt: request.approvedAt,
      attempts: [first, ...rest],
      lookAt: now,
    },
    entries: [
      {
        at: now,
        actor: 'bot',
        kind: 'initiate-sent',
        facts: { attempt: rest.length + 1, endsAt: isoOf(endsAt) },
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

/** The NSGs were seen to let the source in by JIT's rule. */
export function opened(opening: Opening, sight: Open['sight'], now: Instant): Move<Open> {
  const endsAt = endOf(opening.attempts.filter((attempt) => attempt.outcome === 'accepted'));
  return {
    request: { ...common(opening), state: 'open', terms: opening.terms, openedAt: now, endsAt, sight },
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
      ? { openedAt: request.openedAt }
      : { askedAzureAt: Math.max(...request.attempts.map(({ sentAt }) => sentAt)) };
  return {
    request: { ...common(request), state: 'closing', terms: request.terms, ...seen, endsAt, lookAt: now },
    entries: [{ at: now, actor: 'bot', kind: 'ended', facts: { endsAt: isoOf(endsAt) } }],
  };
}

/** The grant's own rule was seen gone. `remains` names what else still lets the source in. */
export function closed(closing: Closing, remains: Remains | undefined, now: Instant): Move<Closed> {
  const openedAt = closing.openedAt === undefined ? {} : { openedAt: closing.openedAt };
  return {
    request: {
      ...common(closing),
      state: 'closed',
      terms: closing.terms,
      ...openedAt,
      endsAt: closing.endsAt,
      closedAt: now,
      ...(remains ? { remains } : {}),
    },
    entries: [{ at: now, actor: 'bot', kind: 'closed', facts: remains ? { remains } : {} }],
  };
}

export function failed(request: Approved | Opening, failure: Failure, now: Instant): Move<Failed> {
  return {
    request: { ...common(request), state: 'failed', terms: request.terms, at: now, failure },
    entries: [{ at: now, actor: 'bot', kind: 'failed', facts: { failure } }],
  };
}
