// A large estate: what it costs to know it, and how fast names are found in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../test/support/real-postgres.ts';
import { measureInventory } from './inventory-cost.ts';
import { startBotOn, startLargeAzure } from './large-world.ts';
import { measureNames } from './names-cost.ts';
import type { Finding, Section } from './section.ts';

/** `BENCH_MACHINES` and `BENCH_SUBSCRIPTIONS` make it smaller, for trying it out. */
const size = {
  machines: Number(process.env.BENCH_MACHINES ?? 100_000),
  subscriptions: Number(process.env.BENCH_SUBSCRIPTIONS ?? 200),
  nsgs: 2,
  open: 0,
};
const settledMilliseconds = Number(process.env.BENCH_SETTLE_SECONDS ?? 30) * 1000;

export const section: Section = {
  name: 'size',
  about: `${size.machines} machines in ${size.subscriptions} subscriptions: names looked up in this process, memory of the real one`,
  async run() {
    const names = measureNames(size.machines, size.subscriptions);
    const azure = await startLargeAzure(size);
    const home = await mkdtemp(join(tmpdir(), 'jit-access-size-'));
    const postgres = await startPostgres();
    try {
      const inventory = await measureInventory(azure);
      const books = { databaseUrl: await postgres.freshDatabase(), dataDir: home };
      const bot = await startBotOn(azure, books, '/readyz');
      const process: Finding[] = [
        { measure: 'real process: start → ready (s)', ours: bot.startMilliseconds / 1000, digits: 1 },
      ];
      await pause(settledMilliseconds);
      process.push({ measure: 'real process: resident memory (MB)', ours: await bot.residentMegabytes() });
      await bot.stop();
      return [...names, ...inventory, ...process];
    } finally {
      await azure.stop();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
};
