// What a state still owes the world, read off the state. settle pays it; nothing else remembers it.
import type { AccessRequest, Closing, Opening } from './access-request.ts';
import { overdueNotices, type Pace } from './pace.ts';
import type { Instant } from './time.ts';

/** A notice: something said once in words, besides the card. `overdue/2` is the third time of saying so. */
export type Notice = 'ready' | 'late' | 'failed' | 'closed' | `overdue/${number}`;
export type Audience = 'requester' | 'on-call';

/** One thing to do now. Each may be repeated without harm; each is recorded before the next. */
export type Debt =
  /** Record an attempt, then ask Azure to open. */
  | { readonly kind: 'ask-azure' }
  /** Read what Azure lists, because the last attempt has no known outcome. */
  | { readonly kind: 'resolve-doubt' }
  /** Look at the NSGs: is it open, or is it shut? */
  | { readonly kind: 'look' }
  /** The end has come: start closing. */
  | { readonly kind: 'end' }
  /** Azure took none of the attempts, and the time allowed for that is over. */
  | { readonly kind: 'give-up' }
  /** Nobody sent the form in time. */
  | { readonly kind: 'lapse' }
  | { readonly kind: 'show-card'; readonly view: string }
  | { readonly kind: 'tell'; readonly notice: Notice; readonly to: Audience };

/** The name of a debt in records: `told` and `setbacks` are kept by it. */
export const debtKey = (debt: Debt): string =>
  debt.kind === 'tell' ? `${debt.to}/${debt.notice}` : debt.kind;

/** When an opening counts as late: the time allowed since Azure was first asked is over. */
export const lateAt = (request: Opening, pace: Pace): Instant =>
  request.attempts[0].sentAt + pace.openTimeout * 1000;

/** When a closing counts as overdue. */
export const overdueAt = (request: Closing, pace: Pace): Instant => request.endsAt + pace.closeGrace * 1000;

/** The key of the view a request's card should show now; a different key means the card is to be drawn again. */
export const viewOf = (request: AccessRequest, now: Instant, pace: Pace): string => {
  if (request.state === 'draft') return `draft/${request.round}`;
  if (request.state === 'opening' && now >= lateAt(request, pace))
    return `opening/late/${lateness(request, 'late')}`;
  if (request.state === 'closing' && now >= overdueAt(request, pace))
    return `closing/overdue/${lateness(request, 'overdue/0')}`;
  return request.state;
};

/** What a late card says besides being late: what was seen, and whether on-call has heard of it. */
function lateness({ sight, told }: Opening | Closing, notice: Notice): string {
  const rule = sight !== undefined && 'rule' in sight ? sight.rule?.name : undefined;
  const heard = told[debtKey({ kind: 'tell', notice, to: 'on-call' })] === undefined ? 'untold' : 'told';
  return [sight?.kind ?? 'not-seen', rule, heard].filter((part) => part !== undefined).join('/');
}

type Timed = readonly [debt: Debt, at: Instant];

/**
 * Everything a request owes: what is due at `now`, in the order to pay it (Azure before words), and when
 * something will be due next (`undefined`: never). A debt that failed lately waits for its setback to pass.
 */
export const owed = (
  request: AccessRequest,
  now: Instant,
  pace: Pace,
): { readonly due: readonly Debt[]; readonly wakeAt: Instant | undefined } => {
  const timed = [
    ...steps(request, now, pace),
    ...views(request, now, pace),
    ...notices(request, now, pace),
  ].map(([debt, at]): Timed => [debt, Math.max(at, request.setbacks[debtKey(debt)]?.notBefore ?? 0)]);
  const later = timed.filter(([, at]) => at > now).map(([, at]) => at);
  return {
    due: timed.filter(([, at]) => at <= now).map(([debt]) => debt),
    wakeAt: later.length > 0 ? Math.min(...later) : undefined,
  };
};

/** Whether a debt that was found due before is still due now that the state was read anew. */
export const stillOwed = (request: AccessRequest, kind: Debt['kind'], now: Instant, pace: Pace): boolean =>
  owed(request, now, pace).due.some((debt) => debt.kind === kind);

function steps(request: AccessRequest, now: Instant, pace: Pace): readonly Timed[] {
  switch (request.state) {
    case 'draft':
      return [[{ kind: 'lapse' }, request.askedAt + pace.draftLife * 1000]];
    case 'approved':
      return [[{ kind: 'ask-azure' }, now]];
    case 'opening':
      return [openingStep(request, now, pace), ...lastEnd(request)];
    case 'open':
      return [[{ kind: 'end' }, request.endsAt]];
    case 'closing':
      return [[{ kind: 'look' }, request.lookAt]];
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'closed':
    case 'failed':
      return [];
  }
}

function openingStep(request: Opening, now: Instant, pace: Pace): Timed {
  // An earlier attempt that was accepted is enough, whatever became of the others.
  if (request.attempts.some((attempt) => attempt.outcome === 'accepted'))
    return [{ kind: 'look' }, request.lookAt];
  if (request.attempts.some((attempt) => attempt.outcome === 'unknown'))
    return [{ kind: 'resolve-doubt' }, request.lookAt];
  if (now >= lateAt(request, pace)) return [{ kind: 'give-up' }, now];
  return [{ kind: 'ask-azure' }, Math.min(request.lookAt, lateAt(request, pace))];
}

/** An attempt that may have been taken ends at its time, seen open or not. */
function lastEnd(request: Opening): readonly Timed[] {
  const ends = request.attempts
    .filter((attempt) => attempt.outcome !== 'absent')
    .map((attempt) => attempt.endsAt);
  return ends.length > 0 ? [[{ kind: 'end' }, Math.max(...ends)]] : [];
}

function views(request: AccessRequest, now: Instant, pace: Pace): readonly Timed[] {
  const timed: Timed[] = [];
  const view = viewOf(request, now, pace);
  if (request.card.shown !== view)
    timed.push([{ kind: 'show-card', view }, Math.max(now, request.card.quietUntil ?? 0)]);
  const turn = turnsAt(request, pace);
  if (turn !== undefined && turn > now) timed.push([{ kind: 'show-card', view }, turn]);
  return timed;
}

/** When a view changes by time alone. */
function turnsAt(request: AccessRequest, pace: Pace): Instant | undefined {
  if (request.state === 'opening') return lateAt(request, pace);
  if (request.state === 'closing') return overdueAt(request, pace);
  return undefined;
}

function notices(request: AccessRequest, now: Instant, pace: Pace): readonly Timed[] {
  const both = (notice: Notice, at: Instant): readonly Timed[] =>
    (['requester', 'on-call'] as const).map((to) => [{ kind: 'tell', notice, to }, at]);
  return allNotices(request, now, pace, both).filter(([debt]) => request.told[debtKey(debt)] === undefined);
}

function allNotices(
  request: AccessRequest,
  now: Instant,
  pace: Pace,
  both: (notice: Notice, at: Instant) => readonly Timed[],
): readonly Timed[] {
  switch (request.state) {
    case 'opening':
      return both('late', lateAt(request, pace));
    case 'open':
      return [[{ kind: 'tell', notice: 'ready', to: 'requester' }, now]];
    case 'closing':
      return overdue(request, now, pace);
    case 'closed':
      return both('closed', now);
    case 'failed':
      return both('failed', now);
    case 'draft':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'approved':
      return [];
  }
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
