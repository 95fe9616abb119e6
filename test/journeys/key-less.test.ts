// Real processes that sign in to a real PostgreSQL without a password: the bot, and the audit export.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { startBotProcess } from '../../sandbox/bot-process.ts';
import { freePort } from '../support/free-port.ts';
import { startIdentityEndpoint } from '../support/identity-endpoint.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';

const audit = join(import.meta.dirname, '../../src/cli/audit.ts');

describe('without a password for the database', function () {
  this.timeout(180_000);
  let server: RealPostgres;
  let azure: AzureSimulator;
  let owner: Client;
  let databaseUrl: string;

  before(async () => {
    [server, azure] = await Promise.all([startPostgres(), startAzureSimulator()]);
    const ownerUrl = await server.freshDatabase();
    owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query("create role identity login superuser password 'local-development'");
    databaseUrl = ownerUrl.replace(/\/\/[^@]+@/, '//identity@');
  });
  after(async () => {
    await owner.end();
    await azure.close();
    await server.stop();
  });

  it('the bot keeps its books, and a managed identity exports them', async () => {
    const variables = { DATABASE_URL: databaseUrl, DATABASE_SIGN_IN: 'entra' };
    const port = await freePort();
    // Beside an Azure on this machine the development token is the password.
    const bot = await startBotProcess({ port, azureUrl: azure.url, dataDir: '/nowhere', variables });
    const { rows } = await owner.query(
      "select distinct usename from pg_stat_activity where application_name = 'jit-access'",
    );
    await bot.stop();
    assert.deepEqual(rows, [{ usename: 'identity' }]);
    await owner.query("insert into jit.audit (at, actor, kind, facts) values (now(), 'bot', 'looked', '{}')");

    let tokens = 0;
    const endpoint = await startIdentityEndpoint(async () => {
      tokens += 1;
      await owner.query(`alter role identity password 'token-${tokens}'`);
      return `token-${tokens}`;
    });
    const env = { PATH: process.env.PATH ?? '', ...variables, ...endpoint.variables };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [audit, 'export', '--since', '2026-01-01'],
      { env },
    );
    await endpoint.close();
    assert.match(stdout, /"kind":"looked"/);
    assert.equal(tokens, 1);
  });
});
