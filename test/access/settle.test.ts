// The life of a grant through settling, in virtual time: what reaches Azure, what reaches people, in every kind of trouble.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AccessRequest, isEnded } from '../../src/domain/access-request.ts';
import { owed } from '../../src/domain/owed.ts';
import { type AzureModel, azureModel, type Happening } from '../support/azure-model.ts';
import { type ChatModel, chatModel } from '../support/chat-model.ts';
import { newBooks } from '../support/memory-ledger.ts';
import { noon } from '../support/requests.ts';
import { liveThrough } from '../support/short-lives.ts';
import { unwatchedPace as pace } from '../support/unwatched-pace.ts';
import { settleOn } from '../support/wired.ts';

interface World {
  readonly azure: AzureModel;
  readonly chat: ChatModel;
  readonly states: readonly string[];
  readonly audit: readonly string[];
  readonly request: AccessRequest;
}

/** The steps there are; everything else is impossible. */
const steps: Readonly<Record<string, readonly string[]>> = {
  approved: ['opening', 'failed'],
  opening: ['open', 'closing', 'failed'],
  open: ['closing'],
  closing: ['closed'],
};

/** Runs one approved request from noon to its end; `kills` are the writes after which the process dies. */
async function live(
  trouble: {
    happenings?: Happening[];
    troubles?: boolean[];
    kills?: number[];
    delays?: { appears: number; goes: number };
    onCall?: boolean;
  } = {},
): Promise<World> {
  const clock = { at: noon };
  const now = () => clock.at;
  const books = newBooks();
  if (trouble.onCall ?? true) books.channels.set('on-call', { conversationId: 'on-call' });
  const azure = azureModel(now, trouble.happenings, trouble.delays);
  const chat = chatModel(trouble.troubles);
  const states: string[] = [];
  const request = await liveThrough({
    books,
    clock,
    kills: trouble.kills ?? [],
    processOn: (ledger) => settleOn({ ledger, azure, notifier: chat, now }),
    onSaved: ({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    },
    isOver: (stored, wakeAt) => isEnded(stored) && wakeAt === undefined,
  });
  return { azure, chat, states, audit: books.audit.map(({ kind }) => kind), request };
}

describe('settling a request', () => {
  it('opens, says ready, warns, and says closed to both, once each', async () => {
    const { azure, chat, states, audit } = await live();
    assert.deepEqual(states, ['opening', 'open', 'closing', 'closed']);
    assert.equal(azure.sent.length, 1);
    assert.deepEqual(chat.texts(), [
      'chat-1: card closed of req-1',
      'chat-1: ready of req-1 to requester',
      'on-call: ready of req-1 to on-call',
      'chat-1: retired ending of req-1',
      'chat-1: closed of req-1 to requester',
      'on-call: closed of req-1 to on-call',
    ]);
    assert.deepEqual(
      audit.filter((kind) => !['card-shown', 'told', 'looked'].includes(kind)),
      ['initiate-sent', 'initiate-accepted', 'opened', 'ended', 'closed'],
    );
  });

  it('counts the time from the asking of Azure, to the policy, machine, port and source agreed', async () => {
    const { azure } = await live();
    const { machineId, port, source, endsAt } = azure.sent[0] ?? assert.fail('nothing was sent');
    assert.deepEqual(
      [machineId.split('/').at(-1), port, source, endsAt],
      ['web-01', 3389, '203.0.113.7', noon + 3600_000],
    );
  });

  it('does without an on-call channel, and the books say that there was none', async () => {
    const { chat, request } = await live({ onCall: false });
    assert.deepEqual(
      chat.texts().filter((text) => text.startsWith('on-call')),
      [],
    );
    assert.equal(request.told['on-call/closed']?.why, 'no on-call channel is set');
  });

  it('finds an opening that Azure took without an answer, and sends nothing twice', async () => {
    const { azure, states } = await live({ happenings: ['taken-but-unanswered'] });
    assert.deepEqual([azure.sent.length, states.at(-1)], [1, 'closed']);
  });

  it('asks once more only after Azure does not list the first', async () => {
    const { azure, states } = await live({ happenings: ['lost'] });
    assert.deepEqual([azure.sent.length, azure.taken.length, states.at(-1)], [2, 1, 'closed']);
    assert.ok((azure.sent[1]?.endsAt ?? 0) - (azure.sent[0]?.endsAt ?? 0) > pace.doubt * 1000);
  });

  it('fails at once, with the reason, when Azure refuses', async () => {
    const { azure, chat, request } = await live({ happenings: ['rejected'] });
    assert.deepEqual(
      [azure.taken.length, request.state === 'failed' && request.failure.message],
      [0, 'Azure said no.'],
    );
    assert.deepEqual(chat.texts(), [
      'chat-1: card failed of req-1',
      'chat-1: failed of req-1 to requester',
      'on-call: failed of req-1 to on-call',
    ]);
  });

  it('gives up when Azure takes nothing within the time allowed', async () => {
    const { azure, request } = await live({
      happenings: Array.from({ length: 40 }, () => 'unavailable' as const),
    });
    assert.deepEqual([azure.taken.length, request.state], [0, 'failed']);
    assert.ok(azure.sent.length < 12, 'it backs off');
  });

  it('says late to both when the rule does not come in time, and ready when it comes after all', async () => {
    const { chat, states } = await live({ delays: { appears: pace.openTimeout + 60, goes: 2 } });
    assert.deepEqual(states, ['opening', 'open', 'closing', 'closed']);
    const said = chat.texts().map((text) => text.replace(' of req-1', ''));
    assert.deepEqual(said.slice(1), [
      'chat-1: late to requester',
      'on-call: late to on-call',
      'chat-1: ready to requester',
      'on-call: ready to on-call',
      'chat-1: retired ending',
      'chat-1: closed to requester',
      'on-call: closed to on-call',
    ]);
  });

  it('never says ready when the rule never comes', async () => {
    const { chat, states } = await live({ delays: { appears: 100_000, goes: 0 } });
    assert.deepEqual(states, ['opening', 'closing', 'closed']);
    assert.ok(chat.texts().every((text) => !text.includes('ready')));
  });

  it('is overdue while the rule stays, with growing gaps, and closed only when it is gone', async () => {
    const { chat, states } = await live({ delays: { appears: 3, goes: 3 * 3600 } });
    assert.deepEqual(states.at(-1), 'closed');
    const overdue = chat.texts().filter((text) => text.includes('overdue'));
    assert.deepEqual(overdue, [
      'on-call: overdue/0 of req-1 to on-call',
      'chat-1: overdue/0 of req-1 to requester',
      'on-call: overdue/1 of req-1 to on-call',
      'on-call: overdue/2 of req-1 to on-call',
      'on-call: overdue/3 of req-1 to on-call',
    ]);
  });

  const happening = fc.constantFrom<Happening>('ok', 'ok', 'lost', 'taken-but-unanswered', 'unavailable');

  it('reaches a true end whatever Azure, Teams and kills do, and everybody is told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 8 }),
        async (happenings, troubles, kills) => {
          const { azure, chat, request, states } = await live({
            happenings: [...happenings],
            troubles: [...troubles],
            kills,
          });
          assert.deepEqual(owed(request, noon + 1e9, pace), { due: [], wakeAt: undefined });
          const texts = chat.texts();
          // A kill between a post and its record posts again: the newest card is the one that is kept true.
          assert.equal(
            texts.findLast((text) => text.includes(': card ')),
            `chat-1: card ${request.state} of req-1`,
          );
          for (const to of ['requester', 'on-call'])
            assert.ok(
              texts.some((text) => text.endsWith(`${request.state} of req-1 to ${to}`)),
              `${to} was told`,
            );
          ['approved', ...states].reduce((from, to) => {
            assert.ok(steps[from]?.includes(to), `${from} → ${to}`);
            return to;
          });
          assert.equal(
            states.includes('open'),
            texts.some((text) => text.includes('ready')),
          );
          assert.ok(azure.sent.length <= 1 + happenings.length, 'an ask is repeated only after trouble');
          for (const { source, port, endsAt, at } of azure.taken)
            assert.ok(
              source === '203.0.113.7' && port === 3389 && endsAt - at <= 3600_000,
              'never wider than asked',
            );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('sends one initiate wherever the process dies, if Azure answers', async () => {
    const sent: number[] = [];
    for (let first = 0; first < 12; first += 1)
      for (let second = 0; second < 4; second += 1) {
        const { azure, states } = await live({ kills: [first, second] });
        assert.equal(states.at(-1), 'closed');
        sent.push(azure.taken.length);
      }
    assert.deepEqual([...new Set(sent)], [1]);
  });
});
