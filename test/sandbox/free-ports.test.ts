// A local world whose ports are taken names them and the variables to set, before anything of it runs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { promisify } from 'node:util';
import { needFreePorts } from '../../sandbox/free-ports.ts';
import { freePort } from '../support/free-port.ts';

describe('the ports of the local world', () => {
  let taker: Server;
  let taken: number;
  before(async () => {
    taker = createServer().listen(0, '127.0.0.1');
    await once(taker, 'listening');
    ({ port: taken } = taker.address() as AddressInfo);
  });
  after(() => taker.close());

  it('are all had where nobody has them, and are free again at once', async () => {
    const named = { PORT: await freePort(), CHAT_PORT: await freePort() };
    await needFreePorts(named);
    await needFreePorts(named);
  });

  it('are named with their variables where somebody has them', async () => {
    const named = { AZURE_PORT: await freePort(), CHAT_PORT: taken };
    const says = new RegExp(`port ${taken} \\(CHAT_PORT\\)\\..* CHAT_PORT=\\d+$`);
    await assert.rejects(needFreePorts(named), says);
  });

  it('are not one for two', async () => {
    const port = await freePort();
    await assert.rejects(needFreePorts({ PORT: port, FRONT_PORT: port }), /\(FRONT_PORT\)/);
  });

  for (const variable of ['PORT', 'AZURE_PORT', 'CHAT_PORT', 'FRONT_PORT'])
    it(`stop \`npm run local\` in a sentence when ${variable} is taken`, async () => {
      const names = ['PORT', 'AZURE_PORT', 'CHAT_PORT', 'FRONT_PORT'];
      const ports = await Promise.all(names.map(async (name) => [name, String(await freePort())]));
      const env = { ...process.env, ...Object.fromEntries(ports), [variable]: String(taken) };
      await assert.rejects(promisify(execFile)(process.execPath, ['sandbox/local.ts'], { env }), (error) => {
        assert.ok(error instanceof Error && 'code' in error && 'stderr' in error);
        assert.equal(error.code, 1);
        assert.match(String(error.stderr), new RegExp(`^Taken .* port ${taken} \\(${variable}\\)\\. .*\\n$`));
        return true;
      });
    });
});
