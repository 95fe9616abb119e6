// The simulator as a process of its own, and its state file.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Picture } from '../../../sandbox/azure/picture.ts';
import { arm, machineId, policyPath } from './clients.ts';

describe('node sandbox/azure/main.ts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azure-simulator-'));
  const running = new Set<ChildProcess>();
  after(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  const spawnMain = (...args: string[]) => {
    const child = spawn(process.execPath, ['sandbox/azure/main.ts', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };
  const start = async () => {
    const child = spawnMain('--port', '0', '--state', join(folder, 'state.json'));
    for await (const line of createInterface({ input: child.stdout })) {
      return { child, url: line.replace('Azure simulator on ', '') };
    }
    throw new Error('The simulator ended without a word.');
  };
  const stop = async (child: ChildProcess, signal: NodeJS.Signals) => {
    const ended = once(child, 'exit');
    child.kill(signal);
    const [code] = await ended;
    return code;
  };
  const requests = async (url: string) =>
    ((await (await fetch(`${url}/_sandbox/state`)).json()) as Picture).requests.map(
      ({ machine, port, source }) => ({
        machine,
        port,
        source,
      }),
    );

  it('keeps what Azure accepted over a kill, and stops when told to', async () => {
    const first = await start();
    await arm(first.url, `${policyPath('rg-web-prod', 'westeurope')}/initiate`, {
      method: 'POST',
      body: JSON.stringify({
        virtualMachines: [
          {
            id: machineId('rg-web-prod', 'web-01'),
            ports: [
              {
                number: 3389,
                endTimeUtc: new Date(Date.now() + 3_600_000).toISOString(),
                allowedSourceAddressPrefix: '203.0.113.7',
              },
            ],
          },
        ],
      }),
    });
    await stop(first.child, 'SIGKILL');
    const second = await start();
    const kept = await requests(second.url);
    const code = await stop(second.child, 'SIGTERM');
    assert.deepEqual([kept, code], [[{ machine: 'web-01', port: 3389, source: '203.0.113.7' }], 0]);
  });

  it('outlives a caller that dies in the middle of a request', async () => {
    const { child, url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /subscriptions?api-version=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    await arm(url, '/subscriptions');
    socket.resetAndDestroy();
    await once(socket, 'close');
    const after = await arm(url, '/subscriptions');
    assert.deepEqual([after.status, await stop(child, 'SIGTERM')], [200, 0]);
  });

  it('refuses a port that is none', async () => {
    const child = spawnMain('--port', 'many');
    const [code] = await once(child, 'exit');
    assert.equal(code, 2);
  });
});
