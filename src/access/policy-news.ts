// Tells admins, once, of an access policy file that cannot be used; and writes down which policy was in force when.
import type { AuditEntry } from '../domain/audit.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import { newsChannel, patiently, postNews } from './admin-news.ts';
import type { Message, Notifier } from './chat-ports.ts';
import { whileClaimed } from './holding.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import type { PolicyNews } from './policy-port.ts';

interface Parts {
  readonly ledger: Pick<Ledger, 'announced' | 'announce' | 'channel' | 'note' | 'claim' | 'unclaim'>;
  readonly notifier: Pick<Notifier, 'post'>;
  readonly words: (news: PolicyNews) => Message;
  readonly now: () => Instant;
  readonly log: Log;
  /** Waits so many seconds before the next try. */
  readonly pause: (seconds: number) => Promise<unknown>;
}

const pauses = [5, 30, 120, 600];
/** Between two looks whether another process has said it. */
const busySeconds = 5;

/**
 * Announces one piece of news, trying again while database or Teams are away. After a restart the same broken file is
 * news again, so that nothing is lost; what was said already is not said twice. Never rejects.
 */
export function createPolicyNews(parts: Parts): (news: PolicyNews) => Promise<void> {
  const { log, pause } = parts;
  let before: PolicyNews['kind'] | undefined;
  return async (news) => {
    // Bad news wants an end, and after its end it is news again.
    const turns = before !== undefined && (before === 'loaded') !== (news.kind === 'loaded');
    before = news.kind;
    await patiently(
      () => announce(parts, news, turns),
      pauses,
      pause,
      (error) =>
        log.warn({ err: error, news: news.kind }, 'Admins could not be told of the access policy yet'),
    );
  };
}

async function announce(parts: Parts, news: PolicyNews, turns: boolean): Promise<void> {
  const { ledger, now } = parts;
  const entry = { at: now(), actor: 'bot', kind: `policy-${news.kind}`, facts: { ...news } };
  if (news.kind === 'loaded' && !turns) return ledger.note(entry);
  const key = keyOf(news, turns, now());
  // All replicas read the same file at the same time, and one of them says it; the others see to it that it did.
  while ((await whileClaimed(ledger, key, now, () => sayOnce(parts, news, key, entry))) === 'busy')
    await parts.pause(busySeconds);
}

async function sayOnce(
  { ledger, notifier, words, log }: Parts,
  news: PolicyNews,
  key: string,
  entry: AuditEntry,
): Promise<void> {
  if (await ledger.announced(key)) return;
  const channel = await newsChannel(ledger);
  if (channel === undefined) {
    log.warn({ news: news.kind }, 'No channel is set in which admins could be told of the access policy');
    return ledger.note(entry);
  }
  const posted = await postNews(notifier, channel.conversationId, words(news), { urgency: 'news', key });
  if (posted !== 'posted') {
    // A later channel is told, when the file changes or the bot starts again.
    log.warn({ err: posted }, 'The channel in which admins should be told of the access policy is gone');
    return ledger.note(entry);
  }
  await ledger.announce(key, entry);
}

/**
 * What is said once. A missing file has no content to be known by: it is said once a day, however often the bot starts. A
 * turn is said whenever it comes, once for all replicas that see it in the same minute.
 */
function keyOf(news: PolicyNews, turns: boolean, now: Instant): string {
  const what = news.kind === 'missing' ? isoOf(now).slice(0, 10) : news.fingerprint;
  const moment = turns ? `/${isoOf(now).slice(0, 16)}` : '';
  return `policy/${news.kind}/${what}${moment}`;
}
