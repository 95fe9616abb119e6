// The process itself: what it refuses to start with, that it tells when it is ready, and that it stops when asked.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type AzureSimulator, startAzureSimulator } from '../sandbox/azure/simulator.ts';
import { type BotProcess, startBotProcess } from '../sandbox/bot-process.ts';
import { freePort } from './support/free-port.ts';
import { startPostgres } from './support/real-postgres.ts';
import { until } from './support/until.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Runs the bot until it ends by itself. @param cwd left out: this process's */
async function run(
  variables: Record<string, string>,
  cwd?: string,
): Promise<{ code: unknown; said: string }> {
  const env = { PATH: process.env.PATH ?? '', ...variables };
  const child = spawn(process.execPath, [main], { env, cwd });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('the process', function () {
  this.timeout(180_000);
  let azure: AzureSimulator;
  let dataDir: string;

  before(async () => {
    azure = await startAzureSimulator();
    dataDir = await mkdtemp(join(tmpdir(), 'jit-access-main-'));
  });
  after(async () => {
    await azure.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('does not start without a bot identity, unless local mode is asked for, and says how', async () => {
    const { code, said } = await run({ AZURE_ARM_ENDPOINT: azure.url, DATA_DIR: dataDir });
    assert.equal(code, 1);
    assert.match(said, /MicrosoftAppId: is missing.*LOCAL_MODE=1/);
    assert.doesNotMatch(said, /at .*\.ts:\d+/);
  });

  it('takes an empty CACHE_DIR for none, and leaves nothing where it was started', async () => {
    const where = await mkdtemp(join(tmpdir(), 'jit-access-cache-'));
    try {
      await run({ CACHE_DIR: '' }, where);
      assert.deepEqual(await readdir(where), []);
    } finally {
      await rm(where, { recursive: true, force: true });
    }
  });

  it('does not start without its database, and says so in a sentence', async () => {
    const { code, said } = await run({
      LOCAL_MODE: '1',
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
      PORT: '0',
    });
    assert.equal(code, 1);
    // Besides the lines of the log.
    const toTheOperator = said.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    assert.deepEqual(toTheOperator, ['The database cannot be reached at the moment.']);
  });

  it('does not start on a database that refuses it, and its log has what the database said', async () => {
    const postgres = await startPostgres();
    try {
      const databaseUrl = new URL(await postgres.freshDatabase());
      const owner = new Client({ connectionString: databaseUrl.href });
      await owner.connect();
      await owner.query(`create role guest login password 'guest'`);
      await owner.end();
      databaseUrl.username = 'guest';
      databaseUrl.password = 'guest';
      const { code, said } = await run({ LOCAL_MODE: '1', DATABASE_URL: databaseUrl.href, PORT: '0' });
      assert.equal(code, 1);
      assert.match(said, /^The database refused this record\.$/m);
      assert.match(said, /"msg":"the bot did not start"/);
      assert.match(said, /permission denied for database/);
    } finally {
      await postgres.stop();
    }
  });

  describe('while it runs', () => {
    let bot: BotProcess;
    let port: number;

    before(async () => {
      port = await freePort();
      bot = await startBotProcess({ port, azureUrl: azure.url, dataDir });
    });
    after(() => bot.kill());

    it('says that it is alive and ready', async () => {
      const said = async (path: string) => (await fetch(`http://127.0.0.1:${port}/${path}`)).text();
      assert.equal(await said('healthz'), '{"status":"alive"}');
      // Its rights in Azure are looked at in the background.
      const ready = await until(async () => {
        const answer = await said('readyz');
        return !answer.includes('has not asked Azure yet') && answer;
      }, 60);
      assert.equal(ready, '{"status":"ready","details":[]}');
    });

    it('keeps a second process away from its data directory, with a sentence', async () => {
      const { code, said } = await run({
        LOCAL_MODE: '1',
        PORT: '0',
        AZURE_ARM_ENDPOINT: azure.url,
        DATA_DIR: dataDir,
      });
      assert.equal(code, 1);
      assert.match(said, /in use.*DATABASE_URL/s);
    });

    it('names a port that is taken', async () => {
      const other = await mkdtemp(join(tmpdir(), 'jit-access-main-'));
      const { code, said } = await run({ LOCAL_MODE: '1', PORT: String(port), DATA_DIR: other });
      await rm(other, { recursive: true, force: true });
      assert.equal(code, 1);
      assert.match(said, new RegExp(`address already in use.*${port}`));
    });

    it('takes no activity whose answer would go elsewhere than loopback', async () => {
      const response = await fetch(bot.messagesUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          id: '1',
          text: 'help',
          channelId: 'msteams',
          serviceUrl: 'https://example.org/',
          from: { id: '29:x', name: 'X' },
          recipient: { id: '28:bot', name: 'Bot' },
          conversation: { id: 'a:1' },
        }),
      });
      assert.equal(response.status, 403);
    });

    it('stops in an orderly way on SIGTERM', async () => {
      await bot.stop();
      assert.equal(await bot.ended, 0);
    });
  });
});
