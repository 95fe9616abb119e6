// The notices a state owes: what is to be said once in words, to whom and when.
import { type AccessRequest, type Closing, type Open, type Pending, sentOf } from './access-request.ts';
import { type Audience, debtKey, type Notice, type Timed } from './debt.ts';
import type { BreakGlassGrounds } from './grounds.ts';
import { overdueNotices, type Pace, reminders, reviewNotices, warningLead } from './pace.ts';
import type { Instant } from './time.ts';
import { lateAt, overdueAt, unasked } from './view.ts';

/** Notices not told yet, due ones and later ones. Those that were missed while the bot was down are not said late. */
export function noticesOwed(request: AccessRequest, now: Instant, pace: Pace): readonly Timed[] {
  const both = (notice: Notice, at: Instant): readonly Timed[] =>
    (['requester', 'on-call'] as const).map((to) => [{ kind: 'tell', notice, to }, at]);
  return [
    ...allNotices(request, now, pace, both),
    ...reviewOf(request, now),
    ...unheardOf(request, now),
  ].filter(([debt]) => request.told[debtKey(debt)] === undefined);
}

/** What somebody did not hear, others must: once for a request, as soon as one notice came to nothing. */
const unheardOf = (request: AccessRequest, now: Instant): readonly Timed[] =>
  whyUnheard(request) === undefined ? [] : [tell('unheard', 'on-call', now)];

/** Why the requester could not be told something; `undefined`: they were told all there was, or nothing was sent yet. */
export const whyUnheard = (request: AccessRequest): string | undefined =>
  sentOf(request) === undefined
    ? undefined
    : Object.entries(request.told).find(
        ([key, { messageId }]) => key.startsWith('requester/') && messageId === undefined,
      )?.[1].why;

const tell = (notice: Notice, to: Audience, at: Instant): Timed => [{ kind: 'tell', notice, to }, at];

function allNotices(
  request: AccessRequest,
  now: Instant,
  pace: Pace,
  both: (notice: Notice, at: Instant) => readonly Timed[],
): readonly Timed[] {
  switch (request.state) {
    case 'pending':
      return pendingNotices(request, now, both);
    case 'denied':
      return [tell('denied', 'requester', now)];
    case 'lapsed':
    case 'refused':
      // Of a form, the card alone says so.
      return request.sent === undefined ? [] : [tell(request.state, 'requester', now)];
    case 'approved':
      return [
        ...approvedNotice(request, now),
        ...(request.signIn === undefined ? [] : [tell('sign-in', 'requester', now)]),
      ];
    case 'opening':
      return [...approvedNotice(request, now), ...both('late', lateAt(request, pace))];
    case 'open':
      return openNotices(request, now, pace, both);
    case 'closing':
      return overdue(request, now, pace);
    case 'closed':
      return both('closed', now);
    case 'failed':
      return both('failed', now);
    case 'draft':
    case 'withdrawn':
    case 'superseded':
      return [];
  }
}

/** Ready; lost, where that is sure; not closed although they are done; and once that it ends soon. */
function openNotices(
  request: Open,
  now: Instant,
  pace: Pace,
  both: (notice: Notice, at: Instant) => readonly Timed[],
): readonly Timed[] {
  const { openedAt, endsAt, lost, done } = request;
  const lead = warningLead((endsAt - openedAt) / 1000, pace);
  return [
    ...both('ready', now),
    ...(lost?.sure ? both(`lost/${lost.since}`, now) : []),
    ...(done?.kept !== undefined && done.kept.why !== 'not-set' ? [tell('kept', 'requester', now)] : []),
    ...(lead !== undefined && offersMore(request) ? [tell('ending', 'requester', endsAt - lead * 1000)] : []),
  ];
}

/** Whether there is still something to choose before the end: more time, or to be done. */
export const offersMore = (request: AccessRequest): boolean =>
  request.state === 'open' && request.done === undefined && request.extension === undefined;

/** Said while the opening still takes its time; once the port is open, or it failed, that is the news. */
function approvedNotice(
  { grounds }: Extract<AccessRequest, { state: 'approved' | 'opening' }>,
  now: Instant,
): readonly Timed[] {
  return grounds.kind === 'approval' ? [tell('approved', 'requester', now)] : [];
}

/** The latest reminder and the next; missed ones (the bot was down) are not said late. */
function pendingNotices(
  request: Pending,
  now: Instant,
  both: (notice: Notice, at: Instant) => readonly Timed[],
): readonly Timed[] {
  const { since, remind, escalate } = request.grounds.asking;
  const timed: Timed[] = [];
  if (unasked(request).length > 0) timed.push(...both('unasked', now));
  if (escalate !== undefined) timed.push(tell('escalated', 'escalation', escalate.at));
  if (remind === undefined) return timed;
  const { count, next } = reminders((now - since) / 1000, remind);
  if (count > 0) timed.push(tell(`remind/${count - 1}`, 'approvers', now));
  return [...timed, tell(`remind/${count}`, 'approvers', since + next * 1000)];
}

/** A broken glass is told loudly at once, and again every day until somebody else has acknowledged it. */
function reviewOf(request: AccessRequest, now: Instant): readonly Timed[] {
  const grounds = sentOf(request)?.grounds;
  if (grounds?.kind !== 'break-glass') return [];
  const loud = [tell('break-glass', 'approvers', now), tell('break-glass', 'on-call', now)];
  if (grounds.review !== undefined) return loud;
  // Where the channel for the review is gone, on-call is who is left to hear of it.
  if (unasked(request).length === 0) return [...loud, ...dailyReview(grounds, 'approvers', now)];
  return [...loud, tell('unasked', 'on-call', now), ...dailyReview(grounds, 'on-call', now)];
}

function dailyReview({ since }: BreakGlassGrounds, to: Audience, now: Instant): readonly Timed[] {
  const { count, next } = reviewNotices((now - since) / 1000);
  const upcoming = tell(`review/${count}`, to, since + next * 1000);
  return count === 0 ? [upcoming] : [tell(`review/${count - 1}`, to, now), upcoming];
}

/** The latest overdue notice and the next. Earlier ones that were missed (the bot was down) are not said late. */
function overdue(request: Closing, now: Instant, pace: Pace): readonly Timed[] {
  const since = overdueAt(request, pace);
  const { count, next } = overdueNotices(Math.floor((now - since) / 1000));
  const upcoming: Timed = [{ kind: 'tell', notice: `overdue/${count}`, to: 'on-call' }, since + next * 1000];
  if (count === 0) return [upcoming, [{ kind: 'tell', notice: 'overdue/0', to: 'requester' }, since]];
  const first: Timed = [{ kind: 'tell', notice: 'overdue/0', to: 'requester' }, since];
  return [[{ kind: 'tell', notice: `overdue/${count - 1}`, to: 'on-call' }, now], first, upcoming];
}
