// Tells admins of findings that are news: in one message, once for all replicas, after they are in the books.
import type { AuditEntry } from '../../domain/audit.ts';
import { isNews, type KnownFinding, worstFirst } from '../../domain/drift/known-finding.ts';
import type { Instant, Seconds } from '../../domain/time.ts';
import { newsChannel, patiently, postNews } from '../admin-news.ts';
import type { Message, Notifier } from '../chat-ports.ts';
import { whileClaimed } from '../holding.ts';
import type { Ledger } from '../ledger-port.ts';
import type { Log } from '../log-port.ts';
import type { FindingsBook } from './findings-book.ts';

/** What admins are told at once. */
export interface DriftNews {
  /** The worst first. */
  readonly findings: readonly KnownFinding[];
  /** Nothing was ever told before: this is what there was when the bot first looked. */
  readonly first: boolean;
}

export interface NewsParts {
  readonly ledger: Pick<Ledger, 'channel' | 'claim' | 'unclaim'>;
  readonly findings: Pick<FindingsBook, 'untold' | 'toldEver' | 'told'>;
  readonly notifier: Pick<Notifier, 'post'>;
  readonly words: (news: DriftNews, now: Instant) => Message;
  readonly now: () => Instant;
  readonly log: Pick<Log, 'warn'>;
  /** Waits so many seconds before the next try; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
}

const pauses: readonly Seconds[] = [5, 30, 120];
/** After a post that may have arrived, or is not written down yet, others keep off until this process has tried again. */
const troubleSeconds: Seconds = 60;
const goneSeconds: Seconds = 900;

/**
 * @returns what tells everything that is news now, in the approvals channel or else on-call. Where no channel is set, it is
 *   told at the first look after one is. One call waits for the one before. Never rejects.
 */
export function createDriftNews(parts: NewsParts): () => Promise<void> {
  const { findings, pause, log } = parts;
  let last: Promise<void> = Promise.resolve();
  /** Has not begun yet, so that it will tell also what is found now. */
  let next: Promise<void> | undefined;
  /** No channel was set the last time, which is said once. */
  let missed = false;
  /** The channel is gone: until then nobody posts there again. */
  let restsUntil: Instant = 0;
  /** Said, and not written down yet: that must come before anything else is said. */
  let unrecorded: { readonly numbers: readonly number[]; readonly entry: AuditEntry } | undefined;

  return () => {
    next ??= last.then(() => {
      next = undefined;
      return patiently(round, pauses, pause, (error) =>
        log.warn({ err: error }, 'Admins could not be told of findings yet'),
      );
    });
    last = next;
    return last;
  };

  async function round(): Promise<void> {
    await record();
    await tell();
  }

  async function tell(): Promise<void> {
    const { ledger, now } = parts;
    if (now() < restsUntil || (await newsNow()).length === 0) return;
    const channel = await newsChannel(ledger);
    if (channel === undefined) {
      if (!missed) log.warn({}, 'No channel is set in which admins could be told of findings');
      missed = true;
      return;
    }
    missed = false;
    // Whoever has the claim is posting; if that goes wrong, the next round says it.
    await whileClaimed(ledger, 'drift-news', now, () => post(channel.conversationId), troubleSeconds);
  }

  async function post(conversationId: string): Promise<void> {
    const { notifier, words, now } = parts;
    const news = await newsNow();
    if (news.length === 0) return;
    const message = words({ findings: news, first: !(await findings.toldEver()) }, now());
    const posted = await postNews(notifier, conversationId, message, {
      urgency: 'refresh',
      key: 'drift-news',
    });
    if (posted !== 'posted') {
      log.warn({ err: posted }, 'The channel in which admins should be told of findings is gone');
      restsUntil = now() + goneSeconds * 1000;
      return;
    }
    const numbers = news.map(({ number }) => number);
    unrecorded = { numbers, entry: { at: now(), actor: 'bot', kind: 'finding-told', facts: { numbers } } };
    // Before the claim is given back: whoever has it next must find it told.
    await record();
  }

  async function newsNow(): Promise<readonly KnownFinding[]> {
    const at = parts.now();
    return worstFirst((await findings.untold()).filter((known) => isNews(known, at)));
  }

  async function record(): Promise<void> {
    if (unrecorded === undefined) return;
    const { numbers, entry } = unrecorded;
    await findings.told(numbers, entry.at, entry);
    unrecorded = undefined;
  }
}
