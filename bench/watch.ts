// Watching many open grants: ARM reads in quiet times, and how soon "ready" and "closed" follow what is true in Azure.
import { setTimeout as pause } from 'node:timers/promises';
import { largeMachineName } from '../sandbox/azure/large-estate.ts';
import { personalChatId } from '../sandbox/chat/conversations.ts';
import { ADA } from '../sandbox/chat/people.ts';
import type { Finding, Section } from './section.ts';
import { percentile } from './statistics.ts';
import { startWatchWorld, type WatchWorld, type WatchWorldSize } from './watch-world.ts';

const size: WatchWorldSize = { openGrants: 1000, nsgs: 20, spare: 60 };
/** After the start everything is read once. */
const settleSeconds = 20;
const quietSeconds = 150;
const betweenAsksSeconds = 0.4;
/** The simulator's own: from its answer to the rule, and from the end to its going. */
const appearsAfter = 3000;
const goesAfter = 2000;

/** More than this after the last ask, and something is lost. */
const allEndedWithinSeconds = 180;

export const section: Section = {
  name: 'watch',
  about: `${size.openGrants} open grants over ${size.nsgs} NSGs, WATCH_SECONDS 60; ${size.spare} more open and close meanwhile`,
  async run() {
    const world = await startWatchWorld(size);
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
  const reads = readsOf(world, from);
  const worst = Math.max(
    ...reads.map((at) => reads.filter((other) => other >= at && other < at + 60_000).length),
  );
  return {
    measure: 'ARM reads in the worst quiet minute',
    ours: worst,
    goal: { of: 'ours', is: 'at most', value: 60 },
  };
}

const readsOf = ({ events }: WatchWorld, from: number): readonly number[] =>
  events.flatMap((event) =>
    event.kind === 'call' && event.method === 'GET' && event.at >= from && !event.path.startsWith('/v1.0/')
      ? [event.at]
      : [],
  );

async function opensAndCloses(world: WatchWorld): Promise<readonly Finding[]> {
  const from = Date.now();
  const machines = Array.from({ length: size.spare }, (_, number) =>
    largeMachineName(size.openGrants + number),
  );
  for (const machine of machines) {
    await ask(world, machine);
    await pause(betweenAsksSeconds * 1000);
  }
  const deadline = Date.now() + allEndedWithinSeconds * 1000;
  while (machines.some((machine) => saidAt(world, 'Closed', machine) === undefined)) {
    if (Date.now() > deadline) throw new Error(`Not everything closed:\n${world.bot.output().slice(-2000)}`);
    await pause(200);
  }
  const minutes = (Date.now() - from) / 60_000;
  const asked = machines.map((machine) => initiated(world, machine));
  const ready = machines.map((machine, number) =>
    lateness(world, 'Ready', machine, (asked[number]?.at ?? 0) + appearsAfter),
  );
  const closed = machines.map((machine, number) =>
    lateness(world, 'Closed', machine, (asked[number]?.endsAt ?? 0) + goesAfter),
  );
  return [
    ...figures('rule visible → ready posted', ready, 2000),
    ...figures('rule gone → closed posted', closed, 5000),
    { measure: 'ARM reads a minute while these open and close', ours: readsOf(world, from).length / minutes },
  ];
}

const figures = (what: string, values: readonly number[], most: number): readonly Finding[] => [
  { measure: `${what}, p50 (ms)`, ours: percentile(values, 0.5) },
  {
    measure: `${what}, p99 (ms)`,
    ours: percentile(values, 0.99),
    goal: { of: 'ours', is: 'at most', value: most },
  },
];

async function ask({ chat }: WatchWorld, machine: string): Promise<void> {
  const place = personalChatId(ADA);
  const cards = () => chat.messages(place).filter(({ content }) => content.card !== undefined);
  const before = cards().length;
  await chat.sendAs(ADA.id, place, `rdp to ${machine} for 1m from 203.0.113.7`);
  while (cards().length === before) await pause(20);
  const form = cards().at(before);
  if (form === undefined) throw new Error('There is no form.');
  await chat.press(ADA.id, form.id, 'Request');
}

function initiated(
  { events }: WatchWorld,
  machine: string,
): { readonly at: number; readonly endsAt: number } {
  const found = events.find((event) => event.kind === 'initiated' && event.machine === machine);
  if (found?.kind !== 'initiated') throw new Error(`Azure was never asked for ${machine}.`);
  return found;
}

/** When Ada was told in words; a machine's name is followed by something else than a digit. */
const saidAt = ({ chat }: WatchWorld, word: string, machine: string): number | undefined =>
  chat
    .messages(personalChatId(ADA))
    .find(
      ({ content }) =>
        content.card === undefined && content.text.includes(`${word}:`) && content.text.includes(machine),
    )?.at;

function lateness(world: WatchWorld, word: string, machine: string, trueAt: number): number {
  const at = saidAt(world, word, machine);
  if (at === undefined) throw new Error(`${word} was never said of ${machine}.`);
  // Words that came before it was true would be a lie, not a fast answer.
  if (at < trueAt) throw new Error(`${word} was said of ${machine} ${trueAt - at} ms before it was true.`);
  return at - trueAt;
}
