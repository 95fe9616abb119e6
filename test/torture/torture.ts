// Many lives at once on one engine: until enough kills are done, and along every named step.
import { startPostgres } from '../support/real-postgres.ts';
import type { Account } from './account.ts';
import { callChains } from './call-steps.ts';
import { createChance } from './chance.ts';
import { databaseChains } from './database-steps.ts';
import { live } from './live.ts';
import { type Report, reportOf } from './report.ts';
import type { Chain } from './step.ts';
import { makeTemplate, type Template } from './template.ts';
import { walk } from './walk.ts';
import type { WorldOptions } from './world.ts';

export interface TortureOptions {
  readonly engine: Report['engine'];
  /** Kills at instants of chance; those at named steps come on top. */
  readonly kills: number;
  readonly seed: number;
  /** How many worlds live at the same time. */
  readonly worlds: number;
  readonly chains: readonly Chain[];
  /** Left out: one is made for this run. */
  readonly template?: Template;
  /** Told how far it is; with `verbose` also of each start and kill. */
  readonly say?: (line: string) => void;
  readonly verbose?: boolean;
}

/** On a server, what a dead process held waits for its lease to run out: a life takes longer, and kills lie further apart. */
const spreads = {
  pglite: { startMs: 2500, workMs: 5000 },
  postgres: { startMs: 2000, workMs: 8000 },
} as const;

/** The chains that an engine can be killed along. */
export const chainsFor = (engine: Report['engine']): readonly Chain[] =>
  engine === 'pglite' ? callChains : [...callChains.flatMap(apart), ...databaseChains].map(slowly);

/** A lease of the dead runs on for most of a minute: step after step, a grant would be over before all had come by. */
const mostTogether = 2;
const apart = (chain: Chain): readonly Chain[] =>
  chain.steps.length <= mostTogether
    ? [chain]
    : chain.steps.map((step) => ({ ...chain, name: step.name, steps: [step] }));
const slowly = (chain: Chain): Chain => ({ ...chain, time: '3m' });

/** Tortures the bot. Never rejects for what the bot does wrong: that is among the report's problems. */
export async function torture(options: TortureOptions): Promise<Report> {
  const { engine, kills, seed, worlds, chains, say = () => undefined, verbose } = options;
  const startedAt = Date.now();
  const template = options.template ?? (await makeTemplate());
  const server = engine === 'postgres' ? await startPostgres() : undefined;
  const accounts: Account[] = [];
  let killed = 0;
  let made = 0;
  const waiting = [...chains];

  const world = async (): Promise<WorldOptions> => {
    made += 1;
    const name = `world ${made}`;
    return {
      ...(verbose && { onRun: (line: string) => say(`${name}: ${line}`) }),
      seed: seed * 1000 + made,
      template,
      ...(server !== undefined && { databaseUrl: await server.freshDatabase() }),
    };
  };
  const mayKill = (): boolean => killed < kills && ++killed <= kills;

  async function lives(): Promise<void> {
    for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
      const { name } = chain;
      const account = await broken(name, walk(chain, await world()));
      accounts.push(account);
      say(`${name}: ${account.problems.length === 0 ? 'in order' : account.problems.join('; ')}`);
    }
    while (killed < kills) {
      const options = await world();
      const chance = createChance(options.seed);
      const account = await broken(`seed ${options.seed}`, live(options, chance, spreads[engine], mayKill));
      accounts.push(account);
      const wrong = account.problems.map((problem) => `\n  WRONG: ${problem}`).join('');
      say(`${engine} life ${accounts.length}, ${killed} of ${kills} kills${wrong}`);
    }
  }

  try {
    await Promise.all(Array.from({ length: worlds }, lives));
    const seconds = (Date.now() - startedAt) / 1000;
    return reportOf(accounts, { engine, seed, seconds, chains: chains.map(({ name }) => name) });
  } finally {
    await server?.stop();
    if (options.template === undefined) await template.remove();
  }
}

/** A life that could not be told to its end is a problem, too. */
async function broken(name: string, life: Promise<Account>): Promise<Account> {
  try {
    return await life;
  } catch (error) {
    return {
      kills: {},
      starts: 0,
      ends: {},
      initiates: { received: 0, accepted: 0, grants: 0 },
      notices: { recorded: 0, posted: 0, overtaken: 0 },
      windows: [],
      cards: { cards: 0, twice: 0 },
      entries: 0,
      problems: [
        `${name}: ${error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error)}`,
      ],
    };
  }
}
