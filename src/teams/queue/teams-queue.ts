// The queue to Teams: every post and update waits here until the documented rates allow it, the most urgent first.
import type { Sending } from '../../access/chat-ports.ts';
import type { Seconds } from '../../domain/time.ts';
import type { Urgency } from '../../domain/urgency.ts';
import { createCalendar } from './forecast.ts';
import { conversationRates, createSendings, type Sendings } from './rates.ts';
import { createThrottling } from './throttling.ts';

/** What came of a call that was let out; without a status there was no answer. */
export interface Answered {
  readonly status?: number;
  /** What a 429 asked for. */
  readonly retryAfterSeconds?: number | undefined;
}

export interface TeamsQueue {
  /**
   * Resolves when one call in the conversation may go out.
   * @returns what has to be called when it was answered
   * @throws NotYet where its turn is further away than its sender waits. Whoever has a key keeps their place.
   */
  enter(conversationId: string, sending: Sending): Promise<(answered: Answered) => void>;
  /** How much waits to be sent, also what was sent away and has a place kept; and since when the oldest does. */
  depth(): QueueDepth;
}

export interface QueueDepth {
  readonly waiting: number;
  /** Of the oldest of them; 0: nothing waits. */
  readonly oldestSeconds: Seconds;
}

/** It is not its turn yet. Nothing was sent. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  /** When to come back. */
  readonly retryAfterSeconds: Seconds;

  constructor(retryAfterSeconds: Seconds) {
    super('Teams takes only so many messages at a time, and others come first');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Before whom one goes: as if asked so many milliseconds later. So what is urgent overtakes, and nobody waits for ever. */
const behind: Readonly<Record<Urgency, number>> = {
  awaited: 0,
  urgent: 30_000,
  news: 120_000,
  refresh: 600_000,
};

/** How long a sender waits before being sent away, in milliseconds. */
const patience = ({ urgency, passing }: Sending): number => {
  if (passing) return 2000;
  return urgency === 'awaited' ? 10_000 : 30_000;
};

/** Of those who only pass by, so many at most are waiting or sending: each holds a place that others need. */
const mostPassing = 32;
/** How long a place is kept for somebody who was sent away, after the time they were told. Milliseconds. */
const keptFor = 120_000;
/** Nobody is told to come back sooner. Milliseconds. */
const soonest = 1000;
const tidyEvery = 60_000;

interface Ticket {
  readonly conversationId: string;
  readonly key: string | undefined;
  readonly urgency: Urgency;
  /** The order: the smallest first; of those alike, who asked first. */
  readonly due: number;
  readonly number: number;
  readonly askedAt: number;
  keptUntil: number;
  unbook: () => void;
}

const goesBefore = (one: Ticket, other: Ticket): boolean =>
  one.due < other.due || (one.due === other.due && one.number < other.number);

interface Waiter {
  readonly ticket: Ticket;
  readonly go: () => void;
}

/**
 * @param botPerSecond messages of the bot in all, while Teams refuses none
 * @param now milliseconds of a clock that is never set; fractions allowed
 */
export function createTeamsQueue(
  botPerSecond: number,
  now: () => number = () => performance.now(),
): TeamsQueue {
  const throttling = createThrottling(botPerSecond);
  const bot = createSendings(() => [{ most: throttling.perSecond(now()), milliseconds: 1000 }]);
  const calendar = createCalendar(() => throttling.perSecond(now()));
  const conversations = new Map<string, Sendings>();
  const tickets = new Map<string, Set<Ticket>>();
  const waiting = new Set<Waiter>();
  let passing = 0;
  let lastNumber = 0;
  let timer: NodeJS.Timeout | undefined;
  let tidiedAt = now();

  return {
    async enter(conversationId, sending) {
      tidy();
      const ticket = ticketFor(conversationId, sending);
      const at = expected(ticket);
      const full = sending.passing === true && passing >= mostPassing;
      if (full || at - now() >= patience(sending)) throw sentAway(ticket, at);
      if (sending.passing) passing += 1;
      const leave = (): void => {
        if (sending.passing) passing -= 1;
      };
      try {
        await turn(ticket, patience(sending));
      } catch (error) {
        leave();
        throw error;
      }
      forget(ticket);
      return (answered) => {
        leave();
        finished(conversationId, answered);
      };
    },
    depth() {
      tidy();
      let waits = 0;
      let oldest = now();
      for (const all of tickets.values())
        for (const { askedAt } of all) {
          waits += 1;
          oldest = Math.min(oldest, askedAt);
        }
      return { waiting: waits, oldestSeconds: (now() - oldest) / 1000 };
    },
  };

  function ticketFor(conversationId: string, { urgency, key }: Sending): Ticket {
    const all = tickets.get(conversationId) ?? new Set<Ticket>();
    tickets.set(conversationId, all);
    const own =
      key === undefined ? undefined : [...all].find((each) => each.key === key && each.urgency === urgency);
    if (own !== undefined) return own;
    const askedAt = now();
    lastNumber += 1;
    const order = { due: askedAt + behind[urgency], number: lastNumber, askedAt };
    const kept = { keptUntil: askedAt + keptFor, unbook: () => {} };
    const ticket: Ticket = { conversationId, key, urgency, ...order, ...kept };
    all.add(ticket);
    return ticket;
  }

  function forget(ticket: Ticket): void {
    ticket.unbook();
    const all = tickets.get(ticket.conversationId);
    all?.delete(ticket);
    if (all?.size === 0) tickets.delete(ticket.conversationId);
  }

  /** When its turn should come, by what is known of the others; books that moment. */
  function expected(ticket: Ticket): number {
    const { conversationId } = ticket;
    const at = now();
    let ahead = 0;
    for (const other of tickets.get(conversationId) ?? []) if (goesBefore(other, ticket)) ahead += 1;
    const here = Math.max(
      throttling.heldUntil(conversationId),
      sendingsIn(conversationId).forecast(at, ahead),
      bot.forecast(at, 0),
    );
    ticket.unbook();
    const booking = calendar.book(here, behind[ticket.urgency]);
    ticket.unbook = booking.cancel;
    ticket.keptUntil = booking.at + keptFor;
    return booking.at;
  }

  function sentAway(ticket: Ticket, at: number): NotYet {
    if (ticket.key === undefined) forget(ticket);
    return new NotYet(Math.max(soonest, at - now()) / 1000);
  }

  function turn(ticket: Ticket, longest: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => {
        waiting.delete(waiter);
        reject(sentAway(ticket, expected(ticket)));
      }, longest);
      const waiter: Waiter = {
        ticket,
        go: () => {
          clearTimeout(tooLong);
          resolve();
        },
      };
      waiting.add(waiter);
      letOut();
    });
  }

  /** Lets out whoever may go, in order; then waits for the next moment at which somebody may. */
  function letOut(): void {
    clearTimeout(timer);
    for (;;) {
      const at = now();
      const all = [...waiting].map((waiter) => ({ waiter, from: mayGo(waiter.ticket.conversationId, at) }));
      const first = all
        .filter(({ from }) => from <= at)
        .reduce<Waiter | undefined>(
          (best, { waiter }) =>
            best === undefined || goesBefore(waiter.ticket, best.ticket) ? waiter : best,
          undefined,
        );
      if (first === undefined) {
        const next = Math.min(...all.map(({ from }) => from));
        if (Number.isFinite(next)) timer = setTimeout(letOut, Math.max(1, Math.ceil(next - at)));
        return;
      }
      waiting.delete(first);
      sendingsIn(first.ticket.conversationId).begin();
      bot.begin();
      first.go();
    }
  }

  function mayGo(conversationId: string, at: number): number {
    return Math.max(throttling.heldUntil(conversationId), sendingsIn(conversationId).next(at), bot.next(at));
  }

  function finished(conversationId: string, { status, retryAfterSeconds }: Answered): void {
    const at = now();
    sendingsIn(conversationId).end(at);
    bot.end(at);
    if (status === 429) throttling.refused(conversationId, retryAfterSeconds, at);
    else if (status !== undefined) throttling.taken(conversationId, at);
    letOut();
  }

  function sendingsIn(conversationId: string): Sendings {
    const known = conversations.get(conversationId) ?? createSendings(() => conversationRates);
    conversations.set(conversationId, known);
    return known;
  }

  /** Forgets conversations in which nothing was sent for an hour, and places nobody came back for. */
  function tidy(): void {
    const at = now();
    if (at - tidiedAt < tidyEvery) return;
    tidiedAt = at;
    const present = new Set([...waiting].map(({ ticket }) => ticket));
    for (const all of tickets.values())
      for (const ticket of all) if (ticket.keptUntil < at && !present.has(ticket)) forget(ticket);
    for (const [id, sendings] of conversations)
      if (sendings.isIdle(at) && !tickets.has(id)) conversations.delete(id);
  }
}
