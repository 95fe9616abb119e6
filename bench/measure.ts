// One round of one bot: many people at once, then one alone, with the proof that every turn did its work.
import { z } from 'zod';
import { write } from './load.ts';
import type { Helper, Running } from './processes.ts';
import { percentile } from './statistics.ts';

export const people = 16;
/** Keeps a round bounded on a machine of any speed. */
const mostTurns = 10_000;

export interface Competitor {
  readonly name: string;
  readonly running: Running;
  /** What one turn posts. */
  readonly posts: 'cards' | 'texts';
}

/** Milliseconds, except for `turnsPerSecond`. */
export interface Round {
  readonly turns: number;
  readonly turnsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the bot's process for one turn, other processes' noise left out. */
  readonly cpu: number;
  readonly aloneP50: number;
  readonly aloneP99: number;
}

/** @throws Error when a turn failed, or did not post exactly what it should */
export async function round(competitor: Competitor, connector: Helper, seconds: Durations): Promise<Round> {
  const { running } = competitor;
  const before = await countOf(connector);
  const stretch = (writers: number, length: number) =>
    write({
      messagesUrl: running.messagesUrl,
      serviceUrl: connector.url,
      people: writers,
      milliseconds: length * 1000,
      mostTurns,
    });
  const cpuBefore = await running.cpuMilliseconds();
  const busy = await stretch(people, seconds.busy);
  const cpu = (await running.cpuMilliseconds()) - cpuBefore;
  const alone = await stretch(1, seconds.alone);
  prove(competitor, before, await countOf(connector), busy.turns + alone.turns);
  return {
    turns: busy.turns + alone.turns,
    turnsPerSecond: busy.turns / busy.seconds,
    p50: percentile(busy.latencies, 0.5),
    p99: percentile(busy.latencies, 0.99),
    cpu: cpu / busy.turns,
    aloneP50: percentile(alone.latencies, 0.5),
    aloneP99: percentile(alone.latencies, 0.99),
  };
}

/** How long the two parts of a round take. */
export interface Durations {
  readonly busy: number;
  readonly alone: number;
}

const counted = z.object({ texts: z.number(), cards: z.number() });

const countOf = async (connector: Helper) => counted.parse(await connector.ask());

/** A bot that is fast because it drops turns, or answers with an excuse, is not fast. */
function prove(
  { name, posts }: Competitor,
  before: z.infer<typeof counted>,
  after: z.infer<typeof counted>,
  turns: number,
): void {
  const other = posts === 'cards' ? 'texts' : 'cards';
  const right = after[posts] - before[posts];
  const wrong = after[other] - before[other];
  if (right === turns && wrong === 0) return;
  throw new Error(`${name} took ${turns} turns but posted ${right} ${posts} and ${wrong} ${other}.`);
}
