// Asking and clicking: who may, what is recorded, and that nothing happens twice.
import assert from 'node:assert/strict';
import { type Choice, nextMove, sentAsTyped } from '../../dialogs/next-move.ts';
import { nextQuestion } from '../../dialogs/next-question.ts';
import { createBroker } from '../../src/access/broker.ts';
import { createSettle } from '../../src/access/settle.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import { azureModel } from '../support/azure-model.ts';
import { barePresenter, chatModel, quietLog } from '../support/chat-model.ts';
import { knowledgeOn, nobodyOnDuty, rostersOf } from '../support/hearings.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace, noon, web01 } from '../support/requests.ts';

const asker = {
  person: ada,
  origin: { conversationId: 'chat-1', activityId: 'said-1' },
  reader: { timeZone: 'UTC', locale: 'en-GB' },
};
const wish = { machine: 'web-01', ports: [3389] };
const values = { port: '3389', source: '203.0.113.7', time: '1h', reason: '' };

/** Replicas of the bot on the same books, Azure and chat. */
function replicas(count: number) {
  const now = () => noon;
  const books = newBooks();
  const azure = azureModel(now);
  const chat = chatModel();
  const machines = indexMachines([web01]);
  let ids = 0;
  const brokers = Array.from({ length: count }, (_, index) => {
    const ledger = memoryLedger(books, `p${index}`, now);
    const settle = createSettle({
      ledger,
      jit: azure,
      watch: azure,
      notifier: chat,
      presenter: barePresenter,
      rosters: rostersOf(undefined),
      onDuty: nobodyOnDuty,
      now,
      pace,
      log: quietLog,
    });
    const broker = createBroker<Choice>({
      ledger,
      settle,
      dialog: {
        question: (wished, hearing, at) => nextQuestion(wished, machines, { hearing, now: at }),
        move: (draft, choice, hearing, at) => nextMove(draft, choice, machines, { hearing, now: at }),
        unasked: (draft, hearing, at) => sentAsTyped(draft, machines, { hearing, now: at }),
      },
      knowledge: knowledgeOn(ledger, now),
      now,
      pace,
      newId: () => {
        ids += 1;
        return `req-${ids}`;
      },
      log: quietLog,
    });
    return { broker, settle };
  });
  const [first] = brokers;
  if (first === undefined) throw new Error('no replica');
  return { ...first, brokers, books, azure, chat };
}

const kinds = (books: ReturnType<typeof newBooks>) => books.audit.map(({ kind }) => kind);

describe('asking', () => {
  it('records the request before its card is shown', async () => {
    const { broker, books, chat } = replicas(1);
    await broker.ask(asker, wish);
    assert.deepEqual(
      [kinds(books), chat.texts()],
      [['asked', 'card-shown'], ['chat-1: card draft/1 of req-1']],
    );
  });

  it('makes one request of a message that is delivered twice', async () => {
    const { broker, books, chat } = replicas(1);
    const [first, second] = [await broker.ask(asker, wish), await broker.ask(asker, wish)];
    assert.deepEqual([first.id, second.id, books.rows.size, chat.posts()], ['req-1', 'req-1', 1, 1]);
  });

  it('records a refusal, too', async () => {
    const { books, brokers } = replicas(1);
    await brokers[0]?.broker.ask(asker, { machine: 'web-01', ports: [22] });
    await brokers[0]?.broker.click(ada, 'req-1', { verb: 'request', values: { ...values, port: '22' } });
    assert.deepEqual(
      kinds(books).filter((kind) => kind === 'refused'),
      ['refused'],
    );
  });
});

describe('clicking', () => {
  it('moves the request of the one who asked', async () => {
    const { broker, settle, books, azure } = replicas(1);
    await broker.ask(asker, wish);
    const clicked = await broker.click(ada, 'req-1', { verb: 'request', values });
    await settle.idle();
    assert.deepEqual(
      [clicked.kind, clicked.kind === 'moved' && clicked.request.state, azure.sent.length],
      ['moved', 'approved', 1],
    );
    const order = kinds(books).filter((kind) =>
      ['requested', 'approved', 'initiate-sent', 'initiate-accepted'].includes(kind),
    );
    assert.deepEqual(order, ['requested', 'approved', 'initiate-sent', 'initiate-accepted']);
  });

  it('by anybody else changes nothing, and the trail says who tried', async () => {
    const { broker, books, azure } = replicas(1);
    await broker.ask(asker, wish);
    const clicked = await broker.click({ id: grace.id, name: ada.name }, 'req-1', {
      verb: 'request',
      values,
    });
    assert.deepEqual(
      [clicked.kind, books.rows.get('req-1')?.request.state, azure.sent.length],
      ['not-yours', 'draft', 0],
    );
    assert.deepEqual(
      books.audit.filter(({ kind }) => kind === 'click-refused').map(({ actor }) => actor),
      [grace.id],
    );
  });

  it('on a request that does not exist says so', async () => {
    const { broker } = replicas(1);
    assert.deepEqual(await broker.drop(ada, 'req-9'), { kind: 'no-such-request' });
  });

  it('twice at the same moment on two replicas opens once', async () => {
    const { brokers, azure, broker } = replicas(2);
    await broker.ask(asker, wish);
    const clicks = await Promise.all(
      brokers.map((each) => each.broker.click(ada, 'req-1', { verb: 'request', values })),
    );
    await Promise.all(brokers.map(({ settle }) => settle.idle()));
    assert.deepEqual([clicks.map(({ kind }) => kind).sort(), azure.sent.length], [['dead', 'moved'], 1]);
  });

  it('request and cancel at the same moment does one of them', async () => {
    const { brokers, azure, broker, books } = replicas(2);
    await broker.ask(asker, wish);
    const clicks = await Promise.all([
      brokers[0]?.broker.drop(ada, 'req-1'),
      brokers[1]?.broker.click(ada, 'req-1', { verb: 'request', values }),
    ]);
    await Promise.all(brokers.map(({ settle }) => settle.idle()));
    assert.deepEqual(clicks.map((click) => click?.kind).sort(), ['dead', 'moved']);
    assert.equal(azure.sent.length, books.rows.get('req-1')?.request.state === 'withdrawn' ? 0 : 1);
  });
});
