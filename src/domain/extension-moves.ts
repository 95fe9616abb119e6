// Extending a grant: a new request begins from an open one, and takes over once Azure accepted its end.
import type {
  AccessRequest,
  Approved,
  Closing,
  Common,
  Open,
  Pending,
  Superseded,
} from './access-request.ts';
import { sentToApprovers } from './approval-moves.ts';
import type { Grounds } from './grounds.ts';
import { approved } from './lifecycle.ts';
import { granting, type Move } from './move.ts';
import type { Terms } from './terms.ts';
import { type Instant, isoOf, type Seconds } from './time.ts';

/** The grant remembers who may take over from it: a second click finds that, and makes no second extension. */
export function extensionAsked(
  open: Open,
  extension: { readonly id: string; readonly seconds: Seconds; readonly endsAt: Instant },
  now: Instant,
): Move<Open> {
  const { id, seconds, endsAt } = extension;
  return {
    request: { ...open, extension: id },
    entries: [
      {
        at: now,
        actor: open.requester.id,
        kind: 'extension-asked',
        facts: { extension: id, seconds, endsAt: isoOf(endsAt) },
      },
    ],
  };
}

/**
 * The new request: approved, or waiting for approvers where the rule says so. It has a card of its own.
 * @param saidIn what it was asked in: one request comes of it
 */
export function extensionOf(
  open: Open,
  { id, saidIn }: { readonly id: string; readonly saidIn: string },
  terms: Terms,
  grounds: Grounds,
  now: Instant,
): Move<Approved | Pending> {
  const { requester, reader, origin } = open;
  const start: Common = {
    shape: 3,
    version: 1,
    id,
    requester,
    reader,
    origin: { ...origin, activityId: `extension ${saidIn}` },
    askedAt: now,
    card: {},
    decisionCards: [],
    told: {},
    setbacks: {},
    extends: { chain: [open.id, ...(open.extends?.chain ?? [])], endsAt: open.endsAt },
  };
  return grounds.kind === 'approval'
    ? sentToApprovers(start, terms, grounds, now)
    : approved(start, terms, grounds, now);
}

/** Nothing came of the extension, so the grant may be extended again. */
export function extensionEnded(open: Open, id: string, now: Instant): Move<Open> {
  const { extension: _, ...rest } = open;
  return {
    request: rest,
    entries: [{ at: now, actor: 'bot', kind: 'extension-ended', facts: { extension: id } }],
  };
}

/** Another request took over: Azure accepted its end, and from now on the port is that one's to close. */
export function superseded(request: Open | Closing, by: Superseded['by'], now: Instant): Move<Superseded> {
  const openedAt = request.openedAt === undefined ? {} : { openedAt: request.openedAt };
  return {
    request: { ...granting(request), state: 'superseded', ...openedAt, endsAt: request.endsAt, at: now, by },
    entries: [{ at: now, actor: 'bot', kind: 'superseded', facts: { by: by.id, endsAt: isoOf(by.endsAt) } }],
  };
}

/** What was to be done about the grant it extends has been done. */
export function extendedSettled<R extends AccessRequest>(request: R): Move<R> {
  if (request.extends === undefined) return { request, entries: [] };
  return { request: { ...request, extends: { ...request.extends, settled: true } }, entries: [] };
}

/** What becomes of the grant that a request extends, as far as it is known by now. */
export type Succession =
  /** Azure accepted the extension: it takes over with this end. */
  { readonly kind: 'takes-over'; readonly endsAt: Instant } | { readonly kind: 'came-to-nothing' };

/** `undefined`: it is not known yet, or has been dealt with, or it extends nothing. */
export function successionOf(request: AccessRequest): Succession | undefined {
  if (request.extends === undefined || request.extends.settled) return undefined;
  switch (request.state) {
    case 'draft':
    case 'pending':
    case 'approved':
      return undefined;
    case 'opening': {
      const accepted = request.attempts.filter(({ outcome }) => outcome === 'accepted');
      return accepted.length === 0
        ? undefined
        : { kind: 'takes-over', endsAt: Math.max(...accepted.map(({ endsAt }) => endsAt)) };
    }
    case 'open':
    case 'closing':
    case 'closed':
    case 'superseded':
      return { kind: 'takes-over', endsAt: request.endsAt };
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
    case 'failed':
      return { kind: 'came-to-nothing' };
  }
}

/**
 * Whether an extension takes over from a grant: it must last at least as long, or the longer one would be forgotten. So
 * would the word of who is done with it: that grant comes to its own end, and says what it came to.
 */
export const takesOver = (before: AccessRequest, endsAt: Instant): before is Open | Closing =>
  (before.state === 'open' && !endsBefore(before) && endsAt >= before.endsAt) ||
  (before.state === 'closing' && endsAt >= (before.early ? 0 : before.endsAt));

/** Somebody is done with it, and was told, or is to be told, what came of that. */
const endsBefore = ({ done }: Open): boolean => done !== undefined && done.kept?.why !== 'not-set';
