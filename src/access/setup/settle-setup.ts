// Carries out confirmed changes of the setup, one piece of work at a time, each recorded before the next. After a crash: settle again.
import type { SetupChange, SetupRunning, Step, Target } from '../../domain/setup/setup-change.ts';
import { dropped, ended, type SetupMove, stepped } from '../../domain/setup/setup-moves.ts';
import { setupViewOf } from '../../domain/setup/setup-view.ts';
import { lookAfter, proveSeconds, type SetupWork, setupWork } from '../../domain/setup/setup-work.ts';
import type { Instant, Seconds } from '../../domain/time.ts';
import type { Urgency } from '../../domain/urgency.ts';
import type { PortWatch } from '../azure-ports.ts';
import type { Notifier, Sending } from '../chat-ports.ts';
import { Fault } from '../fault.ts';
import { isForGood } from '../final-answer.ts';
import { claimSeconds, type Holding, whileClaimed } from '../holding.ts';
import type { Ledger } from '../ledger-port.ts';
import type { Log } from '../log-port.ts';
import { createOncePerKey } from '../once-per-key.ts';
import { notAwaited } from '../saving.ts';
import type { DefenderPlans, JitEditor, KnownMachines } from '../setup-ports.ts';
import { type Steps, untraced } from '../steps.ts';
import { portsElsewhere, writtenAt } from './one-machine.ts';
import { createPolicyTurns } from './policy-turns.ts';
import { type Proof, proofOf } from './prove.ts';
import type { SetupBook } from './setup-book.ts';
import type { SetupPresenter } from './setup-presenter.ts';
import { begun, turnedOff, writeStep } from './write-step.ts';

export interface SetupSettleParts {
  /** Whether JIT policies and plans may be written; what was written before is proven all the same. */
  readonly setup: boolean;
  readonly book: SetupBook;
  readonly ledger: Pick<Ledger, 'claim' | 'unclaim'>;
  readonly editor: JitEditor;
  readonly plans: DefenderPlans;
  readonly watch: PortWatch;
  readonly inventory: KnownMachines;
  /**
   * Learns what was written in these subscriptions (ids), so that it can be asked for when it is said to be on. Never
   * rejects.
   */
  readonly refresh: (subscriptions: readonly string[]) => Promise<void>;
  readonly notifier: Notifier;
  readonly presenter: SetupPresenter;
  readonly now: () => Instant;
  /** Waits so many seconds; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
  readonly log: Log;
  /** Left out: nobody traces. */
  readonly steps?: Steps;
}

type ProvingStep = Extract<Step, { stage: 'proving' }>;

export interface SetupSettle {
  /** Does what a change owes, unless another process is doing so. Rejects only when the database is away. */
  settle(id: string): Promise<void>;
  /** Begins nothing more, and waits for the pieces of work under way here. */
  stop(): Promise<void>;
}

const pace = { looksAtOnce: 4 };
/** Another process writes the same policy. */
const policyBusyMilliseconds = 2000;
/** Between two drawings of a card while its change runs. */
const drawMilliseconds = 2000;
/** After a post that did not work. */
const postAgain: Seconds = 15;
/** A large estate takes longer to read; its end is not held up for that. */
const refreshPatience: Seconds = 10;
/** Where its subscription cannot be read, and never was since the start. */
const unknownMachine: Proof = {
  waiting: 'The machines of its subscription cannot be read, so it could not be looked at.',
};
/** What is due later than this is left to the sweep. */
const soonMilliseconds = 60_000;

/** What a change is about. */
const subscriptionsOf = (change: SetupChange): readonly string[] => {
  if (change.state !== 'running') return [];
  return change.plan.kind === 'defender'
    ? [change.plan.subscription.id]
    : change.plan.targets.map(({ machine }) => machine.subscription.id);
};

/** The policy that is about to be written. */
const policyOf = (change: SetupChange, work: SetupWork): string | undefined =>
  work.kind === 'write' && change.state === 'running' && change.plan.kind !== 'defender'
    ? change.plan.targets[work.at]?.policyIds[0]
    : undefined;

/** One piece of work at a time for each change, in this process; a claim keeps the others away. */
export function createSetupSettle(parts: SetupSettleParts): SetupSettle {
  const { book, ledger, watch, notifier, presenter, now, pause, log, steps = untraced } = parts;
  const turns = createPolicyTurns(ledger, now);
  let stopped = false;
  const perChange = createOncePerKey();

  const settle = (id: string): Promise<void> =>
    perChange.run(id, async () => {
      await whileClaimed(ledger, keyOf(id), now, (holding) =>
        steps.step('settle setup', { setup: id }, {}, () => work(id, holding)),
      );
    });

  const keyOf = (id: string): string => `setup/${id}`;

  async function work(id: string, holding: Holding): Promise<void> {
    let drawnAt = 0;
    let change = await book.load(id);
    while (change !== undefined && !stopped) {
      const at = now();
      if (!(await ledger.claim(keyOf(id), at, claimSeconds))) return;
      holding.takenAt(at);
      const mayShow = now() - drawnAt >= drawMilliseconds;
      const { work: next, wakeAt } = setupWork(change, now(), pace, mayShow);
      if (next === undefined) return againAt(id, wakeAt);
      if (next.kind === 'show-card') drawnAt = now();
      const current = change;
      const paid = await turns.within(policyOf(current, next), () => pay(current, next));
      if (paid === 'busy') return againAt(id, now() + policyBusyMilliseconds);
      change = paid;
    }
  }

  /** The books wake it in any case, some seconds later. */
  function againAt(id: string, wakeAt: Instant | undefined): void {
    const milliseconds = (wakeAt ?? Number.POSITIVE_INFINITY) - now();
    if (milliseconds > soonMilliseconds) return;
    void pause(Math.max(0, milliseconds) / 1000).then(() => notAwaited(settle(id), id, log));
  }

  /** @returns the change as it is then */
  async function pay(change: SetupChange, next: SetupWork): Promise<SetupChange | undefined> {
    switch (next.kind) {
      case 'lapse':
        return change.state === 'draft' ? save(dropped(change, 'lapsed', now())) : change;
      case 'write':
        return change.state === 'running' ? write(change, next.at) : change;
      case 'look':
        return change.state === 'running' ? look(change, next.at) : change;
      case 'end': {
        await Promise.race([parts.refresh(subscriptionsOf(change)), pause(refreshPatience)]);
        const move = change.state === 'running' ? ended(change, now()) : undefined;
        return move === undefined ? change : save(move);
      }
      case 'show-card':
        return show(change);
      case 'tell':
        return tell(change);
    }
  }

  async function write(change: SetupRunning, at: number): Promise<SetupChange | undefined> {
    const before = change.steps[at];
    if (before === undefined) return change;
    const first = parts.setup ? begun(before, now()) : turnedOff(before, now());
    const recorded = await save(stepped(change, at, first, now()));
    if (recorded?.state !== 'running' || recorded.steps[at]?.stage !== 'writing') return recorded;
    const step = await writeStep(parts, recorded, at);
    return save(stepped(recorded, at, step, now()));
  }

  async function look(change: SetupRunning, places: readonly number[]): Promise<SetupChange | undefined> {
    const { plan } = change;
    if (plan.kind === 'defender') return change;
    const looked = await Promise.all(
      places.map(async (at): Promise<readonly [number, Step]> => {
        const target = plan.targets[at];
        const step = change.steps[at];
        if (target === undefined || step?.stage !== 'proving') throw new Error('nothing to prove');
        return [at, await proven(change, target, step)];
      }),
    );
    const move = looked.reduce<SetupMove<SetupRunning>>(
      (so, [at, step]) => {
        const next = stepped(so.change, at, step, now());
        return { change: next.change, entries: [...so.entries, ...next.entries] };
      },
      { change, entries: [] },
    );
    return save(move);
  }

  async function proven(change: SetupRunning, target: Target, step: ProvingStep): Promise<Step> {
    // Right after a start no machine is known, and that must not look like one that is gone.
    if (!parts.inventory.loaded) return { ...step, lookAt: now() + lookAfter(0) * 1000 };
    const machine = parts.inventory.byId(target.machine.id);
    const proof =
      machine === undefined && !parts.inventory.knows(target.machine.subscription.id)
        ? unknownMachine
        : await looked();
    if ('outcome' in proof) return { stage: 'done', at: now(), outcome: proof.outcome };
    const age = (now() - writtenAt(change, target)) / 1000;
    return age >= proveSeconds
      ? { stage: 'done', at: now(), outcome: { kind: 'unproven', why: proof.waiting } }
      : { ...step, lookAt: now() + lookAfter(age) * 1000 };

    async function looked(): Promise<Proof> {
      const { azureId } = target;
      try {
        const filters = await watch.filtersOf({ azureId, addresses: machine?.addresses ?? [] });
        return proofOf(target, filters, portsElsewhere(change, target, machine?.jitPorts ?? []));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        log.warn({ err: error, machine: target.machine.id }, 'JIT’s rules could not be looked for');
        return { waiting: error.message };
      }
    }
  }

  async function show(change: SetupChange): Promise<SetupChange | undefined> {
    const { conversationId } = change.origin;
    const { messageId } = change.card;
    const message = presenter.card(change);
    const posted = await delivered(change, () =>
      messageId === undefined
        ? notifier.post(conversationId, message, { urgency: 'awaited' })
        : notifier.update(conversationId, messageId, message, sending('refresh', change)),
    );
    if ('later' in posted) return putOff(change, posted);
    const { doubt: _, ...before } = change.card;
    const card = { ...before, shown: setupViewOf(change), ...posted };
    return save({ change: { ...change, card }, entries: [] });
  }

  async function tell(change: SetupChange): Promise<SetupChange | undefined> {
    if (change.state !== 'ended') return change;
    const message = presenter.ended(change);
    const { conversationId } = change.origin;
    const posted =
      message === undefined
        ? {}
        : await delivered(change, () => notifier.post(conversationId, message, sending('news', change)));
    if ('later' in posted) return putOff(change, posted);
    return save({ change: { ...change, told: true }, entries: [] });
  }

  /** What else it owes goes on meanwhile. */
  const putOff = (
    change: SetupChange,
    { later, doubt }: { readonly later: Seconds; readonly doubt: boolean },
  ): Promise<SetupChange | undefined> => {
    const card = { ...change.card, quietUntil: now() + later * 1000, ...(doubt && { doubt }) };
    return save({ change: { ...change, card }, entries: [] });
  };

  /**
   * @returns nothing where it can never be delivered: that is an outcome, too. A post without an answer is repeated once; a
   *   second one would be a third copy for somebody
   */
  async function delivered(
    change: SetupChange,
    post: () => Promise<string>,
  ): Promise<{ readonly messageId?: string } | { readonly later: Seconds; readonly doubt: boolean }> {
    try {
      return { messageId: await post() };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.reason !== 'not-yet')
        log.warn({ err: error, change: change.id }, 'A card of the setup could not be posted');
      const doubt = error.code === 'in-doubt';
      if (isForGood(error) || (doubt && change.card.doubt)) return {};
      return { later: Math.max(postAgain, error.retryAfterSeconds ?? 0), doubt };
    }
  }

  /** Compare-and-set; who is slower reads again, and what is owed then is worked out anew. */
  async function save({ change, entries }: SetupMove): Promise<SetupChange | undefined> {
    const { work: next, wakeAt } = setupWork(change, now(), pace, true);
    const saved = await book.save(change, entries, next === undefined ? wakeAt : now());
    return saved === 'conflict' ? book.load(change.id) : saved;
  }

  return {
    settle,
    stop: async () => {
      stopped = true;
      await perChange.idle();
    },
  };
}

/** Writing to Azure goes on meanwhile: what waits for its turn in the chat comes back for it. */
const sending = (urgency: Urgency, { id }: SetupChange): Sending => ({
  urgency,
  key: `setup/${id}/${urgency}`,
  passing: true,
});
