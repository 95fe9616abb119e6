// One round of one bot: many people write, then one alone, then many press, with the proof that every turn did its work.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Activity, conversationOf, press, sentence } from './activities.ts';
import { approvalChannels, sourceOf } from './approval-channels.ts';
import { type Load, type Stretch, write } from './load.ts';
import type { Helper, Running } from './processes.ts';
import { percentile } from './statistics.ts';

/** How many write at once. */
export const people = 16;
/**
 * People with a personal chat of their own, who write in turn: so many that in none of their chats, whatever the machine's
 * speed, more is posted than Teams takes in one (7 in a second, 8 in two, 60 in 30). Our bot would wait.
 */
export const conversations = 1024;
/** In one go, for the same reason. */
const mostTurns = 7 * conversations;
/** Forms that are pressed in a round: seven at most ask in the same approvals channel. */
const presses = 20 * people;
/** Within this all that presses lead to has to be posted; the longest is the card, which waits for the answer to be seen. */
const settledWithinMilliseconds = 30_000;

/** What one turn posts, and in the case of a press also what follows it. */
export interface Competitor {
  readonly name: string;
  readonly running: Running;
  /** What a sentence posts. */
  readonly posts: 'cards' | 'texts';
  /** Cards posted or updated because of a press. */
  readonly cardsAfterPress: number;
}

/** Milliseconds, except for `turnsPerSecond`. */
export interface Pace {
  readonly turns: number;
  readonly turnsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the bot's process for one turn and all that follows it, other processes' noise left out. */
  readonly cpu: number;
}

export interface Round {
  /** Sentence → card, many at once. */
  readonly sentences: Pace;
  /** The same, one person. */
  readonly alone: Pick<Pace, 'p50' | 'p99'>;
  /** Card → requested, many at once. */
  readonly presses: Pace;
}

/** How long the parts of a round take, in seconds. */
export interface Durations {
  readonly busy: number;
  readonly alone: number;
}

type Part = Omit<Load, 'messagesUrl'>;

let asked = 0;

/** From whoever's turn it is to write. */
function nextSentence({ url: serviceUrl }: Helper, text: string): Activity {
  asked += 1;
  return sentence({ number: asked % conversations, serviceUrl }, text);
}

/** Everybody writes once, so that the bot knows all conversations. */
export async function introduce({ running }: Competitor, connector: Helper): Promise<void> {
  await write({
    messagesUrl: running.messagesUrl,
    next: () => nextSentence(connector, 'rdp to web-01 for 1h from 203.0.113.7'),
    people,
    milliseconds: 120_000,
    mostTurns: conversations,
  });
}

/** @throws Error when a turn failed, or did not post exactly what it should */
export async function round(competitor: Competitor, connector: Helper, seconds: Durations): Promise<Round> {
  const { running } = competitor;
  const asking = () => nextSentence(connector, 'rdp to web-01 for 1h from 203.0.113.7');
  const stretch = (load: Part): Promise<Stretch> => write({ messagesUrl: running.messagesUrl, ...load });
  const sentences = (writers: number, length: number): Promise<Stretch> =>
    proven(competitor, connector, () =>
      stretch({ next: asking, people: writers, milliseconds: length * 1000, mostTurns }),
    );

  const [busy, cpu] = await costOf(running, () => sentences(people, seconds.busy));
  const alone = await sentences(1, seconds.alone);
  const nextPress = await presser(competitor, connector, stretch);
  const [pressed, pressCpu] = await costOf(running, async () => {
    const before = await countOf(connector);
    const made = await stretch({ next: nextPress, people, milliseconds: 60_000, mostTurns: presses });
    await settled(competitor, connector, before, made.turns);
    return made;
  });
  return {
    sentences: paceOf(busy, cpu),
    alone: { p50: percentile(alone.latencies, 0.5), p99: percentile(alone.latencies, 0.99) },
    presses: paceOf(pressed, pressCpu),
  };
}

/** Has forms made that can be pressed, each once. An echo bot answers to any press. */
async function presser(
  { posts }: Competitor,
  connector: Helper,
  stretch: (load: Part) => Promise<Stretch>,
): Promise<() => Activity | undefined> {
  const asking = () => nextSentence(connector, `sql prod-sql-1 5m from ${sourceOf(0)} because INC-1`);
  let made = 0;
  const source = () => sourceOf(made++ % approvalChannels);
  if (posts === 'texts')
    return () => {
      asked += 1;
      const conversationId = conversationOf(asked % conversations);
      return press(connector.url, { conversationId, messageId: 'any', request: 'any' }, source());
    };
  await countOf(connector);
  await stretch({ next: asking, people, milliseconds: 60_000, mostTurns: presses });
  const { forms } = await countOf(connector);
  if (forms.length !== presses) throw new Error(`${presses} sentences made ${forms.length} forms.`);
  return () => {
    const form = forms.pop();
    return form && press(connector.url, form, source());
  };
}

async function costOf<T>(running: Running, work: () => Promise<T>): Promise<[done: T, milliseconds: number]> {
  const before = await running.cpuMilliseconds();
  const done = await work();
  return [done, (await running.cpuMilliseconds()) - before];
}

const paceOf = ({ turns, seconds, latencies }: Stretch, cpu: number): Pace => ({
  turns,
  turnsPerSecond: turns / seconds,
  p50: percentile(latencies, 0.5),
  p99: percentile(latencies, 0.99),
  cpu: cpu / turns,
});

const counted = z.object({
  texts: z.number(),
  cards: z.number(),
  forms: z.array(z.object({ conversationId: z.string(), messageId: z.string(), request: z.string() })),
});
type Counted = z.infer<typeof counted>;

const countOf = async (connector: Helper): Promise<Counted> => counted.parse(await connector.ask());

/** A bot that is fast because it drops turns, or answers with an excuse, is not fast. */
async function proven(
  { name, posts }: Competitor,
  connector: Helper,
  work: () => Promise<Stretch>,
): Promise<Stretch> {
  const before = await countOf(connector);
  const done = await work();
  const after = await countOf(connector);
  const other = posts === 'cards' ? 'texts' : 'cards';
  const right = after[posts] - before[posts];
  const wrong = after[other] - before[other];
  if (right === done.turns && wrong === 0) return done;
  throw new Error(`${name} took ${done.turns} turns but posted ${right} ${posts} and ${wrong} ${other}.`);
}

/** Waits until all that the presses lead to is posted. */
async function settled(
  { name, cardsAfterPress }: Competitor,
  connector: Helper,
  before: Counted,
  turns: number,
): Promise<void> {
  const late = performance.now() + settledWithinMilliseconds;
  for (;;) {
    const { cards, texts } = await countOf(connector);
    const [made, said] = [cards - before.cards, texts - before.texts];
    if (made === turns * cardsAfterPress && said === 0) return;
    if (made > turns * cardsAfterPress || said > 0 || performance.now() > late)
      throw new Error(`${name} took ${turns} presses but posted ${made} cards and ${said} texts.`);
    await pause(100);
  }
}
