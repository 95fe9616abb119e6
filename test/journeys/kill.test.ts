// The real process is killed at each step of a grant's life: the request still reaches its true end, and is told once.
import assert from 'node:assert/strict';
import { ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { atOnce } from '../support/at-once.ts';
import { type LocalWorld, request, startLocalWorld } from '../support/local-world.ts';
import { noticesTo, readyAndRecorded } from '../support/notices-to.ts';
import { startPostgres } from '../support/real-postgres.ts';
import { until } from '../support/until.ts';

const sentence = 'rdp to web-01 for 90s from 203.0.113.7';
const nsg = 'nsg-web-01';

const jitRules = ({ azure }: LocalWorld) =>
  azure.nsg(nsg).filter(({ name, access }) => access === 'Allow' && /JITRule-/.test(name));

/** Brings the request to a step, kills the bot there, and starts it again. */
const killAt: Readonly<Record<string, (world: LocalWorld) => Promise<void>>> = {
  'after recording, before Azure took it': async (world) => {
    world.azure.faults.add({ match: 'initiate', action: 'reset-before' });
    await request(world, sentence);
    await until(() => world.azure.requests().length === 1);
    await world.kill();
    await world.restart();
  },
  'after Azure took it, before its answer is recorded': async (world) => {
    world.azure.faults.add({ match: 'initiate', action: { delayMs: 1000 } });
    await request(world, sentence);
    await until(() => world.azure.faults.list().length === 0);
    await world.kill();
    await until(() => world.azure.requests().length === 1);
    await world.restart();
  },
  'while watching for the rule': async (world) => {
    world.azure.quirk('web-01', { ruleAppearsAfterMs: 8000 });
    await request(world, sentence);
    await until(() => world.status() === 'Opening');
    await world.kill();
    await world.restart();
  },
  'while open': async (world) => {
    await request(world, sentence);
    await readyAndRecorded(world);
    await world.kill();
    await world.restart();
  },
  'while open, and down until after the end': async (world) => {
    await request(world, sentence);
    await readyAndRecorded(world);
    await world.kill();
    await until(() => jitRules(world).length === 0, 180);
    await world.restart();
  },
  'at the end, while the rule is still there': async (world) => {
    world.azure.quirk('web-01', { ruleGoesAfterMs: 12_000 });
    await request(world, sentence);
    await until(() => world.status() === 'Ended', 180);
    await world.kill();
    await world.restart();
  },
};

/** One whole life with a kill in it: what Azure and people saw of it. */
async function live(bring: (world: LocalWorld) => Promise<void>, variables: Record<string, string> = {}) {
  // How long a restart takes here is no matter of these stories: nothing is to be overdue by it.
  const world = await startLocalWorld({ variables: { CLOSE_GRACE_SECONDS: '120', ...variables } });
  try {
    await bring(world);
    await until(() => world.status() === 'Closed', 200);
    await until(() => noticesTo(world, ON_CALL_CHANNEL_ID).includes('Closed'), 30);
    await until(() => noticesTo(world).includes('Closed'), 30);
    return {
      grants: world.azure.requests().filter(({ accepted }) => accepted).length,
      rules: jitRules(world).length,
      toAda: noticesTo(world),
      toOnCall: noticesTo(world, ON_CALL_CHANNEL_ID),
    };
  } catch (error) {
    throw new Error(`${world.status()} ${JSON.stringify(world.said())}\n${world.bot().output()}`, {
      cause: error,
    });
  } finally {
    await world.stop();
  }
}

const once = { grants: 1, rules: 0, toAda: ['Ready', 'Closed'], toOnCall: ['Ready', 'Closed'] };

describe('a bot that is killed', function () {
  this.timeout(400_000);

  atOnce(
    Object.fromEntries(
      Object.entries(killAt).map(([step, bring]) => [
        `${step}, brings the request to its true end with one grant, each notice once`,
        async () => assert.deepEqual(await live(bring), once),
      ]),
    ),
  );
});

describe('a bot on a PostgreSQL server that is killed', function () {
  this.timeout(400_000);
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres.stop());

  // There its leases have to run out first: on a server a replica could hold them.
  it('while watching for the rule, brings the request to its true end all the same', async () => {
    const bring = killAt['while watching for the rule'] ?? assert.fail('no such step');
    assert.deepEqual(await live(bring, { DATABASE_URL: await postgres.freshDatabase() }), once);
  });
});
