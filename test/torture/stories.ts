// What people do in a doomed world, each with a machine of their own, from the first sentence to the end they see.
import { setupLooks } from '../../cards/setup/setup-look.ts';
import { APPROVALS_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA, type ChatPerson, GRACE, OMAR } from '../../sandbox/chat/people.ts';
import { buttonOf, cardsAbout, noticesAbout, requestIn, seen, shows } from './seen.ts';
import type { DoomedWorld } from './world.ts';

export type StoryKind =
  | 'granted'
  | 'approved'
  | 'denied'
  | 'withdrawn'
  | 'cancelled'
  | 'done'
  | 'extended'
  | 'setup';

/** Ends of a grant, as notices say them. */
const ends = ['Closed', 'Ended', 'Never seen open', 'Never seen open, and shut now', 'Gone early', 'Failed'];
const running: readonly string[] = ['asking', 'working', 'setback'];
const setupEnds = Object.entries(setupLooks)
  .filter(([look]) => !running.includes(look))
  .map(([, { word }]) => word);

/** How each kind of story goes, with a machine that no other story of the world uses. Resolves at its end. */
export const stories: Readonly<
  Record<StoryKind, (world: DoomedWorld, machine: string, asker?: ChatPerson, time?: string) => Promise<void>>
> = {
  granted: async (world, machine, asker = ADA, time = '1m') => {
    await send(world, asker, machine, time);
    await ended(world, asker, machine);
  },
  approved: async (world, machine, asker = ADA, time = '1m') => {
    await send(world, asker, machine, time);
    await decide(world, machine, 'approve');
    await ended(world, asker, machine);
  },
  denied: async (world, machine, asker = ADA) => {
    await send(world, asker, machine, '1m');
    await decide(world, machine, 'deny');
    await seen(world, () => noticesAbout(world, asker, machine).includes('Denied'));
    await seen(world, () => shows(world, asker, machine, ['Denied']));
  },
  withdrawn: async (world, machine, asker = ADA) => {
    const id = await send(world, asker, machine, '1m');
    const [decision] = await seen(world, () => some(cardsAbout(world, APPROVALS_CHANNEL_ID, machine)));
    const [own = decision] = cardsAbout(world, personalChatId(asker), machine);
    await world.users.act(asker, own, { verb: 'withdraw', data: { request: id } });
    await seen(world, () => shows(world, asker, machine, ['Withdrawn']));
  },
  cancelled: async (world, machine, asker = ADA) => {
    const form = await ask(world, asker, machine, '1m');
    await world.users.act(asker, form, { verb: 'cancel', data: { request: requestIn(form) } });
    // A form that was dropped does not name the machine any more; nobody else drops one.
    await seen(world, () => shows(world, asker, '', ['Cancelled']));
  },
  // Long enough to be ended early, however often the bot dies before.
  done: async (world, machine, asker = OMAR) => {
    const id = await send(world, asker, machine, '30m');
    await press(world, asker, machine, id, 'done');
    await ended(world, asker, machine);
  },
  extended: async (world, machine, asker = OMAR, time = '1m') => {
    const id = await send(world, asker, machine, time);
    await press(world, asker, machine, id, 'extend');
    await ended(world, asker, machine);
  },
  setup: async (world, machine, asker = GRACE) => {
    await world.users.say(asker, personalChatId(asker), `disable jit on ${machine}`);
    const [card, button] = await seen(world, () =>
      cardsAbout(world, personalChatId(asker), machine)
        .map((message) => [message, buttonOf(message, 'Turn JIT off')] as const)
        .find((found) => found[1] !== undefined),
    );
    if (button !== undefined) await world.users.act(asker, card, button);
    await seen(world, () => shows(world, asker, machine, setupEnds));
  },
};

const some = <T>(list: readonly T[]): readonly [T, ...T[]] | undefined => {
  const [first, ...others] = list;
  return first === undefined ? undefined : [first, ...others];
};

/** Writes the sentence. @returns the form that came */
async function ask(world: DoomedWorld, asker: ChatPerson, machine: string, time: string) {
  await world.users.say(
    asker,
    personalChatId(asker),
    `rdp to ${machine} for ${time} from 203.0.113.7 because INC-1`,
  );
  return seen(world, () =>
    cardsAbout(world, personalChatId(asker), machine).find(
      (message) => buttonOf(message, 'Request') !== undefined,
    ),
  );
}

/** Writes the sentence and sends the form. @returns the request's id */
async function send(world: DoomedWorld, asker: ChatPerson, machine: string, time: string): Promise<string> {
  const form = await ask(world, asker, machine, time);
  const button = buttonOf(form, 'Request');
  if (button !== undefined) await world.users.act(asker, form, button);
  return requestIn(form) ?? '';
}

async function decide(world: DoomedWorld, machine: string, verb: 'approve' | 'deny'): Promise<void> {
  const [card] = await seen(world, () => some(cardsAbout(world, APPROVALS_CHANNEL_ID, machine)));
  await world.users.act(GRACE, card, { verb, data: { request: requestIn(card) } });
}

/** Once it is open, and as long as it is: says that they are done, or wants a minute more. */
async function press(
  world: DoomedWorld,
  asker: ChatPerson,
  machine: string,
  id: string,
  verb: 'done' | 'extend',
): Promise<void> {
  const place = personalChatId(asker);
  const said = () =>
    noticesAbout(world, asker, machine).some((head) => head === 'Ready' || ends.includes(head));
  await seen(world, said);
  const [card] = await seen(world, () => some(cardsAbout(world, place, machine)));
  await world.users.act(asker, card, { verb, data: { request: id, by: '1m' } });
}

const ended = async (world: DoomedWorld, asker: ChatPerson, machine: string): Promise<void> => {
  for (const to of [asker, 'on-call'] as const)
    await seen(world, () => noticesAbout(world, to, machine).some((head) => ends.includes(head)));
};
