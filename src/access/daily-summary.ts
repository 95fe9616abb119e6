// Says the daily summary in the on-call channel: once a day, by one replica, or not at all when it is too late.
import type { AuditEntry } from '../domain/audit.ts';
import type { DailySummary } from '../domain/daily-summary.ts';
import type { OnCall } from '../domain/policy/access-policy.ts';
import { latestSummary, type SummaryTime } from '../domain/policy/summary-time.ts';
import type { Seconds } from '../domain/time.ts';
import type { Message, Notifier } from './chat-ports.ts';
import { Fault } from './fault.ts';
import { isForGood, type Undelivered } from './final-answer.ts';
import { type GatherParts, gatherSummary } from './gather-summary.ts';
import { whileClaimed } from './holding.ts';
import type { Channel, Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { startLooking } from './looking.ts';
import type { PolicySource } from './policy-port.ts';

export interface SummaryParts extends GatherParts {
  readonly ledger: GatherParts['ledger'] &
    Pick<Ledger, 'claim' | 'unclaim' | 'announced' | 'announce' | 'channel'>;
  readonly notifier: Pick<Notifier, 'post'>;
  readonly policySource: Pick<PolicySource, 'current'>;
  readonly words: (summary: DailySummary) => Message;
  readonly log: Pick<Log, 'warn'>;
  /** Waits so many seconds before the next look at the clock. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
}

const lookSeconds: Seconds = 10;
/** After a post that may have arrived, or is not written down yet, others keep off until this process has tried again. */
const troubleSeconds: Seconds = 120;
/** A summary of the morning is no help in the afternoon. */
const latestSeconds: Seconds = 2 * 3600;

/** Begins to look at the clock, at once and every 10 seconds. */
export function startDailySummary(parts: SummaryParts): { stop(): Promise<void> } {
  return startLooking(createDailySummary(parts), lookSeconds, parts.pause);
}

/** @returns one look at the clock, which says the summary if it is due. Never rejects: the next look tries again. */
export function createDailySummary(parts: SummaryParts): () => Promise<void> {
  const { ledger, notifier, policySource, words, now, log } = parts;
  /** Said, here or elsewhere; or given up. */
  let done: string | undefined;
  /** Said, and not written down yet: that must come before anybody else takes it for unsaid. */
  let unrecorded: { readonly key: string; readonly entry: AuditEntry } | undefined;
  /** Perhaps said: it is repeated once. */
  let doubtful: string | undefined;

  return async () => {
    try {
      await record();
      await sayIfDue();
    } catch (error) {
      log.warn({ err: error }, 'The daily summary could not be said yet');
    }
  };

  async function sayIfDue(): Promise<void> {
    const onCall = onCallNow();
    if (onCall?.summary === undefined) return;
    const due = latestSummary(onCall.summary, now());
    const key = `summary/${due.date}`;
    if (done === key || now() - due.at > latestSeconds * 1000) return;
    const channel = await ledger.channel('on-call');
    if (channel === undefined) return;
    await whileClaimed(ledger, key, now, () => say(key, onCall, due, channel), troubleSeconds);
  }

  async function say(
    key: string,
    onCall: OnCall,
    due: SummaryTime,
    { conversationId }: Channel,
  ): Promise<void> {
    if (!(await ledger.announced(key))) {
      const message = words(await gatherSummary(parts, { onCall, due, conversationId }));
      const posted = await notifier.post(conversationId, message, { urgency: 'refresh', key }).then(
        (messageId) => ({ messageId }),
        (error: unknown) => givenUp(error, key),
      );
      const facts = { date: due.date, ...posted };
      unrecorded = { key, entry: { at: now(), actor: 'bot', kind: 'summary', facts } };
    }
    done = key;
    await record();
  }

  /** Why it is not said again. @throws whatever may be over with the next look */
  function givenUp(error: unknown, key: string): Undelivered {
    if (!(error instanceof Fault)) throw error;
    const repeated = error.code === 'in-doubt' && doubtful === key;
    if (repeated || isForGood(error)) return { why: error.message };
    if (error.code === 'in-doubt') doubtful = key;
    throw error;
  }

  function onCallNow(): OnCall | undefined {
    const inForce = policySource.current();
    return inForce.kind === 'in-force' ? inForce.policy.onCall : undefined;
  }

  async function record(): Promise<void> {
    if (unrecorded === undefined) return;
    await ledger.announce(unrecorded.key, unrecorded.entry);
    unrecorded = undefined;
  }
}
