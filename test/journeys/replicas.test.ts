// Three real processes on one PostgreSQL behind a balancer: one is killed, cut off, paused, and nobody notices but the log.
import assert from 'node:assert/strict';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA, type ChatPerson, GRACE, LINUS, OMAR } from '../../sandbox/chat/people.ts';
import { startPostgres } from '../support/real-postgres.ts';
import { type Replica, type ReplicaWorld, startReplicaWorld } from '../support/replica-world.ts';
import { until } from '../support/until.ts';

/** What the product promises, in seconds. */
const takeover = 30;
/** The simulator's Azure makes a rule within 3 s and takes it away within 2 s; the rest is for looking and posting. */
const azuresTime = 10;
const paused = 60;

interface Trouble {
  /** From now on it does no work. */
  readonly strike: (replica: Replica) => Promise<unknown> | unknown;
  /** It is a whole replica again. */
  readonly mend: (replica: Replica) => Promise<unknown> | unknown;
  readonly lastsSeconds?: number;
}

const troubles: Readonly<Record<string, Trouble>> = {
  'is killed': {
    strike: (replica) => replica.bot().kill(),
    mend: (replica) => replica.restart(),
  },
  'is cut off from the database': {
    strike: ({ wire }) => wire.cut(),
    mend: ({ wire }) => wire.mend(),
    lastsSeconds: 40,
  },
  'no longer hears from the database': {
    strike: ({ wire }) => wire.stall(),
    mend: ({ wire }) => wire.mend(),
    lastsSeconds: 40,
  },
  'is paused for a minute': {
    strike: (replica) => replica.bot().pause(),
    mend: (replica) => replica.bot().resume(),
    lastsSeconds: paused,
  },
};

/** Who asks for what, so that the stories do not touch each other. */
// The last one outlasts the minute of its replica, so that its end meets another.
const cases: readonly { readonly who: ChatPerson; readonly machine: string; readonly sentence: string }[] = [
  { who: ADA, machine: 'web-01', sentence: 'rdp to web-01 for 1m from 203.0.113.7' },
  { who: OMAR, machine: 'web-02', sentence: 'rdp to web-02 for 1m from 203.0.113.8' },
  { who: LINUS, machine: 'ops-01', sentence: 'ssh to ops-01 for 1m from 203.0.113.9' },
  { who: GRACE, machine: 'app-01', sentence: 'ssh to app-01 for 2m from 203.0.113.10' },
];

describe('three replicas on one database, behind any balancer', function () {
  this.timeout(600_000);
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let world: ReplicaWorld;
  before(async () => {
    postgres = await startPostgres();
    world = await startReplicaWorld(await postgres.freshDatabase(), { variables: { SETUP: 'on' } });
  });
  after(async () => {
    await world?.stop();
    await postgres.stop();
  });
  afterEach(function () {
    if (this.currentTest?.isFailed()) console.error(world.output());
  });

  /** The words in bold that notices about a machine begin with. */
  const notices = (machine: string, conversationId: string): readonly string[] =>
    world
      .said(conversationId)
      .filter((text) => text.includes(machine) && !text.startsWith('Your access:'))
      .flatMap((text) => /\*\*(\w+):/.exec(text)?.[1] ?? []);

  const replica = (index: number): Replica => world.replicas[index] ?? assert.fail(`no replica ${index}`);

  /** Strikes, waits for what must come all the same, and mends it when the trouble has lasted its time. */
  async function during(trouble: Trouble, struck: Replica, seen: () => boolean, what: string): Promise<void> {
    const began = performance.now();
    await trouble.strike(struck);
    try {
      await until(seen, takeover + azuresTime);
      console.log(`        ${what} after ${((performance.now() - began) / 1000).toFixed(1)} s`);
      const left = (trouble.lastsSeconds ?? 0) * 1000 - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
    } finally {
      await trouble.mend(struck);
    }
    await until(() => world.balancer.ready().every(Boolean), 60);
  }

  for (const [index, [name, trouble]] of Object.entries(troubles).entries()) {
    const { who, machine, sentence } = cases[index] ?? assert.fail();
    const chatId = personalChatId(who);

    it(`one that ${name} leaves nothing undone, and does nothing twice when it is back`, async () => {
      // Three turns of one conversation, each answered by another replica.
      world.balancer.next(index);
      await world.chat.sendAs(who.id, chatId, sentence);
      const form = await until(() =>
        world.chat.messages(chatId).findLast(({ content }) => content.card !== undefined),
      );
      // It dies with its call to Azure on the way: whether the port opens is for the others to find out.
      world.azure.faults.add({ match: 'initiate', action: { delayMs: 1000 } });
      const opener = (index + 1) % 3;
      world.balancer.next(opener);
      await world.chat.press(who.id, form.id, 'Request');
      await until(() => world.azure.faults.list().length === 0);
      const isReady = () => notices(machine, chatId).includes('Ready') && world.status(who) === 'Ready';
      await during(trouble, replica(opener), isReady, 'ready');

      // And the one that holds it at its end, in the middle of a look.
      await until(async () => (await stateOf(machine)) !== 'open', 200);
      world.azure.faults.add({ match: 'GET networkSecurityGroups', times: 2, action: { delayMs: 4000 } });
      // Struck in that look, where nothing is between what was told and its record.
      await until(() => world.azure.faults.list().every(({ times }) => times < 2), 60);
      const holder = await until(() => world.holder(machine, 'closing'), 20).catch(() => opener);
      const isClosed = () => notices(machine, chatId).includes('Closed') && world.status(who) === 'Closed';
      await during(trouble, replica(holder), isClosed, 'closed');

      await until(() => notices(machine, ON_CALL_CHANNEL_ID).includes('Closed'), takeover);
      assert.deepEqual(
        {
          grants: world.azure.requests().filter(({ body }) => JSON.stringify(body).includes(`/${machine}"`))
            .length,
          toRequester: notices(machine, chatId),
          toOnCall: notices(machine, ON_CALL_CHANNEL_ID),
          cards: world.chat
            .messages(chatId)
            .filter(({ from, content }) => from === 'bot' && content.card !== undefined).length,
          trail: await trailOf(machine),
        },
        {
          grants: 1,
          toRequester: ['Ready', 'Closed'],
          toOnCall: ['Ready', 'Closed'],
          cards: 1,
          trail: ['approved', 'opened', 'closed'],
        },
      );
    });
  }

  it('one that is killed while it writes a JIT policy leaves the change to another, which finds it written', async () => {
    const chatId = personalChatId(GRACE);
    const cards = () => world.chat.messages(chatId).filter(({ content }) => content.card !== undefined);
    const before = { cards: cards().length, said: world.said(chatId).length };
    world.balancer.next(0);
    await world.chat.sendAs(GRACE.id, chatId, 'enable jit on build-01');
    const card = await until(() => cards()[before.cards], 30);
    world.azure.faults.add({ match: 'PUT jitNetworkAccessPolicies', action: { delayMs: 1000 } });
    world.balancer.next(1);
    await world.chat.press(GRACE.id, card.id, 'Turn JIT on');
    await until(() => world.azure.faults.list().length === 0, 20);
    await replica(1).bot().kill();
    // A change ends in words; what they say of older rules is for test/journeys/setup.test.ts.
    const ended = await until(() => world.said(chatId)[before.said], takeover + azuresTime);
    await replica(1).restart();
    assert.match(ended, /build-01/);
    assert.equal(world.status(GRACE), 'Set up, but older rules defeat it');
    const steps = await world.rows(
      `select facts from jit.audit where kind in ('setup-writing', 'setup-done', 'setup-ended') order by seq`,
    );
    assert.deepEqual([steps.length, world.said(chatId).length], [4, before.said + 1]);
  });

  const stateOf = async (machine: string): Promise<unknown> =>
    (await world.rows('select state from jit.requests where machine_name = $1', [machine]))[0]?.state;

  /** The turning points in the books, each of which there is one. */
  const trailOf = async (machine: string): Promise<readonly unknown[]> =>
    (
      await world.rows(
        `select kind from jit.audit join jit.requests on id = request_id
         where machine_name = $1 and kind in ('approved', 'opened', 'closed', 'failed') order by seq`,
        [machine],
      )
    ).map(({ kind }) => kind);
});
