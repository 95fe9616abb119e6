// What it costs to read a large estate and to read it again: reads, time, memory, and how long others wait.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createArm } from '../src/azure/arm.ts';
import { createInventory } from '../src/azure/inventory.ts';
import type { LargeAzure } from './large-world.ts';
import type { Finding } from './section.ts';

/** In this process, so that its heap can be looked at. @throws Error when a machine is missing or changed without a reason */
export async function measureInventory(azure: LargeAzure): Promise<readonly Finding[]> {
  const arm = createArm({ cloud: 'public', armEndpoint: azure.url, timeLimitMilliseconds: 120_000 });
  const log = { info: () => undefined, warn: () => undefined };
  const inventory = createInventory(arm, { refreshSeconds: 3600, log, now: Date.now });
  const heapBefore = heapInUse();
  await azure.forget();
  const first = await watched(() => inventory.refresh());
  const { reads: firstReads } = await azure.counts();
  const heapAfter = heapInUse();
  const machines = inventory.all();
  const known = new Set(machines);
  await azure.forget();
  const again = await watched(() => inventory.refresh());
  const { reads: readsAgain } = await azure.counts();
  if (!inventory.loaded || machines.length === 0) throw new Error('The estate was not read.');
  if (!inventory.all().every((machine) => known.has(machine))) throw new Error('Unchanged machines changed.');
  return [
    { measure: 'first reading of everything (s)', ours: first.seconds, digits: 1 },
    { measure: 'first reading: ARM reads', ours: firstReads },
    { measure: 'first reading: event loop held, p99 (ms)', ours: first.p99, digits: 1 },
    { measure: 'first reading: event loop held, longest (ms)', ours: first.longest, digits: 1 },
    { measure: 'reading it again (s)', ours: again.seconds, digits: 1 },
    { measure: 'reading it again: ARM reads', ours: readsAgain },
    { measure: 'reading it again: event loop held, longest (ms)', ours: again.longest, digits: 1 },
    {
      measure: 'heap held for a machine (bytes)',
      ours: (heapAfter - heapBefore) / machines.length,
    },
    {
      measure: 'heap held for what was read again (MB)',
      ours: (heapInUse() - heapAfter) / 2 ** 20,
      digits: 1,
    },
  ];
}

async function watched(work: () => Promise<void>) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  return { seconds, longest: delay.max / 1e6, p99: delay.percentile(99) / 1e6 };
}

/** After a collection: what is not thrown away then is held. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
