// Turns about what people have: over real HTTP, against books with grants in them, with a Life that answers as scripted.
import assert from 'node:assert/strict';
import type { Actor, DoneAnswer, ExtendAnswer } from '../../src/access/life.ts';
import { noLinks } from '../../src/access/links-port.ts';
import type { AccessRequest, Open } from '../../src/domain/access-request.ts';
import { createPresenter } from '../../src/present.ts';
import { ofType } from '../cards/card-reading.ts';
import { azureModel } from './azure-model.ts';
import { chatModel } from './chat-model.ts';
import { knownMachines } from './known-machines.ts';
import { memoryLedger, newBooks } from './memory-ledger.ts';
import { ada, grace } from './people.ts';
import { anOpen, noon, web01 } from './requests.ts';
import { type RunningBot, runBot } from './running-bot.ts';
import { turnOn, wiredOn } from './wired.ts';

/** When everything is said and clicked. */
export const at = noon + 600_000;
const now = () => at;
export const db2 = { ...web01, id: `${web01.id}-db`, name: 'db-2' };
/** Two machines of one name. */
const pair = { ...web01, id: `${web01.id}-pair`, name: 'twin' };
export const pairOld = { ...web01, id: `${web01.id}-pair-old`, name: 'twin', resourceGroup: 'rg-old' };

/** A request of the books: Ada's unless told otherwise. */
export function put<R extends AccessRequest>(request: R, changes: Partial<Open> = {}): R {
  return {
    ...request,
    id: 'g1',
    requester: { id: ada.id, name: ada.name },
    card: { messageId: 'card-g1' },
    ...changes,
  };
}

export const onMachine = ({ jitPorts: _, ...machine }: typeof web01, port = 3389) => ({
  terms: { ...anOpen().terms, machine, port },
});

/** What the bot posted. */
export interface Answer {
  readonly text?: unknown;
  readonly summary?: unknown;
  readonly card?: unknown;
}

export const buttonsOn = ({ card }: Answer) =>
  ofType(card, 'Action.Execute').map(
    ({ title, data }) => `${title} ${Object.values(Object(data)).join(' ')}`,
  );

/** What a test may change; each begins with what goes well. */
const goingWell = () => ({
  doneAnswer: (request: AccessRequest): DoneAnswer => ({ kind: 'moved', request }),
  extendAnswer: (request: AccessRequest): ExtendAnswer => ({
    kind: 'extending',
    request,
    extension: request,
  }),
  extensions: [900, 1800] as readonly number[],
  loaded: true,
  revoke: true,
  /** Whether Entra tells who is an admin. */
  adminsKnown: true,
});

/** Starts a bot for the describe in which it is called. Grace is an admin. */
export function lifeTurns() {
  const books = newBooks();
  const calls: unknown[] = [];
  const script = goingWell();
  let running: RunningBot;

  const stored = (id: string): AccessRequest =>
    books.rows.get(id)?.request ?? assert.fail(`${id} is not in the books`);
  const life = {
    async done({ person, admin }: Actor, id: string): Promise<DoneAnswer> {
      calls.push(['done', person.id, admin, id]);
      return books.rows.has(id) ? script.doneAnswer(stored(id)) : { kind: 'no-such-request' };
    },
    async extend(person: Actor['person'], id: string, seconds: number): Promise<ExtendAnswer> {
      calls.push(['extend', person.id, id, seconds]);
      return books.rows.has(id) ? script.extendAnswer(stored(id)) : { kind: 'no-such-request' };
    },
    extensionsFor: async () => script.extensions,
  };

  const isAdmin = async (id: string) => (script.adminsKnown ? id === grace.id : undefined);

  before(async () => {
    const wired = wiredOn({
      ledger: memoryLedger(books, 'p0', now),
      azure: azureModel(now),
      notifier: chatModel(),
      now,
      settle: {
        settle: async () => {},
        look: async () => {},
        settleHeld: async () => {},
        idle: async () => {},
      },
      inventory: {
        ...knownMachines([web01, db2, pair, pairOld]),
        get loaded() {
          return script.loaded;
        },
      },
      presenter: createPresenter(noLinks),
      newId: () => 'new',
    });
    running = await runBot((context) =>
      turnOn(wired, { life, admins: { isAdmin }, revoke: script.revoke })(context),
    );
  });
  after(() => running.stop());
  beforeEach(() => {
    books.rows.clear();
    books.audit.length = 0;
    calls.length = 0;
    Object.assign(script, goingWell());
  });

  return {
    books,
    stored,
    /** What Life was asked to do. */
    calls,
    script,
    async given(...requests: readonly AccessRequest[]): Promise<void> {
      const ledger = memoryLedger(books, 'p0', now);
      for (const request of requests)
        await ledger.create({ ...request, origin: { conversationId: 'c', activityId: request.id } }, [], at);
    },
    /** What the bot posted in answer to a sentence. */
    async say(text: string, from = ada): Promise<Answer> {
      const before = running.teams.sent.length;
      await running.teams.say(running.url, { text, from });
      const [posted, ...others] = running.teams.sent.slice(before);
      assert.deepEqual(others, []);
      const { attachments, text: said, summary } = posted?.activity ?? {};
      const [attachment] = Array.isArray(attachments) ? attachments : [];
      return { text: said, summary, card: attachment?.content };
    },
    /** The card that a click is answered with, or the sentence. */
    async click(verb: string, data: object, messageId = 'another', from = ada): Promise<unknown> {
      const { status, body } = await running.teams.click(running.url, {
        verb,
        data: { ...data },
        messageId,
        from,
      });
      assert.equal(status, 200);
      return Reflect.get(Object(body), 'value');
    },
  };
}
