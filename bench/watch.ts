// Watching many open grants: ARM reads in quiet times, and how soon "ready" and "closed" follow what is true in Azure.
import { setTimeout as pause } from 'node:timers/promises';
import { largeMachineName } from '../sandbox/azure/large-estate.ts';
import { personalChatId } from '../sandbox/chat/conversations.ts';
import type { ChatPerson } from '../sandbox/chat/people.ts';
import type { Finding, Section } from './section.ts';
import { percentile } from './statistics.ts';
import { watchSize as size } from './watch-estate.ts';
import { askers, startWatchWorld, type WatchWorld } from './watch-world.ts';

/** After the start everything is read once. */
const settleSeconds = 20;
const quietSeconds = 150;
const betweenAsksSeconds = 0.4;
/** The simulator's own: from its answer to the rule, and from the end to its going. */
const appearsAfter = 3000;
const goesAfter = 2000;

const formWithinSeconds = 60;
/** More than this after the last ask, and something is lost. */
const allEndedWithinSeconds = 180;

interface Wish {
  readonly who: ChatPerson;
  readonly machine: string;
}

export const section: Section = {
  name: 'watch',
  about: `${size.openGrants} open grants over ${size.nsgs} NSGs, WATCH_SECONDS 60; ${size.spare} more open and close meanwhile`,
  async run() {
    const world = await startWatchWorld();
    try {
      await pause(settleSeconds * 1000);
      const quiet = await quietReads(world);
      const late = await opensAndCloses(world);
      return [quiet, ...late];
    } finally {
      await world.stop();
    }
  },
};

/** The worst minute of a quiet stretch, with everything that reads Azure: watch, inventory, all else. */
async function quietReads(world: WatchWorld): Promise<Finding> {
  const from = Date.now();
  await pause(quietSeconds * 1000);
  const reads = (await world.azure()).reads.filter((at) => at >= from);
  const worst = Math.max(
    ...reads.map((at) => reads.filter((other) => other >= at && other < at + 60_000).length),
  );
  return {
    measure: 'ARM reads in the worst quiet minute',
    ours: worst,
    goal: { of: 'ours', is: 'at most', value: 60 },
  };
}

async function opensAndCloses(world: WatchWorld): Promise<readonly Finding[]> {
  const from = Date.now();
  const wishes = Array.from({ length: size.spare }, (_, number): Wish => {
    const who = askers[number % askers.length] ?? failWith('There is nobody who asks.');
    return { who, machine: largeMachineName(number) };
  });
  for (const wish of wishes) {
    await ask(world, wish);
    await pause(betweenAsksSeconds * 1000);
  }
  const deadline = Date.now() + allEndedWithinSeconds * 1000;
  while (wishes.some((wish) => saidAt(world, 'Closed', wish) === undefined)) {
    if (Date.now() > deadline) throw new Error(`Not everything closed:\n${world.bot.output().slice(-2000)}`);
    await pause(200);
  }
  const minutes = (Date.now() - from) / 60_000;
  const azure = await world.azure();
  const asked = new Map(azure.initiated.map((each) => [each.machine, each]));
  const trueAt = (machine: string) => asked.get(machine) ?? failWith(`Azure was never asked for ${machine}.`);
  const ready = wishes.map((wish) => lateness(world, 'Ready', wish, trueAt(wish.machine).at + appearsAfter));
  const closed = wishes.map((wish) =>
    lateness(world, 'Closed', wish, trueAt(wish.machine).endsAt + goesAfter),
  );
  return [
    ...figures('rule visible → ready posted', ready, 2000),
    ...figures('rule gone → closed posted', closed, 5000),
    {
      measure: 'ARM reads a minute while these open and close',
      ours: azure.reads.filter((at) => at >= from).length / minutes,
    },
  ];
}

function failWith(message: string): never {
  throw new Error(message);
}

const figures = (what: string, values: readonly number[], most: number): readonly Finding[] => [
  { measure: `${what}, p50 (ms)`, ours: percentile(values, 0.5) },
  {
    measure: `${what}, p99 (ms)`,
    ours: percentile(values, 0.99),
    goal: { of: 'ours', is: 'at most', value: most },
  },
];

async function ask({ chat }: WatchWorld, { who, machine }: Wish): Promise<void> {
  const place = personalChatId(who);
  const cards = () => chat.messages(place).filter(({ content }) => content.card !== undefined);
  const before = cards().length;
  await chat.sendAs(who.id, place, `rdp to ${machine} for 1m from 203.0.113.7`);
  const deadline = Date.now() + formWithinSeconds * 1000;
  while (cards().length === before) {
    if (Date.now() > deadline) failWith(`There is no form for ${machine}.`);
    await pause(20);
  }
  const form = cards().at(before);
  if (form === undefined) throw new Error('There is no form.');
  await chat.press(who.id, form.id, 'Request');
}

/** When who asked was told in words; a machine's name is followed by something else than a digit. */
const saidAt = ({ chat }: WatchWorld, word: string, { who, machine }: Wish): number | undefined =>
  chat
    .messages(personalChatId(who))
    .find(
      ({ content }) =>
        content.card === undefined && content.text.includes(`${word}:`) && content.text.includes(machine),
    )?.at;

function lateness(world: WatchWorld, word: string, wish: Wish, trueAt: number): number {
  const at = saidAt(world, word, wish);
  const { machine } = wish;
  if (at === undefined) throw new Error(`${word} was never said of ${machine}.`);
  // Words that came before it was true would be a lie, not a fast answer.
  if (at < trueAt) throw new Error(`${word} was said of ${machine} ${trueAt - at} ms before it was true.`);
  return at - trueAt;
}
