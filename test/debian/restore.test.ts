// Back-up and restore as docs/deploy.md tells it, by its own commands: a grant that was open when the back-up was made is
// closed and told as ever after the restore; one that was made later is Azure's to end, and the bot says that it is not its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { type BotProcess, startBotProcess } from '../../sandbox/bot-process.ts';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA, ADMINS } from '../../sandbox/chat/people.ts';
import { startChat } from '../../sandbox/chat/start-chat.ts';
import { atOnce } from '../support/at-once.ts';
import { debianPostgres } from '../support/debian-postgres.ts';
import { freePort } from '../support/free-port.ts';
import { request, seenIn } from '../support/local-world.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { until } from '../support/until.ts';

const guide = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
/** The guide's block with this in it. */
const commands = (part: string): string =>
  blocks.find((block) => block.includes(part)) ?? assert.fail(`docs/deploy.md has no ${part}`);

/** Types a block of the guide into a shell, in which these variables are set. */
async function type(part: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const path = `${debianPostgres()}:/usr/bin:/bin`;
  await promisify(execFile)('sh', ['-euc', commands(part)], { env: { PATH: path, ...variables } });
}

/** A local world whose books can be lost. */
async function startWorld(firstBooks: Readonly<Record<string, string>>) {
  const azure = await startAzureSimulator();
  const port = await freePort();
  const start = (books: Readonly<Record<string, string>>): Promise<BotProcess> =>
    startBotProcess({
      port,
      azureUrl: azure.url,
      dataDir: books.DATA_DIR ?? '/nowhere',
      variables: { JIT_ADMINS: ADMINS.map(({ id }) => id).join(','), DRIFT_SECONDS: '0', ...books },
    });
  let bot = await start(firstBooks).catch(async (error: unknown) => {
    // What listens would keep the test run from ending.
    await azure.close();
    throw error;
  });
  const chat = await startChat({ botUrl: bot.messagesUrl, azureUrl: azure.url });
  await chat.installed;
  const world = { azure, chat, ...seenIn(chat) };
  return {
    ...world,
    bot: () => bot,
    startOn: async (books: Readonly<Record<string, string>>) => {
      bot = await start(books);
    },
    opens: async (sentence: string) => {
      const before = cardsOf(chat).length;
      await request(world, sentence);
      await until(() => world.status() === 'Ready' && cardsOf(chat).length > before, 90);
    },
    stop: async () => {
      await bot.stop();
      await chat.close();
      await azure.close();
    },
  };
}

const cardsOf = (chat: Awaited<ReturnType<typeof startChat>>) =>
  chat.messages(personalChatId(ADA)).filter(({ content }) => content.card !== undefined);

type World = Awaited<ReturnType<typeof startWorld>>;

const jitRules = (world: World, nsg: string) =>
  world.azure.nsg(nsg).filter(({ name }) => /JITRule-/.test(name));

/** What is true of a bot on restored books. */
async function isTrueAfterwards(world: World): Promise<void> {
  await world.chat.sendAs(ADA.id, personalChatId(ADA), 'status app-01');
  await until(
    () => JSON.stringify(cardsOf(world.chat).at(-1)?.content.card).includes('not as a grant of mine'),
    60,
  );

  const closed = (machine: string) =>
    world.said().filter((text) => new RegExp(`Closed:.*${machine}`).test(text));
  await until(() => closed('web-01').length > 0, 240);
  assert.deepEqual(jitRules(world, 'nsg-web-01'), []);
  await until(() => jitRules(world, 'nsg-app-01').length === 0, 240);
  assert.deepEqual([closed('web-01').length, closed('app-01').length], [1, 0]);
}

describe('back-up and restore', function () {
  this.timeout(600_000);
  let folder: string;
  let server: RealPostgres;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-restore-'));
    server = await startPostgres(undefined, { bin: debianPostgres() });
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  atOnce({
    'of a PostgreSQL server, while the bot runs': async () => {
      const BACKUP = join(folder, 'jit-access.dump');
      const [lost, empty] = [await server.freshDatabase(), await server.freshDatabase()];
      const world = await startWorld({ DATABASE_URL: lost });
      try {
        await world.opens('rdp to web-01 for 3m from 203.0.113.7');
        await type('pg_dump', { DATABASE_URL: lost, BACKUP });
        await world.opens('ssh to app-01 for 3m from 203.0.113.7');
        await world.bot().kill();
        await type('pg_restore', { DATABASE_URL: empty, BACKUP });
        await world.startOn({ DATABASE_URL: empty });
        await isTrueAfterwards(world);
      } finally {
        await world.stop();
      }
    },

    'of the embedded database, while the bot is stopped': async () => {
      const books = { DATA_DIR: join(folder, 'data') };
      const variables = { ...books, BACKUP: join(folder, 'data-backup') };
      const world = await startWorld(books);
      try {
        await world.opens('rdp to web-01 for 3m from 203.0.113.7');
        await world.bot().stop();
        await type('cp -a "$DATA_DIR"', variables);
        await world.startOn(books);
        await world.opens('ssh to app-01 for 3m from 203.0.113.7');
        await world.bot().kill();
        await type('cp -a "$BACKUP"', variables);
        await world.startOn(books);
        await isTrueAfterwards(world);
      } finally {
        await world.stop();
      }
    },
  });
});
