// What a state still owes the world, read off the state. settle pays it; nothing else remembers it.
import type { AccessRequest, Approved, Open, Opening, Pending } from './access-request.ts';
import { type Debt, debtKey, type Timed } from './debt.ts';
import { successionOf } from './extension-moves.ts';
import { noticesOwed, offersMore } from './notices-owed.ts';
import type { Pace } from './pace.ts';
import type { Instant } from './time.ts';
import { decisionViewOf, lateAt, overdueAt, viewOf } from './view.ts';

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
    ...succession(request, now),
    ...steps(request, now, pace),
    ...views(request, now, pace),
    ...noticesOwed(request, now, pace),
    ...retirements(request, now),
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
    case 'pending':
      return pendingSteps(request);
    case 'approved':
      return [approvedStep(request, now, pace)];
    case 'opening':
      return [openingStep(request, now, pace), ...lastEnd(request)];
    case 'open':
      return openSteps(request);
    case 'closing':
      return [[{ kind: 'look' }, request.lookAt]];
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
    case 'closed':
    case 'superseded':
    case 'failed':
      return [];
  }
}

function pendingSteps({ grounds: { asking }, decisionCards }: Pending): readonly Timed[] {
  const lapse: Timed = [{ kind: 'lapse' }, asking.lapsesAt];
  const channel = asking.escalate?.channel;
  const asks = decisionCards.some((card) => card.channel === channel && card.former === undefined);
  if (asking.escalate === undefined || channel === undefined || asks) return [lapse];
  return [lapse, [{ kind: 'escalate' }, asking.escalate.at]];
}

/** Until somebody is done, it is looked at now and then whether it still is open. */
function openSteps({ endsAt, lookAt, done }: Open): readonly Timed[] {
  const revoking = done !== undefined && done.kept === undefined;
  return [
    [{ kind: 'end' }, endsAt],
    [{ kind: revoking ? 'revoke' : 'look' }, lookAt],
  ];
}

/** Before all else: the grant it extends may be about to end. */
const succession = (request: AccessRequest, now: Instant): readonly Timed[] =>
  successionOf(request) === undefined ? [] : [[{ kind: 'succeed' }, now]];

function retirements(request: AccessRequest, now: Instant): readonly Timed[] {
  const warning = request.told[debtKey(warned)];
  if (warning?.messageId === undefined || warning.retired || offersMore(request)) return [];
  return [[{ kind: 'retire', notice: warned.notice }, now]];
}

const warned = { kind: 'tell', notice: 'ending', to: 'requester' } as const;

/** An approval is for now: much later, nobody knows whether it still should be. */
function approvedStep({ approvedAt, signIn }: Approved, now: Instant, pace: Pace): Timed {
  if (signIn !== undefined)
    return now >= signIn.until
      ? [{ kind: 'give-up' }, now]
      : [{ kind: 'ask-azure' }, Math.min(signIn.lookAt, signIn.until)];
  return now >= approvedAt + pace.openTimeout * 1000
    ? [{ kind: 'give-up' }, now]
    : [{ kind: 'ask-azure' }, now];
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
  return [...timed, ...decisionViews(request, now)];
}

function decisionViews(request: AccessRequest, now: Instant): readonly Timed[] {
  const view = decisionViewOf(request, now);
  if (view === undefined) return [];
  const turn = request.state === 'pending' ? request.grounds.asking.escalate?.at : undefined;
  return request.decisionCards.flatMap(({ shown, quietUntil, why }, card): readonly Timed[] => {
    const show = { kind: 'show-decision', card, view } as const;
    if (why !== undefined) return [];
    const due: readonly Timed[] = shown === view ? [] : [[show, Math.max(now, quietUntil ?? 0)]];
    return turn === undefined || turn <= now ? due : [...due, [show, turn]];
  });
}

/** When a view changes by time alone. */
function turnsAt(request: AccessRequest, pace: Pace): Instant | undefined {
  if (request.state === 'opening') return lateAt(request, pace);
  if (request.state === 'closing') return overdueAt(request, pace);
  return undefined;
}
