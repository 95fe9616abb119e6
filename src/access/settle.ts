// Pays what a request owes, one debt at a time, each recorded before the next. After a crash: settle again.
import type { AccessRequest, Approved, Opening } from '../domain/access-request.ts';
import * as approvalMoves from '../domain/approval-moves.ts';
import { type Debt, debtKey } from '../domain/debt.ts';
import { unseen } from '../domain/grant-moves.ts';
import * as lifecycle from '../domain/lifecycle.ts';
import { owed, stillOwed } from '../domain/owed.ts';
import { backOff, type Pace } from '../domain/pace.ts';
import { signedInNow } from '../domain/sign-in-moves.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import { watchedOf } from '../domain/watched.ts';
import { createAzureDebts } from './azure-debts.ts';
import type { Jit, PortWatch, Revoke } from './azure-ports.ts';
import { createChatDebts } from './chat-debts.ts';
import type { Notifier } from './chat-ports.ts';
import { createDecisionDebts } from './decision-debts.ts';
import type { Rosters } from './directory-ports.ts';
import type { ExtensionJudge } from './extension-judging.ts';
import { Fault } from './fault.ts';
import { type Hear, hearNothing } from './happenings.ts';
import { type Holding, whileHeld } from './holding.ts';
import type { JudgeAnew } from './judging-anew.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import type { OnDuty } from './on-duty.ts';
import { createOncePerKey } from './once-per-key.ts';
import { createOpenDebts } from './open-debts.ts';
import type { Presenter } from './presenter-port.ts';
import { createRecord, type Held, loadAgain, type Recording } from './recording.ts';
import { notAwaited } from './saving.ts';
import type { SignIns } from './sign-in-port.ts';
import { type Steps, untraced } from './steps.ts';
import { createSuccession } from './succession.ts';
import { createWaitingWords } from './waiting-words.ts';

export interface SettleParts {
  readonly ledger: Ledger;
  readonly jit: Jit;
  readonly judgeAnew: JudgeAnew;
  /** Left out: Azure is asked in the bot's own name. */
  readonly signIns?: SignIns;
  readonly watch: PortWatch;
  readonly revoke: Revoke;
  /** By how much cards may offer to extend. */
  readonly judge: Pick<ExtensionJudge, 'choicesFor'>;
  readonly notifier: Notifier;
  readonly presenter: Presenter;
  readonly rosters: Rosters;
  readonly onDuty: OnDuty;
  /** Whether requests wait to be settled: what is said of an end then lets other ends go first. Left out: never. */
  readonly crowded?: () => boolean;
  /** Left out: nobody listens. */
  readonly hear?: Hear;
  /** Left out: nobody traces. */
  readonly steps?: Steps;
  readonly now: () => Instant;
  readonly pace: Pace;
  readonly log: Log;
}

export interface Settle {
  /** Settles a request if nobody else is doing so. Rejects only when the ledger cannot be reached. */
  settle(id: string): Promise<void>;
  /**
   * The same, and where it has a port to look at, or waits for a sign-in, it does so at once: somebody saw that it is not as recorded. A look that waits
   * after trouble goes on waiting.
   */
  look(id: string): Promise<void>;
  /** Settles a request whose lease this process already holds, such as one just created. */
  settleHeld(request: AccessRequest): Promise<void>;
  /** Waits for everything under way here. */
  idle(): Promise<void>;
}

// More payments than any state can owe at once; beyond it something is circling, and a pause is kinder than a storm.
const mostPayments = 50;
/** How long the words of an end wait in a crowd. Teams takes them at its own rate anyway; the ends themselves should not wait for it. */
const hushSeconds: Seconds = 3;

export function createSettle(parts: SettleParts): Settle {
  const { ledger, now, pace, log, hear = hearNothing, steps = untraced } = parts;
  const words = createWaitingWords(pace);
  const record = createRecord({ ledger, now, words, hear });
  const azure = createAzureDebts({ ...parts, record });
  const open = createOpenDebts(parts);
  const succeed = createSuccession({ ledger, now, settleSoon: (id) => notAwaited(settle(id), id, log) });
  const chat = createChatDebts(parts);
  const decisions = createDecisionDebts(parts);
  const perRequest = createOncePerKey();

  const settle = (id: string): Promise<void> => perRequest.run(id, () => leaseAndPay(id));

  async function leaseAndPay(id: string, looks = false): Promise<void> {
    const at = now();
    const taken = await ledger.lease(id, at);
    if (taken.kind === 'leased') await payHeld(looks ? lookingNow(taken.request, now()) : taken.request, at);
    if (taken.kind === 'missing') log.warn({ request: id }, 'a wake-up names a request that does not exist');
  }

  /** @param since a moment at which this process held its lease, by the clock before the books were asked */
  async function payHeld(request: AccessRequest, since: Instant): Promise<void> {
    const renew = (at: Instant) => ledger.renew(request.id, at);
    try {
      await whileHeld({ renew, seconds: ledger.leaseSeconds, since, now }, (holding) =>
        steps.step('settle', { request: request.id }, { state: request.state }, () =>
          payAll(request, holding),
        ),
      );
    } finally {
      words.forget(request.id);
    }
  }

  async function payAll(request: AccessRequest, holding: Holding): Promise<void> {
    let held: Held = { request, leased: true };
    for (let payments = 0; held.leased && payments < mostPayments; payments += 1) {
      if (!holding.isHeld()) {
        // Held up for so long that somebody else may have gone on: then it is theirs, and what they did is read anew.
        const at = now();
        const taken = await ledger.lease(request.id, at);
        if (taken.kind !== 'leased') return;
        holding.takenAt(at);
        held = { request: taken.request, leased: true };
      }
      const { due, wakeAt } = words.owedNow(held.request, now());
      const [debt] = due;
      if (debt !== undefined) held = await payAsStep(held.request, debt, holding);
      else if (await ledger.release(held.request, wakeAt)) return;
      else held = { request: await loadAgain(ledger, held.request.id), leased: true };
    }
  }

  const payAsStep = (request: AccessRequest, debt: Debt, holding: Holding): Promise<Held> =>
    steps.step('pay', {}, { debt: debtKey(debt) }, () => pay(request, debt, holding));

  async function pay(request: AccessRequest, debt: Debt, holding: Holding): Promise<Held> {
    if (debt.kind === 'ask-azure' && (request.state === 'approved' || request.state === 'opening'))
      return ask(request, debt);
    if (isEnd(request, debt) && parts.crowded?.()) words.hush(request, afterHush(now()));
    const before = holding.lapses();
    const recording = await payment(request, debt).catch((error) => {
      if (!isNotYet(error)) return setback(request, debt, error);
      words.wait(request, debt, now() + (error.retryAfterSeconds ?? hushSeconds) * 1000);
      return nothing;
    });
    // What was seen before a long pause is no sight of how it is now: it is looked at again.
    const isStale = isSeen(debt) && (!holding.isHeld() || holding.lapses() > before);
    return record(request, isStale ? nothing : recording);
  }

  /** In whose name, and whether it still may, come first: without that nothing is recorded as sent, and nothing is. */
  async function ask(request: Approved | Opening, debt: Debt): Promise<Held> {
    const asking = await azure
      .mayAsk(request)
      .catch((error: unknown) => ({ kind: 'not-known', error }) as const);
    switch (asking.kind) {
      case 'asker':
        return azure.askAzure(request, asking.asker);
      case 'sign-in-first':
        return record(request, paid(debt, azure.awaitSignIn));
      case 'not-any-more':
        return record(request, azure.fallen(asking));
      case 'not-known':
        return record(request, setback(request, debt, asking.error));
    }
  }

  /** Does what is owed; what to write down comes back. */
  async function payment(request: AccessRequest, debt: Debt): Promise<Recording> {
    switch (debt.kind) {
      case 'show-card':
        return paid(debt, await chat.showCard(request));
      case 'tell':
        return paid(debt, await chat.tell(request, debt));
      case 'look':
        if (request.state === 'opening') return paid(debt, await azure.lookOpening(request));
        if (request.state === 'closing') return paid(debt, await azure.lookClosing(request));
        return request.state === 'open' ? paid(debt, await open.lookOpen(request)) : nothing;
      case 'resolve-doubt':
        return request.state === 'opening' ? paid(debt, await azure.resolveDoubt(request)) : nothing;
      case 'revoke':
        return request.state === 'open' ? paid(debt, await open.endNow(request)) : nothing;
      case 'succeed':
        return paid(debt, await succeed(request));
      case 'end':
        return (fresh, at) =>
          fresh.state === 'open' || fresh.state === 'opening' ? lifecycle.ending(fresh, at) : undefined;
      case 'give-up':
        return (fresh, at) =>
          (fresh.state === 'approved' || fresh.state === 'opening') && stillOwed(fresh, 'give-up', at, pace)
            ? lifecycle.failed(fresh, gaveUp(fresh), at)
            : undefined;
      case 'lapse':
        return (fresh, at) =>
          (fresh.state === 'draft' || fresh.state === 'pending') && stillOwed(fresh, 'lapse', at, pace)
            ? lifecycle.lapsed(fresh, at)
            : undefined;
      case 'escalate':
        return (fresh, at) => {
          const channel = fresh.state === 'pending' ? fresh.grounds.asking.escalate?.channel : undefined;
          return fresh.state === 'pending' && channel !== undefined && stillOwed(fresh, 'escalate', at, pace)
            ? approvalMoves.escalated(fresh, channel, at)
            : undefined;
        };
      case 'show-decision':
        return paid(debt, await decisions.showDecision(request, debt));
      case 'retire':
        return paid(debt, await chat.retire(request, debt));
      case 'ask-azure':
        return nothing;
    }
  }

  /** A debt that could not be paid: noted with its reason and tried again later, ever more slowly. */
  function setback(request: AccessRequest, debt: Debt, error: unknown): Recording {
    const known = error instanceof Fault;
    const fault = known
      ? error
      : new Fault('unavailable', 'Something went wrong inside the bot.', { cause: error });
    log[known ? 'warn' : 'error'](
      { request: request.id, debt: debtKey(debt), err: error },
      'a debt could not be paid',
    );
    return (fresh, at) => {
      // Whoever was faster may have paid it meanwhile.
      const key = debtKey(debt);
      const isDue = owed(fresh, at, pace).due.some((each) => debtKey(each) === key);
      if (fresh.version !== request.version && !isDue) return undefined;
      const tries = (fresh.setbacks[debtKey(debt)]?.tries ?? 0) + 1;
      const notBefore = at + (fault.retryAfterSeconds ?? backOff(tries)) * 1000;
      const setbacks = { ...fresh.setbacks, [debtKey(debt)]: { tries, notBefore, message: fault.message } };
      return {
        request:
          debt.kind === 'look' ? blind({ ...fresh, setbacks }, fault.message, at) : { ...fresh, setbacks },
        entries:
          fresh.setbacks[debtKey(debt)]?.message === fault.message
            ? []
            : [
                {
                  at,
                  actor: 'bot',
                  kind: 'setback',
                  facts: { debt: debtKey(debt), message: fault.message, tries },
                },
              ],
      };
    };
  }

  /** Nothing could be seen: what was seen last is no longer known to be true. */
  function blind(request: AccessRequest, because: string, at: Instant): AccessRequest {
    if (request.state === 'open') return unseen(request, because, pace, at);
    if (request.state !== 'opening' && request.state !== 'closing') return request;
    return { ...request, sight: { kind: 'unknown', because } };
  }

  return {
    settle,
    look: (id) =>
      perRequest.run(
        id,
        () => leaseAndPay(id, true),
        () => leaseAndPay(id),
      ),
    settleHeld: (request) =>
      perRequest.run(
        request.id,
        () => payHeld(request, request.askedAt),
        () => leaseAndPay(request.id),
      ),
    idle: perRequest.idle,
  };
}

/** Not written down by itself: the look records when the next one is due. */
function lookingNow(request: AccessRequest, at: Instant): AccessRequest {
  if (request.state === 'approved') return signedInNow(request, at);
  const watched = watchedOf(request);
  if (watched === undefined || watched.rests || !('lookAt' in request)) return request;
  return { ...request, lookAt: Math.min(request.lookAt, at) };
}

const nothing: Recording = () => undefined;

/** Nothing went wrong: the words come when it is their turn. */
const isNotYet = (error: unknown): error is Fault => error instanceof Fault && error.reason === 'not-yet';

/** On a whole second, so that those of one crowd are looked for together. */
const afterHush = (now: Instant): Instant => Math.ceil(now / 1000 + hushSeconds) * 1000;

const isEnd = ({ state }: AccessRequest, { kind }: Debt): boolean =>
  kind === 'end' || (kind === 'look' && state === 'closing');

/** Debts that are paid by looking at something. */
const isSeen = ({ kind }: Debt): boolean => kind === 'look' || kind === 'resolve-doubt';

/** A paid debt has no setback any more. */
function paid(debt: Debt, recording: Recording): Recording {
  return (fresh, at) => {
    const move = recording(fresh, at);
    if (move === undefined || move.request.setbacks[debtKey(debt)] === undefined) return move;
    const { [debtKey(debt)]: _, ...setbacks } = move.request.setbacks;
    return { ...move, request: { ...move.request, setbacks } };
  };
}

function gaveUp(request: Extract<AccessRequest, { state: 'approved' | 'opening' }>) {
  // With a setback it is something else that was waited for last.
  if (
    request.state === 'approved' &&
    request.signIn !== undefined &&
    request.setbacks['ask-azure'] === undefined
  )
    return {
      code: 'not-signed-in',
      message: 'You did not sign in, and Azure is asked in your name only.',
    } as const;
  const fault =
    request.state === 'approved'
      ? (request.setbacks['ask-azure']?.message ??
        'The bot could not ask Azure in time after it was approved.')
      : (request.attempts.at(-1)?.fault ?? 'Azure does not list the request it was sent.');
  return { code: 'azure-unavailable', message: fault } as const;
}
