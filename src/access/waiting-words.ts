// What a request owes now, without the words that wait for their turn in the chat: they are owed, and come later.
import type { AccessRequest } from '../domain/access-request.ts';
import { type Debt, debtKey } from '../domain/debt.ts';
import { owed } from '../domain/owed.ts';
import type { Pace } from '../domain/pace.ts';
import type { Instant } from '../domain/time.ts';
import { urgencyOf } from '../domain/urgency.ts';

/** In memory, for as long as one settling lasts: what waits is in the books as a debt that is not paid. */
export interface WaitingWords {
  /** What is due at `now`, and when something will be due next. As `owed`, with those that wait taken for later. */
  owedNow(request: AccessRequest, now: Instant): ReturnType<typeof owed>;
  /** This one waits until then. */
  wait(request: AccessRequest, debt: Debt, until: Instant): void;
  /** All of the request's words wait until then. */
  hush(request: AccessRequest, until: Instant): void;
  /** The settling is over. */
  forget(requestId: string): void;
}

export function createWaitingWords(pace: Pace): WaitingWords {
  const waiting = new Map<string, { hushed: Instant; readonly debts: Map<string, Instant> }>();

  const of = ({ id }: AccessRequest) => {
    const known = waiting.get(id) ?? { hushed: 0, debts: new Map<string, Instant>() };
    waiting.set(id, known);
    return known;
  };

  return {
    owedNow(request, now) {
      const all = owed(request, now, pace);
      const words = waiting.get(request.id);
      if (words === undefined) return all;
      const until = (debt: Debt): Instant =>
        urgencyOf(debt, request) === undefined
          ? 0
          : Math.max(words.hushed, words.debts.get(debtKey(debt)) ?? 0);
      const due = all.due.filter((debt) => until(debt) <= now);
      const later = all.due.map(until).filter((at) => at > now);
      const wakeAt = Math.min(...later, all.wakeAt ?? Number.POSITIVE_INFINITY);
      return { due, wakeAt: Number.isFinite(wakeAt) ? wakeAt : undefined };
    },
    wait: (request, debt, until) => void of(request).debts.set(debtKey(debt), until),
    hush: (request, until) => {
      of(request).hushed = until;
    },
    forget: (requestId) => void waiting.delete(requestId),
  };
}
