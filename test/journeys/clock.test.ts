// The real bot on a machine whose clock is five minutes off: grants last as long as asked by Azure's clock, and it says so.
import assert from 'node:assert/strict';
import { ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { atOnce } from '../support/at-once.ts';
import { type LocalWorld, request, startLocalWorld } from '../support/local-world.ts';
import { until } from '../support/until.ts';

const preload = new URL('../support/shifted-date.ts', import.meta.url).href;
const nsg = 'nsg-web-01';

const jitRules = ({ azure }: LocalWorld) =>
  azure.nsg(nsg).filter(({ name, access }) => access === 'Allow' && /JITRule-/.test(name));

/** The end that Azure was asked for, and how long after the ask that is. */
function asked({ azure }: LocalWorld) {
  const [initiate, ...more] = azure.requests();
  assert.ok(initiate !== undefined && more.length === 0);
  const end = /"endTimeUtc":"([^"]+)"/.exec(JSON.stringify(initiate.body))?.[1] ?? '';
  return { endsAt: Date.parse(end), seconds: (Date.parse(end) - initiate.at) / 1000 };
}

async function live(shiftSeconds: number, sentence: RegExp): Promise<void> {
  const world = await startLocalWorld({
    variables: {
      NODE_OPTIONS: `--import ${preload}`,
      DATE_SHIFT_MS: String(shiftSeconds * 1000),
      WATCH_SECONDS: '5',
      OPEN_TIMEOUT_SECONDS: '20',
    },
  });
  try {
    await request(world, 'rdp to web-01 for 1m from 203.0.113.7');
    await until(() => world.status() === 'Ready', 60);
    const { endsAt, seconds } = asked(world);
    // Some pass until it arrives; a clock that is five minutes off shows.
    assert.ok(seconds > 30 && seconds < 61, `asked for ${seconds} s`);

    // What is in the books is judged by a process that has yet to learn the time.
    await world.kill();
    await world.restart();
    const answer = await fetch(new URL('/readyz', world.bot().messagesUrl));
    const { details } = (await answer.json()) as { details: readonly string[] };
    assert.match(details.join('\n'), sentence);
    assert.match(world.bot().output(), sentence);

    await until(() => world.status() !== 'Ready', 90);
    assert.ok(Date.now() >= endsAt - 2000, `${world.status()} ${endsAt - Date.now()} ms before the end`);
    await until(() => world.said().some((text) => /Closed:/.test(text)), 60);
    assert.deepEqual(jitRules(world), []);
    assert.ok(Date.now() < endsAt + 60_000, `closed ${Date.now() - endsAt} ms after the end`);
    await until(() => world.said(ON_CALL_CHANNEL_ID).some((text) => /Closed:/.test(text)), 30);
    assert.deepEqual(
      [...world.said(), ...world.said(ON_CALL_CHANNEL_ID)].filter((text) =>
        /overdue|late|Gone early/i.test(text),
      ),
      [],
    );
  } catch (error) {
    throw new Error(`${world.status()} ${JSON.stringify(world.said())}\n${world.bot().output()}`, {
      cause: error,
    });
  } finally {
    await world.stop();
  }
}

describe('a bot whose clock is off', function () {
  this.timeout(240_000);

  atOnce({
    'five minutes ahead keeps to Azure’s time, after a crash too, and warns': () =>
      live(300, /clock of this machine is (29[89]|30[012]) s ahead of Azure’s/),
    'five minutes behind does the same': () =>
      live(-300, /clock of this machine is (29[89]|30[012]) s behind Azure’s/),
  });
});
