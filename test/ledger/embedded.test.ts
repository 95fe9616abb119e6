// The embedded ledger among processes: one at a time, and nothing lost when it is killed.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Ledger } from '../../src/access/ledger-port.ts';
import { lockDirectory } from '../../src/ledger/directory-lock.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { keptLog } from '../support/kept-log.ts';
import { draft } from './sample-requests.ts';

const kills = 10;

describe('The embedded ledger', function () {
  this.timeout(180_000);
  let dataDir: string;
  const children = new Set<ChildProcess>();
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'jit-embedded-'));
  });
  afterEach(async () => {
    await Promise.all([...children].map(killed));
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = (program: string): ChildProcess => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'processes', program), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    return child;
  };
  const killed = async (child: ChildProcess): Promise<void> => {
    children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  };
  const linesOf = (child: ChildProcess) => {
    assert.ok(child.stdout);
    return createInterface({ input: child.stdout });
  };
  const open = () => openLedger({ dataDir, log: keptLog() });

  it('refuses a second process by name, and opens as soon as the first was killed', async () => {
    const holder = start('holder.ts');
    await once(linesOf(holder), 'line');
    await assert.rejects(open(), {
      name: 'Fault',
      code: 'unavailable',
      message: `The data directory ${dataDir} is in use by process ${holder.pid}; stop it, or set DATABASE_URL to share a PostgreSQL server.`,
    });
    await killed(holder);
    const opened = await open();
    await opened.close();
  });

  it('refuses a second opening by the same process, and opens again once closed', async () => {
    const unlock = lockDirectory(dataDir);
    assert.throws(() => lockDirectory(dataDir), { name: 'Fault', code: 'unavailable' });
    unlock();
    lockDirectory(dataDir)();
  });

  it('has no leases and no claims of the past: whoever held them is dead', async () => {
    const first = await open();
    const request = draft();
    await first.ledger.create(request, [], Date.now());
    await first.ledger.claim('work', Date.now(), 3600);
    await first.close();
    const second = await open();
    const taken = await second.ledger.lease(request.id, Date.now());
    const had = await second.ledger.claim('work', Date.now(), 3600);
    await second.close();
    assert.deepEqual([taken, had], [{ kind: 'leased', request }, true]);
  });

  it('knows again what it knew of people, and the key with which it signed', async () => {
    const known = async (ledger: Ledger) => [
      await ledger.key('links'),
      await ledger.confirmedAddress('ada'),
      await ledger.personalChat('ada'),
    ];
    const first = await open();
    const at = Date.now();
    const entry = { at, actor: 'ada', kind: 'address-confirmed', facts: {} };
    await first.ledger.confirmAddress('ada', { address: '203.0.113.7', at }, entry);
    await first.ledger.rememberPersonalChat('ada', 'chat');
    const before = await known(first.ledger);
    await first.close();
    const second = await open();
    const after = await known(second.ledger);
    await second.close();
    assert.deepEqual([after, after.slice(1)], [before, [{ address: '203.0.113.7', at }, 'chat']]);
  });

  it(`loses nothing it has confirmed, killed ${kills} times in the middle of writing`, async () => {
    const confirmed = new Map<string, number>();
    for (let kill = 1; kill <= kills; kill += 1) {
      const writer = start('writer.ts');
      let seen = 0;
      // Another moment each time: after a few writes, or after many.
      for await (const line of linesOf(writer)) {
        const [id = '', version] = line.split(' ');
        confirmed.set(id, Number(version));
        seen += 1;
        if (seen === kill * 7) void killed(writer);
      }
    }

    const { ledger, close } = await open();
    const lost: string[] = [];
    for (const [id, version] of confirmed)
      if (((await ledger.load(id))?.version ?? 0) < version) lost.push(id);
    await close();
    assert.deepEqual([lost, confirmed.size > kills * 7], [[], true]);
  });
});
