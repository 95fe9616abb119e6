// Notices to on-call: who is mentioned in the channel, and who is written to alone where there is none.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../src/access/chat-ports.ts';
import { Fault, type FaultCode } from '../../src/access/fault.ts';
import { noLinks } from '../../src/access/links-port.ts';
import type { OnDuty } from '../../src/access/on-duty.ts';
import { createSettle } from '../../src/access/settle.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import type { NamedPerson } from '../../src/domain/policy/access-policy.ts';
import { createPresenter } from '../../src/present.ts';
import { azureModel } from '../support/azure-model.ts';
import { noExtensions, quietLog } from '../support/chat-model.ts';
import { rostersOf } from '../support/hearings.ts';
import { type Books, memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { aClosing, anOpen, noon } from '../support/requests.ts';

const person = (name: string): NamedPerson => ({ kind: 'person', id: `id-${name}`, name });
const [omar, grace, linus] = [person('omar'), person('grace'), person('linus')];
const member = (id: string, name: string) => ({ id, teamsId: `29:${id}`, name });

interface World {
  readonly books: Books;
  readonly onDuty: NamedPerson[];
  /** What arrived, as `conversation: text`; mentions in front. */
  readonly arrived: string[];
  /** Every try to post, by conversation. */
  readonly tries: string[];
  /** What goes wrong, by conversation, one a try; `unsaid`: it arrives all the same. */
  readonly troubles: Map<string, { readonly code: FaultCode; readonly arrives?: boolean }[]>;
  /** Lets so many seconds pass. */
  pass(seconds: number): Promise<void>;
  told(): AccessRequest['told'];
}

/** An open request, all said but to on-call. */
async function world(
  options: {
    readonly channel?: boolean;
    readonly chats?: readonly NamedPerson[];
    readonly members?: Parameters<typeof rostersOf>[0];
    readonly request?: AccessRequest;
  } = {},
): Promise<World> {
  let clock = noon;
  const now = () => clock;
  const books = newBooks();
  if (options.channel) books.channels.set('on-call', { conversationId: 'on-call' });
  for (const { id, name } of options.chats ?? []) books.personalChats.set(id, `chat of ${name}`);
  const request = options.request ?? {
    ...anOpen(),
    card: { messageId: 'm1', shown: 'open' },
    told: { 'requester/ready': { at: noon, messageId: 'm2' } },
  };
  const ledger = memoryLedger(books, 'p0', now);
  await ledger.create(request, [], noon);
  const onDuty: NamedPerson[] = [];
  const [arrived, tries]: [string[], string[]] = [[], []];
  const troubles: World['troubles'] = new Map();
  const asking: OnDuty = { now: () => [...onDuty] };
  const azure = azureModel(now);
  // Its rule stands until its end, so that nothing else is to be told meanwhile.
  if (request.state === 'open') {
    const { policyId, machine, port, source } = request.terms;
    const asked = { policyId, machineId: machine.azureId, port, source, endsAt: request.endsAt };
    await azure.open({ ...asked, justification: request.id });
  }
  const settle = createSettle({
    ...{ revoke: azure, judge: noExtensions, judgeAnew: async () => ({ kind: 'allowed' }) },
    ...{ ledger, jit: azure, watch: azure, presenter: createPresenter(noLinks), log: quietLog, now, pace },
    rosters: rostersOf(options.members),
    onDuty: asking,
    notifier: { post, update: async (_, messageId) => messageId },
  });

  async function post(conversationId: string, message: Message): Promise<string> {
    tries.push(conversationId);
    const trouble = troubles.get(conversationId)?.shift();
    if (trouble === undefined || trouble.arrives) {
      const mentions = message.kind === 'text' ? (message.mentions ?? []) : [];
      const text = message.kind === 'text' ? message.text : message.summary;
      const names = mentions.map(({ name }) => `@${name} `).join('');
      arrived.push(`${conversationId}: ${names}${text.replaceAll('*', '').slice(0, 9)}`);
    }
    if (trouble !== undefined) throw new Fault(trouble.code, `Teams: ${trouble.code}.`);
    return `message-${tries.length}`;
  }

  return {
    books,
    onDuty,
    arrived,
    tries,
    troubles,
    async pass(seconds) {
      await settle.settle('req-1');
      for (const end = clock + seconds * 1000; clock < end; ) {
        clock += 1000;
        for (const id of await ledger.overlooked(clock, 10)) await settle.settle(id);
      }
    },
    told: () => books.rows.get('req-1')?.request.told ?? assert.fail('no request'),
  };
}

const overdue: AccessRequest = {
  ...aClosing(),
  card: { messageId: 'm1', shown: 'closing' },
  endsAt: noon - 3600_000,
  lookAt: noon + 1e9,
  told: { 'requester/overdue/0': { at: noon, messageId: 'm2' } },
};

describe('a notice in the on-call channel', () => {
  it('mentions nobody when it is quiet', async () => {
    const on = await world({ channel: true, chats: [omar] });
    on.onDuty.push(omar);
    await on.pass(5);
    assert.deepEqual(on.arrived, ['on-call: Ready: we']);
  });

  it('mentions who is on duty when it is loud, under the names of the channel', async () => {
    const members = [member(omar.id, 'Omar On-call'), member(grace.id, ' ')];
    const on = await world({ channel: true, members, request: overdue });
    on.onDuty.push(omar, grace);
    await on.pass(5);
    assert.deepEqual(on.arrived, ['on-call: @Omar On-call @grace 🔴 OVERDU']);
  });

  it('mentions nobody who is not there: Teams would refuse the whole of it', async () => {
    const on = await world({ channel: true, members: [member(omar.id, 'Omar On-call')], request: overdue });
    on.onDuty.push(grace, omar);
    await on.pass(5);
    assert.deepEqual(on.arrived, ['on-call: @Omar On-call 🔴 OVERDU']);
  });

  it('mentions them by the names of the policy where it is not known who is there', async () => {
    const on = await world({ channel: true, request: overdue });
    on.onDuty.push(omar);
    await on.pass(5);
    assert.deepEqual(on.arrived, ['on-call: @omar 🔴 OVERDU']);
  });

  it('is for who is on duty when it is posted, not when it came due', async () => {
    const on = await world({ channel: true, request: overdue });
    on.troubles.set('on-call', [{ code: 'unavailable' }]);
    on.onDuty.push(omar);
    await on.pass(1);
    on.onDuty.splice(0, 1, grace);
    await on.pass(5);
    assert.deepEqual(on.arrived, ['on-call: @grace 🔴 OVERDU']);
  });

  for (const code of ['missing', 'forbidden'] as const)
    it(`goes to who is on duty alone where the channel is gone (${code})`, async () => {
      const on = await world({ channel: true, chats: [omar, grace] });
      on.troubles.set('on-call', [{ code }, { code }]);
      on.onDuty.push(omar, grace);
      await on.pass(5);
      assert.deepEqual(on.arrived, ['chat of omar: Ready: we', 'chat of grace: Ready: we']);
    });

  it('is not said alone as well where it is not known whether it arrived', async () => {
    const on = await world({ channel: true, chats: [omar] });
    on.troubles.set('on-call', [{ code: 'in-doubt', arrives: true }, { code: 'in-doubt' }]);
    on.onDuty.push(omar);
    await on.pass(60);
    assert.deepEqual(
      [on.arrived, on.told()['on-call/ready']?.why],
      [['on-call: Ready: we'], 'Teams: in-doubt.'],
    );
  });

  it('says why it was not told, where the channel is gone and nobody is on duty', async () => {
    const on = await world({ channel: true });
    on.troubles.set('on-call', [{ code: 'missing' }]);
    await on.pass(5);
    assert.deepEqual([on.told()['on-call/ready']?.why, on.tries.length], ['Teams: missing.', 1]);
  });
});

describe('a notice to on-call without a channel', () => {
  it('goes once to each who is on duty, without a mention, and keeps the first message id', async () => {
    const on = await world({ chats: [omar, grace, linus], request: overdue });
    on.onDuty.push(omar, grace);
    await on.pass(30);
    assert.deepEqual(on.arrived, ['chat of omar: 🔴 OVERDU', 'chat of grace: 🔴 OVERDU']);
    const { 'requester/overdue/0': _, ...told } = on.told();
    assert.deepEqual(
      Object.entries(told).map(([key, { messageId }]) => [key, messageId]),
      [
        ['on-call/overdue/2@id-omar', 'message-1'],
        ['on-call/overdue/2@id-grace', 'message-2'],
        ['on-call/overdue/2', 'message-1'],
      ],
    );
    assert.deepEqual(
      on.books.audit.filter(({ kind }) => kind === 'told').map(({ facts }) => facts.notice),
      ['on-call/overdue/2@id-omar', 'on-call/overdue/2@id-grace'],
    );
  });

  it('says that no channel is set where nobody is on duty either', async () => {
    const on = await world({ chats: [omar] });
    await on.pass(5);
    assert.deepEqual([on.arrived, on.told()['on-call/ready']?.why], [[], 'no on-call channel is set']);
  });

  it('names who could not be reached, and what they can do', async () => {
    const on = await world();
    on.onDuty.push(omar, grace);
    await on.pass(5);
    assert.deepEqual(
      [on.tries, on.told()['on-call/ready']?.why],
      [
        [],
        'no on-call channel is set, and omar and grace could not be written to alone: whoever is on call must add the bot, or write to it in a personal chat',
      ],
    );
  });

  it('reaches the others where it knows no chat with one, or that one is gone', async () => {
    const on = await world({ chats: [grace, linus] });
    on.troubles.set('chat of grace', [{ code: 'missing' }]);
    on.onDuty.push(omar, grace, linus);
    await on.pass(5);
    const told = on.told();
    assert.deepEqual(on.arrived, ['chat of linus: Ready: we']);
    assert.deepEqual(
      ['@id-omar', '@id-grace', '@id-linus', ''].map((who) => told[`on-call/ready${who}`]?.why),
      ['the bot has no personal chat with them', 'To grace alone: Teams: missing.', undefined, undefined],
    );
    assert.equal(told['on-call/ready']?.messageId, told['on-call/ready@id-linus']?.messageId);
  });

  it('waits with one for as long as it takes, and the others have it once and at once', async () => {
    const on = await world({ chats: [omar, grace, linus] });
    const away = Array.from({ length: 5 }, () => ({ code: 'unavailable' }) as const);
    on.troubles.set('chat of omar', away);
    on.onDuty.push(omar, grace, linus);
    await on.pass(0);
    assert.deepEqual(on.arrived, ['chat of grace: Ready: we', 'chat of linus: Ready: we']);
    await on.pass(120);
    assert.deepEqual(on.arrived, [
      'chat of grace: Ready: we',
      'chat of linus: Ready: we',
      'chat of omar: Ready: we',
    ]);
  });

  it('that is in doubt with one is repeated once to them, and not to the others', async () => {
    const on = await world({ chats: [omar, grace] });
    on.troubles.set('chat of omar', [
      { code: 'in-doubt', arrives: true },
      { code: 'in-doubt', arrives: true },
    ]);
    on.onDuty.push(omar, grace);
    await on.pass(60);
    assert.deepEqual(on.tries, ['chat of omar', 'chat of omar', 'chat of grace']);
  });

  it('goes on with who is on duty now, when duty passes on in between', async () => {
    const on = await world({ chats: [omar, grace] });
    on.troubles.set('chat of omar', [{ code: 'unavailable' }]);
    on.onDuty.push(omar);
    await on.pass(1);
    on.onDuty.splice(0, 1, grace);
    await on.pass(10);
    assert.deepEqual(on.arrived, ['chat of grace: Ready: we']);
  });

  it('goes to nobody twice who surely has it, whatever Teams does, and to everybody who can be reached', async () => {
    const trouble = fc.constantFrom<FaultCode | undefined>(
      undefined,
      'unavailable',
      'throttled',
      'in-doubt',
      'missing',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(trouble, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
        async (all) => {
          const people = [omar, grace, linus].slice(0, all.length);
          const on = await world({ chats: people });
          on.onDuty.push(...people);
          const script = all.map((codes) =>
            codes
              .slice(0, codes.includes(undefined) ? codes.indexOf(undefined) : codes.length)
              .filter((code) => code !== undefined),
          );
          for (const [index, { name }] of people.entries())
            on.troubles.set(
              `chat of ${name}`,
              (script[index] ?? []).map((code) => ({ code, arrives: code === 'in-doubt' })),
            );
          await on.pass(3000);
          assert.notEqual(on.told()['on-call/ready'], undefined, 'it is told in the end');
          for (const [index, { name }] of people.entries()) {
            const copies = on.arrived.filter((text) => text.startsWith(`chat of ${name}`)).length;
            const least = script[index]?.includes('missing') ? 0 : 1;
            // A doubt is the one reason for another copy: what surely arrived is never said again.
            const most = 1 + (script[index]?.filter((code) => code === 'in-doubt').length ?? 0);
            assert.ok(copies >= least && copies <= most, `${name} got ${copies} copies`);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
