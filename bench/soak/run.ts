// `npm run soak`: steady load on the real process for an hour, and what grows meanwhile. Ends with 1 when something grew or went wrong.
import { setTimeout as pause } from 'node:timers/promises';
import { largeMachineName } from '../../sandbox/azure/large-estate.ts';
import { APPROVALS_CHANNEL_ID, ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { GRACE, LINUS } from '../../sandbox/chat/people.ts';
import { somebody } from '../somebody.ts';
import { createDesk, tidy } from './desk.ts';
import { type About, lives } from './grants.ts';
import { openInspector } from './inspector.ts';
import { growing, judged, type Sample } from './measures.ts';
import { readOptions, warmUpOf } from './options.ts';
import { questions } from './questions.ts';
import { writeReport } from './report.ts';
import { createRhythm } from './rhythm.ts';
import { sampler } from './sampler.ts';
import { machinesEach, startSoakWorld } from './world.ts';

/** As many, so that nobody's chat is told more than the 1,800 messages an hour that Teams lets a bot write there. */
const askers = 24;
const fewestTurns = 0.5;

async function soak(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  const { minutes, engine, rate, every, people: grantees } = options;
  const people = Array.from({ length: grantees + askers }, (_, number) => somebody(number));
  const world = await startSoakWorld(people, engine);
  const { bot, chat, azure } = world;
  const inspector = await openInspector(bot.output());
  const rhythm = createRhythm(rate);
  const troubles: string[] = [];
  const ends = new Map<string, number>();
  const counts = { requests: 0, initiates: 0 };
  const began = performance.now();
  const secondsSince = () => (performance.now() - began) / 1000;
  let over = false;
  const trouble = (error: unknown): void => {
    troubles.push(
      `${Math.round(secondsSince())} s: ${error instanceof Error ? error.message : String(error)}`,
    );
  };
  const about = (number: number): About => ({
    machine: largeMachineName(number * machinesEach),
    database: largeMachineName(number * machinesEach + 1),
    source: `203.0.${Math.floor(number / 200) + 113}.${(number % 200) + 1}`,
  });
  const approvers = [GRACE, LINUS].map((person) => createDesk(world, rhythm, person));

  async function live(number: number): Promise<void> {
    const desk = createDesk(world, rhythm, somebody(number));
    for (let round = number; !over; round += 1) {
      const [name, life] = lives[round % lives.length] ?? [];
      const approver = approvers[round % approvers.length];
      if (name === undefined || life === undefined || approver === undefined) return;
      try {
        counts.requests += 1;
        // Not in one line: others count while this one lives.
        const asked = await life(desk, approver, about(number));
        counts.initiates += asked;
        ends.set(name, (ends.get(name) ?? 0) + 1);
      } catch (error) {
        trouble(error);
      }
      await desk.tidy();
    }
  }

  async function wonder(number: number): Promise<void> {
    const desk = createDesk(world, rhythm, somebody(number));
    for (let round = number; !over; round += 1) {
      await questions[round % questions.length]?.(desk, about(number), world).catch(trouble);
      if (round % 10 === 0) await desk.tidy();
    }
  }

  const allowsLeft = (): number =>
    azure
      .picture()
      .nsgs.flatMap(({ rules }) => rules)
      .filter(({ name, access }) => access === 'Allow' && /JITRule-/.test(name)).length;

  const samples: Sample[] = [];
  const take = sampler(world, inspector, rhythm, () => counts.requests);
  async function watch(): Promise<void> {
    while (!over) {
      samples.push({ at: secondsSince(), values: await take() });
      for (const channel of [APPROVALS_CHANNEL_ID, ON_CALL_CHANNEL_ID])
        await tidy(
          chat.url,
          chat.messages(channel).filter(({ from }) => from === 'bot'),
        );
      await pause(every * 1000);
    }
  }

  const crashed = bot.ended.then((how) => {
    if (over) return;
    over = true;
    troubles.push(`The bot ended by itself with ${how}: ${bot.output().slice(-2000)}`);
  });
  const all = Promise.all([
    watch(),
    // Not all at once: they would stay in step.
    ...Array.from({ length: grantees }, async (_, number) => {
      await pause((number * 75_000) / grantees);
      await live(number);
    }),
    ...Array.from({ length: askers }, (_, number) => wonder(grantees + number)),
  ]);
  await Promise.race([pause(minutes * 60_000), crashed]);
  over = true;
  const load = { seconds: secondsSince(), turns: rhythm.turns };
  // What is open comes to its end.
  await Promise.race([all.catch(trouble), pause(400_000)]);

  // Grants of people whom something kept waiting may still run.
  const patience = performance.now() + 180_000;
  while (allowsLeft() > 0 && performance.now() < patience) await pause(1000);

  const accepted = azure.requests().filter((one) => one.accepted).length;
  if (troubles.length === 0 && accepted !== counts.initiates)
    troubles.push(`Azure was asked ${accepted} times for ${counts.initiates} grants.`);
  const left = allowsLeft();
  if (left > 0) troubles.push(`${left} Allow rules of JIT were left.`);
  if (load.turns < load.seconds * rate * fewestTurns)
    troubles.push(`Only ${load.turns} turns were taken in ${Math.round(load.seconds)} s.`);
  const lines = judged(samples, warmUpOf(options));
  const found = growing(lines);
  await writeReport({
    options,
    ...load,
    ...counts,
    ends,
    samples,
    lines,
    found,
    troubles,
    said: bot.output(),
  });
  inspector.close();
  await world.stop();
  return found.length + troubles.length === 0 ? 0 : 1;
}

soak(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
