// Asking and clicking: who may, what is recorded, and that nothing happens twice.
import assert from 'node:assert/strict';
import { noSurvey, type Survey } from '../../src/access/survey.ts';
import type { Rule } from '../../src/domain/policy/access-policy.ts';
import { needs } from '../support/approval-world.ts';
import { azureModel } from '../support/azure-model.ts';
import { chatModel } from '../support/chat-model.ts';
import { everything, knowledgeOn, policyOf } from '../support/hearings.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace, noon, web01 } from '../support/requests.ts';
import { wiredOn } from '../support/wired.ts';

const asker = {
  person: ada,
  origin: { conversationId: 'chat-1', activityId: 'said-1' },
  reader: { timeZone: 'UTC', locale: 'en-GB' },
};
const wish = { machine: 'web-01', ports: [3389] };
const values = { port: '3389', source: '203.0.113.7', time: '1h', reason: '' };

/** Replicas of the bot on the same books, Azure and chat. */
function replicas(count: number, survey: Survey = noSurvey, rule: Rule = everything) {
  const now = () => noon;
  const books = newBooks();
  const azure = azureModel(now);
  const chat = chatModel();
  let ids = 0;
  const brokers = Array.from({ length: count }, (_, index) => {
    const ledger = memoryLedger(books, `p${index}`, now);
    const { broker, settle } = wiredOn({
      ledger,
      azure,
      notifier: chat,
      now,
      survey,
      knowledge: knowledgeOn(ledger, now, { policy: () => policyOf(rule) }),
      newId: () => {
        ids += 1;
        return `req-${ids}`;
      },
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

describe('holes', () => {
  const hole = (port: number) => ({
    port,
    rule: { nsg: 'nsg-web', name: `rule-${port}`, priority: 300 },
    sources: ['*'],
  });
  /** Counts how often it is asked, and of which machines. */
  function surveying(...ports: readonly number[]) {
    const asked: string[] = [];
    const holesOf = async (id: string) => {
      asked.push(id);
      return ports.map(hole);
    };
    return { asked, survey: { holesOf } };
  }
  const holesIn = (books: ReturnType<typeof newBooks>) => {
    const request = books.rows.get('req-1')?.request;
    return request?.state === 'draft' && request.asking.kind === 'form' && request.asking.holes;
  };

  it('of the ports that are offered are recorded with the form', async () => {
    const { survey, asked } = surveying(3389, 22);
    const { broker, books } = replicas(1, survey);
    await broker.ask(asker, wish);
    assert.deepEqual([holesIn(books), asked], [[hole(3389)], [web01.id]]);
  });

  it('are looked for when the machine is chosen on a card', async () => {
    const { survey, asked } = surveying(3389);
    const { broker, books } = replicas(1, survey);
    await broker.ask(asker, { machine: 'wbe-01' });
    assert.deepEqual(asked, []);
    await broker.click(ada, 'req-1', { verb: 'choose-machine', machine: web01.id });
    assert.deepEqual([holesIn(books), asked], [[hole(3389)], [web01.id]]);
  });

  it('stay on a form that was sent and not taken, without another look', async () => {
    const { survey, asked } = surveying(3389);
    const { broker, books } = replicas(1, survey);
    await broker.ask(asker, wish);
    await broker.click(ada, 'req-1', { verb: 'request', values: { ...values, time: '99h' } });
    assert.deepEqual([holesIn(books), asked.length], [[hole(3389)], 1]);
  });

  it('keep nobody waiting who breaks glass and has said all', async () => {
    const { survey, asked } = surveying(3389);
    const { broker, books, settle } = replicas(1, survey, needs(1));
    books.channels.set('approvals', { conversationId: 'approvals' });
    const all = {
      ...wish,
      source: '203.0.113.7',
      time: { kind: 'for', seconds: 600 },
      reason: 'fire',
    } as const;
    const request = await broker.ask(asker, { ...all, breakGlass: true });
    await settle.idle();
    assert.deepEqual([request.state, asked], ['approved', []]);
  });

  it('are looked for where the form has to ask who breaks glass', async () => {
    const { survey, asked } = surveying(3389);
    const { broker, books } = replicas(1, survey, needs(1));
    await broker.ask(asker, { ...wish, breakGlass: true });
    assert.deepEqual([holesIn(books), asked.length], [[hole(3389)], 1]);
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
