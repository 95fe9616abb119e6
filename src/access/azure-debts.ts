// Pays what a request owes Azure: ask it to open, find out what became of an ask, look whether a port is open or shut.
import type { AccessRequest, Approved, Closing, Opening } from '../domain/access-request.ts';
import type { Attempt, Failure } from '../domain/attempt.ts';
import { isJustifiedBy, justificationOf } from '../domain/justification.ts';
import * as lifecycle from '../domain/lifecycle.ts';
import type { Move } from '../domain/move.ts';
import { stillOwed } from '../domain/owed.ts';
import { backOff, nextWatch, type Pace } from '../domain/pace.ts';
import { type Sight, sightOfClosing, sightOfOpening } from '../domain/sight.ts';
import { signInAwaited } from '../domain/sign-in-moves.ts';
import type { StillAllowed } from '../domain/still-allowed.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import { lateAt, overdueAt } from '../domain/view.ts';
import type { Freshness, Jit, ListedOpening, PortWatch } from './azure-ports.ts';
import { newEnough, proven } from './evidence.ts';
import { Fault } from './fault.ts';
import type { JudgeAnew } from './judging-anew.ts';
import { othersListed } from './listed-grants.ts';
import type { Held, Record, Recording } from './recording.ts';
import { rejectionExplained } from './rejection-explained.ts';
import type { PersonToken, SignIns } from './sign-in-port.ts';

/** For how long an approval is as good as new. Then Azure is asked at once, unless somebody had to sign in, or the bot was away. */
const freshSeconds: Seconds = 60;

/** Azure keeps more digits of an end time than JavaScript does; two asks are never this close together. */
const sameEndMilliseconds = 1000;

/** In whose name Azure is to be asked. */
export type Asker = { readonly as: 'bot' } | { readonly as: 'requester'; readonly token: PersonToken };

type NotAnyMore = Extract<StillAllowed, { kind: 'not-any-more' }>;
const allowed: StillAllowed = { kind: 'allowed' };

/** How far an ask has come. */
export type Asking =
  | { readonly kind: 'asker'; readonly asker: Asker }
  | { readonly kind: 'sign-in-first' }
  | NotAnyMore;

interface Parts {
  readonly jit: Jit;
  readonly judgeAnew: JudgeAnew;
  /** Left out: Azure is asked in the bot's own name. */
  readonly signIns?: SignIns;
  readonly watch: PortWatch;
  readonly record: Record;
  readonly now: () => Instant;
  readonly pace: Pace;
}

/** Payments of the Azure debts. Each returns how to record what became known, or has recorded it already. */
export function createAzureDebts({ jit, judgeAnew, signIns, watch, record, now, pace }: Parts) {
  /**
   * In whose name Azure may be asked now, and whether it still may. Asked anew for each attempt; nothing is kept.
   * @throws Fault where that could not be found out
   */
  async function mayAsk(request: Approved | Opening): Promise<Asking> {
    const token = await signIns?.tokenOf(request.requester);
    if (signIns !== undefined && token === undefined) return { kind: 'sign-in-first' };
    const at = now();
    if (request.state === 'approved' && at >= request.approvedAt + freshSeconds * 1000) {
      const endsAt = endFor(request, at);
      // Of what is over anyway, the time is what is said.
      const today = hasTime(endsAt, at) ? await judgeAnew(request, at, endsAt) : allowed;
      if (today.kind === 'not-any-more') return today;
      if (today.kind === 'unknown')
        throw new Fault('unavailable', 'It cannot be told whether the access policy still allows it.');
    }
    return { kind: 'asker', asker: token === undefined ? { as: 'bot' } : { as: 'requester', token } };
  }

  /** Nothing was sent to Azure. */
  const fallen =
    ({ refusals, rule }: NotAnyMore): Recording =>
    (fresh, at) =>
      fresh.state === 'approved' && stillOwed(fresh, 'ask-azure', at, pace)
        ? lifecycle.failed(fresh, notAllowedAnyMore, at, { refusals, ...(rule !== undefined && { rule }) })
        : undefined;

  /** Azure was not asked, and is not until they have signed in. Nobody else's name takes the place of theirs. */
  const awaitSignIn: Recording = (fresh, at) => {
    if (!canFail(fresh) || !stillOwed(fresh, 'ask-azure', at, pace)) return undefined;
    // Somebody who was signed in a moment ago has signed out since.
    return fresh.state === 'approved'
      ? signInAwaited(fresh, at, pace)
      : lifecycle.failed(fresh, signedOut, at);
  };

  /** Records the attempt, then makes it: a crash in between leaves a doubt to resolve, never a forgotten grant. */
  async function askAzure(request: Approved | Opening, asker: Asker): Promise<Held> {
    const at = now();
    const endsAt = endFor(request, at);
    if (!hasTime(endsAt, at))
      return record(request, (fresh, when) =>
        canFail(fresh) && stillOwed(fresh, 'ask-azure', when, pace)
          ? lifecycle.failed(fresh, timePassed, when)
          : undefined,
      );
    // A slow process may find that another has asked meanwhile: only the attempt that this call wrote is sent.
    const written: Attempt[] = [];
    const held = await record(request, (fresh, when) => {
      written.length = 0;
      if (!canFail(fresh) || !stillOwed(fresh, 'ask-azure', when, pace)) return undefined;
      const move = lifecycle.attempting(fresh, endsAt, when, asker.as === 'requester' ? asker.as : undefined);
      written.push(...move.request.attempts.slice(-1));
      return move;
    });
    const [attempt] = written;
    return attempt === undefined
      ? held
      : record(held.request, await send(held.request, request.terms, attempt, asker));
  }

  async function send(
    request: AccessRequest,
    terms: Approved['terms'],
    attempt: Attempt,
    asker: Asker,
  ): Promise<Recording> {
    const { policyId, port, source } = terms;
    const machineId = terms.machine.azureId;
    const justification = justificationOf(request, terms.reason);
    try {
      await jit.open(
        { policyId, machineId, port, source, endsAt: attempt.endsAt, justification },
        asker.as === 'requester' ? asker.token : undefined,
      );
      return onOpening((opening, at) =>
        lifecycle.attemptKnown(opening, attempt.sentAt, 'accepted', { lookAt: at }, at),
      );
    } catch (error) {
      return afterFault(attempt, error, await rejectionExplained(jit, terms, attempt, error));
    }
  }

  /** Reads the policy's own list before anything else: an ask without an answer is never blindly repeated. */
  async function resolveDoubt(request: Opening): Promise<Recording> {
    const unknown = request.attempts.filter(({ outcome }) => outcome === 'unknown');
    const readAt = now();
    const listed = await jit.listed(request.terms.policyId);
    const taken = unknown.find((attempt) => listed.some((entry) => isOurs(entry, request, attempt)));
    if (taken !== undefined)
      return onOpening((opening, at) =>
        lifecycle.attemptKnown(opening, taken.sentAt, 'accepted', { lookAt: at }, at),
      );
    const lost = unknown.find((attempt) => readAt - attempt.sentAt > pace.doubt * 1000);
    if (lost !== undefined)
      return onOpening((opening, at) =>
        lifecycle.attemptKnown(opening, lost.sentAt, 'absent', { lookAt: at }, at),
      );
    return onOpening((opening, at) => ({
      request: { ...opening, lookAt: at + pace.look * 1000 },
      entries: [],
    }));
  }

  async function lookOpening(request: Opening): Promise<Recording> {
    const { machine } = request.terms;
    const askedAt = Math.max(...request.attempts.map(({ sentAt }) => sentAt));
    const since = newEnough(now(), askedAt);
    const sight = await proven(
      async (way) => sightOfOpening(await watch.filtersOf(machine, { since, way }), request.terms),
      ({ kind }) => kind === 'open',
    );
    return onOpening((opening, at) => {
      if (sight.kind === 'open') return lifecycle.opened(opening, sight, nextWatch(opening, at, pace), at);
      return lifecycle.looked(opening, sight, at + gap(at, lateAt(opening, pace)), at);
    });
  }

  async function lookClosing(request: Closing): Promise<Recording> {
    const begunAt = now();
    const mayCome = mayComeUntil(request);
    // What was read while a rule might still come says nothing of whether one came.
    const since = newEnough(begunAt, mayCome > begunAt ? request.endsAt : Math.max(request.endsAt, mayCome));
    const sight = await proven(
      (way) => lookAtEnd(request, { since, way }),
      ({ kind }) => kind !== 'jit-rule-remains',
    );
    return onClosing((closing, at) => {
      // A rule that has not come yet may still come: no rule is not a no until Azure has had its time.
      if (sight.kind === 'shut' && since >= mayComeUntil(closing))
        return lifecycle.closed(closing, undefined, at);
      if (sight.kind === 'open-by-other-rule' || sight.kind === 'open-by-other-grant')
        return lifecycle.closed(closing, sight, at);
      const mayNotCome = mayComeUntil(closing);
      const next = at + gap(at, overdueAt(closing, pace));
      return lifecycle.looked(closing, sight, mayNotCome > at ? Math.min(next, mayNotCome) : next, at);
    });
  }

  async function lookAtEnd(request: Closing, freshness: Freshness): Promise<Sight> {
    const { terms } = request;
    const filters = await watch.filtersOf(terms.machine, freshness);
    // Azure's list explains a rule that stays: another grant for the same port runs on.
    const isShut = sightOfClosing(filters, terms, [], now()).kind === 'shut';
    const listed = isShut ? [] : await othersListed(jit, request);
    return sightOfClosing(filters, terms, listed, now());
  }

  const mayComeUntil = ({ askedAzureAt }: Closing): Instant =>
    askedAzureAt === undefined ? 0 : askedAzureAt + pace.openTimeout * 1000;

  const gap = (at: Instant, late: Instant): number =>
    (at < late ? pace.net : Math.max(pace.net, pace.lookLate)) * 1000;

  return { mayAsk, fallen, awaitSignIn, askAzure, resolveDoubt, lookOpening, lookClosing };
}

const timePassed = {
  code: 'time-passed',
  message: 'The end you asked for had come before the port could be opened.',
} as const;

const notAllowedAnyMore = {
  code: 'not-allowed-any-more',
  message: 'Before Azure could be asked, the access policy had stopped allowing it.',
} as const;

const signedOut = {
  code: 'not-signed-in',
  message: 'You are not signed in any more, and Azure is asked in your name only.',
} as const;

/**
 * The clock starts when Azure is asked to open, not when somebody asked the bot. What was allowed in advance never
 * reaches beyond the window it was allowed for.
 */
function endFor({ terms, grounds }: Approved | Opening, now: Instant): Instant {
  const end = terms.time.kind === 'until' ? terms.time.at : now + terms.time.seconds * 1000;
  return grounds.kind === 'pre-approval' ? Math.min(end, grounds.until) : end;
}

/** Whether there is anything left to open it for. */
const hasTime = (endsAt: Instant, now: Instant): boolean => endsAt - now >= 1000;

const canFail = (request: AccessRequest): request is Approved | Opening =>
  request.state === 'approved' || request.state === 'opening';

const onOpening =
  (move: (opening: Opening, at: Instant) => Move): Recording =>
  (fresh, at) =>
    fresh.state === 'opening' ? move(fresh, at) : undefined;

const onClosing =
  (move: (closing: Closing, at: Instant) => Move): Recording =>
  (fresh, at) =>
    fresh.state === 'closing' ? move(fresh, at) : undefined;

/** What a fault says of an attempt. Anything but a clear "nothing was opened" is a doubt. */
function afterFault(attempt: Attempt, error: unknown, explained?: Failure): Recording {
  const fault =
    error instanceof Fault ? error : new Fault('in-doubt', 'Azure gave no clear answer.', { cause: error });
  return onOpening((opening, at) => {
    const known = (outcome: Attempt['outcome'], waitSeconds: number): Move<Opening> =>
      lifecycle.attemptKnown(
        opening,
        attempt.sentAt,
        outcome,
        { fault: fault.message, lookAt: at + waitSeconds * 1000 },
        at,
      );
    const wait = fault.retryAfterSeconds ?? backOff(opening.attempts.length);
    switch (fault.code) {
      case 'in-doubt':
        return known('unknown', 0);
      case 'unavailable':
      case 'throttled':
        return known('absent', wait);
      case 'rejected':
      case 'missing':
        return fail(known('absent', 0), explained ?? { code: 'azure-refused', message: fault.message }, at);
      case 'forbidden':
        return fail(
          known('absent', 0),
          {
            code: fault.reason === 'own-right' ? 'own-right-missing' : 'right-missing',
            message: fault.message,
          },
          at,
        );
    }
  });
}

function fail(known: Move<Opening>, failure: Parameters<typeof lifecycle.failed>[1], at: Instant): Move {
  const ended = lifecycle.failed(known.request, failure, at);
  return { request: ended.request, entries: [...known.entries, ...ended.entries] };
}

/** Azure's entries have no id: ours is the one for this machine, port and source that ends when we asked it to. */
function isOurs(entry: ListedOpening, { id, terms }: Opening, attempt: Attempt): boolean {
  if (entry.machineId !== terms.machine.id || entry.port !== terms.port) return false;
  if (Math.abs(entry.endsAt - attempt.endsAt) >= sameEndMilliseconds) return false;
  if (entry.justification !== '') return isJustifiedBy(entry.justification, id);
  return entry.sources.includes(terms.source);
}
