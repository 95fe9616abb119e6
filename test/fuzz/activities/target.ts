// Fuzzes the HTTP endpoint with the real server and adapter: always an answer in our own words, and never a crash behind it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../src/access/fault.ts';
import { noLinks } from '../../../src/access/links-port.ts';
import { defaultPace } from '../../../src/domain/pace.ts';
import { createPresenter } from '../../../src/present.ts';
import type { Turn } from '../../../src/teams/adapter.ts';
import { remembering } from '../../../src/teams/conversations.ts';
import { createNotifier } from '../../../src/teams/notifier.ts';
import { azureModel } from '../../support/azure-model.ts';
import { quietLog } from '../../support/chat-model.ts';
import { keptLog } from '../../support/kept-log.ts';
import { memoryLedger, newBooks } from '../../support/memory-ledger.ts';
import { grace } from '../../support/people.ts';
import { noon } from '../../support/requests.ts';
import { runBot } from '../../support/running-bot.ts';
import { turnOn, wiredOn } from '../../support/wired.ts';
import { checking, type FuzzTarget } from '../target.ts';
import { type AnyRequest, anyRequest } from './any-request.ts';

const sentences =
  /^(The body is not (JSON|an activity of the Bot Framework)\.|Send (JSON, as|the body) .*|The body is (too large|larger) .*|This (service URL|bot) .*|This is for the Bot Framework only\.|A body .*)$/;
const innards =
  /node_modules|file:\/\/|\b(Type|Range|Syntax|Reference|Zod|Rest|Assertion)Error\b|\n\s+at .+:\d+/;

async function world() {
  const log = keptLog();
  const books = newBooks();
  const now = () => noon;
  const ledger = memoryLedger(books, 'p0', now);
  const book = {
    remember: ledger.rememberConversation,
    recall: ledger.recallConversation,
    rememberPersonalChat: ledger.rememberPersonalChat,
  };
  let turn: Turn | undefined;
  const running = await runBot(async (context) => turn?.(context));
  running.adapter.use(remembering(book, quietLog));
  const wired = wiredOn({
    ledger,
    azure: azureModel(now),
    notifier: createNotifier(running.adapter, '', book),
    now,
    pace: { ...defaultPace, answer: 0 },
    presenter: createPresenter(noLinks),
    newId: () => `req-${books.rows.size + 1}`,
  });
  // What it tells its log is looked at, too.
  turn = turnOn(Object.assign({}, wired, { log }), { admins: [grace.id] });
  return { running, log };
}

/** What the bot itself takes for a surprise; that a model of a test does not answer is none. */
const surprises = (lines: ReturnType<typeof keptLog>['lines']): readonly string[] =>
  lines
    .filter(({ level, facts }) => level === 'error' && !(facts.err instanceof Fault))
    .map(({ sentence, facts: { err } }) => `${sentence}: ${err instanceof Error ? err.stack : String(err)}`);

export const activities: FuzzTarget = {
  name: 'activities',
  share: 15,
  async open() {
    const { running, log } = await world();
    let [posts, serverLines, turnLines] = [0, 0, 0];

    async function answered({ body, contentType }: AnyRequest): Promise<void> {
      const response = await fetch(running.url, {
        method: 'POST',
        headers: contentType === '' ? {} : { 'content-type': contentType },
        body: Buffer.from(body),
      });
      const text = await response.text();
      assert.ok(response.status < 500, `${response.status} ${text}`);
      assert.doesNotMatch(text, innards);
      if (response.status >= 400) {
        const { error }: { error?: unknown } = JSON.parse(text);
        assert.match(String(error), sentences);
      }
      for (const { activity } of running.teams.sent.slice(posts))
        assert.doesNotMatch(JSON.stringify(activity), innards);
      posts = running.teams.sent.length;
      const found = [
        ...surprises(running.log.lines.slice(serverLines)),
        ...surprises(log.lines.slice(turnLines)),
      ];
      [serverLines, turnLines] = [running.log.lines.length, log.lines.length];
      assert.deepEqual(found, []);
    }

    return {
      check: checking(fc.asyncProperty(anyRequest(running.teams.url), answered)),
      close: () => running.stop(),
    };
  },
};
