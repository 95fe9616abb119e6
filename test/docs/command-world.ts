// What the guides' commands are run against: a bot on a simulated Azure behind a front door, books with a trail, an address page.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { startBotProcess } from '../../sandbox/bot-process.ts';
import { startFrontDoor } from '../../sandbox/front-door.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { freePort } from '../support/free-port.ts';
import { keptLog } from '../support/kept-log.ts';
import { ada, noon } from '../support/requests.ts';
import { until } from '../support/until.ts';
import { startWebWorld } from '../support/web-world.ts';
import { root } from './all-guides.ts';

export interface CommandWorld {
  /** Of the bot. */
  readonly botUrl: string;
  readonly doorUrl: string;
  /** A link to an address page, which a browser at 203.0.113.7 opens through a proxy. */
  readonly link: string;
  /** A folder of its own, for what commands write. */
  readonly folder: string;
  /** Runs it as it is written, at the root of the repository. @returns standard output @throws where it ends with another code than 0 */
  run(text: string, variables?: Readonly<Record<string, string>>): Promise<string>;
  stop(): Promise<void>;
}

/** @throws where something of it does not start; what was started is stopped then */
export async function startCommandWorld(): Promise<CommandWorld> {
  await using starting = new AsyncDisposableStack();
  const folder = starting.adopt(await mkdtemp(join(tmpdir(), 'jit-commands-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const azure = starting.adopt(await startAzureSimulator(), (each) => each.close());
  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;
  starting.adopt(await startBotProcess({ port, azureUrl: azure.url, dataDir: join(folder, 'bot') }), (each) =>
    each.stop(),
  );
  // Its rights in Azure are looked at in the background.
  await until(async () => (await (await fetch(`${botUrl}/readyz`)).text()).includes('"details":[]'), 60);
  const door = starting.adopt(await startFrontDoor({ target: botUrl }), (each) => each.close());
  const web = starting.adopt(await startWebWorld(), (each) => each.stop());
  const books = join(folder, 'books');
  const opened = await openLedger({ dataDir: books, log: keptLog(), now: () => noon });
  await opened.ledger.note({ at: noon, actor: ada.id, kind: 'history-refused', facts: {} });
  await opened.close();

  const settings = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DATA_DIR: books,
    LOCAL_MODE: '1',
    AZURE_ARM_ENDPOINT: azure.url,
    npm_config_update_notifier: 'false',
  };
  const started = starting.move();
  return {
    botUrl,
    doorUrl: door.url,
    link: `${web.near.url}${web.pathOf(await web.draft())}`,
    folder,
    run: async (text, variables = {}) => {
      const env = { ...settings, ...variables };
      return (await promisify(execFile)('bash', ['--norc', '-euc', text], { cwd: root, env })).stdout;
    },
    stop: () => started.disposeAsync(),
  };
}
