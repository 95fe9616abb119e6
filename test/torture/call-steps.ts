// Named steps at calls to Azure and Teams, in the order in which each kind of story passes them.
import type { Happening } from './happening.ts';
import { headOf } from './seen.ts';
import { type Chain, type Fate, type Step, saidTwice, stepAt } from './step.ts';
import type { DoomedWorld } from './world.ts';

const azure =
  (what: RegExp) =>
  ({ place, what: call }: Happening): boolean =>
    place === 'azure' && what.test(call);
const chat =
  (method: 'POST' | 'PUT', words: RegExp, conversation = /./) =>
  ({ place, what, body }: Happening): boolean =>
    place === 'chat' &&
    what.startsWith(`${method} `) &&
    conversation.test(decodeURIComponent(what)) &&
    words.test(body);

const toPerson = /conversations\/a:1/;
const toChannel = /conversations\/19:/;

/** A notice: lost, it is said once; answered and not recorded, it is said twice. */
const notice = (name: string, words: RegExp, to: RegExp): readonly Step[] => [
  stepAt(`${name} is posted`, 'the post to the chat', 'lost', chat('POST', words, to)),
  stepAt(`${name} is posted`, 'the post to the chat', 'answered', chat('POST', words, to), {
    holds: saidTwice,
    twice: 1,
  }),
];
const card = (name: string, matches: (happening: Happening) => boolean): readonly Step[] =>
  (['lost', 'answered'] as const).map((fate) => stepAt(name, 'the call to the chat', fate, matches));

const initiate = azure(/^POST .*\/initiate/);
const listOf = azure(/^GET .*jitNetworkAccessPolicies\/[^/?]+\?/i);
const nsgs = azure(/^GET .*networkSecurityGroups/i);

const asks: readonly Fate[] = ['lost', 'arrives', 'answered'];
const initiates = (name: string): readonly Step[] =>
  asks.map((fate) => stepAt(name, 'POST …/initiate', fate, initiate, { holds: 'one grant, and one only' }));

const isOpen = (world?: DoomedWorld): boolean => world !== undefined && heard(world, 'Ready');
const heard = (world: DoomedWorld, head: string): boolean =>
  world.chat.conversations.some(({ id }) =>
    world.chat.messages(id).some(({ content }) => headOf(content.text) === head),
  );
/** Azure's own list has it already when it is answered. */
const isSecondAsk = (happening: Happening, world?: DoomedWorld): boolean =>
  initiate(happening) &&
  isOpen(world) &&
  world?.azure.requests().length === (happening.moment === 'before' ? 1 : 2);

/** The chains at calls. Each is a life of its own; a kill at each step, and a start after it. */
export const callChains: readonly Chain[] = [
  {
    name: 'the form',
    story: 'granted',
    engine: 'either',
    steps: card('the form is posted', chat('POST', /"verb":"request"/)),
  },
  {
    name: 'an ask that never arrives',
    story: 'granted',
    engine: 'either',
    steps: [
      ...initiates('Azure is asked').slice(0, 1),
      stepAt('the list is read for an ask in doubt', 'GET …/jitNetworkAccessPolicies/…', 'answered', listOf, {
        holds: 'the ask is found missing, and made again',
      }),
    ],
  },
  {
    name: 'an ask that arrives after the kill',
    story: 'granted',
    engine: 'either',
    steps: initiates('Azure is asked').slice(1, 2),
  },
  {
    name: 'from the ask to Ready',
    story: 'granted',
    time: '2m',
    engine: 'either',
    steps: [
      ...initiates('Azure is asked').slice(2),
      stepAt('the rule is looked for', 'GET …/networkSecurityGroups', 'answered', nsgs),
      ...card('the card turns to Ready', chat('PUT', /"Ready"/)),
      ...notice('Ready to the requester', /\*\*Ready:/, toPerson),
      ...notice('Ready to on-call', /\*\*Ready:/, toChannel),
    ],
  },
  {
    name: 'from open to Closed',
    story: 'granted',
    engine: 'either',
    steps: [
      stepAt(
        'an open port is watched',
        'GET …/networkSecurityGroups',
        'answered',
        (happening, world) => nsgs(happening) && isOpen(world),
      ),
      stepAt('the card turns to Ended', 'the call to the chat', 'answered', chat('PUT', /"Ended"/)),
      ...card('the card turns to Closed', chat('PUT', /"Closed"/)),
      ...notice('Closed to the requester', /\*\*Closed:/, toPerson),
      ...notice('Closed to on-call', /\*\*Closed:/, toChannel),
    ],
  },
  {
    name: 'approvers are asked',
    story: 'approved',
    engine: 'either',
    steps: [
      ...card('the approvers’ card is posted', chat('POST', /"verb":"approve"/)),
      ...card('the approvers’ card turns to Approved', chat('PUT', /"Approved"/, toChannel)),
    ],
  },
  // One life each: which of the two goes first is not promised.
  {
    name: 'a denial is told',
    story: 'denied',
    engine: 'either',
    steps: [...notice('Denied to the requester', /\*\*Denied\*\*/, toPerson)],
  },
  {
    name: 'a denial on the approvers’ card',
    story: 'denied',
    engine: 'either',
    steps: [...card('the approvers’ card turns to Denied', chat('PUT', /"Denied"/, toChannel))],
  },
  {
    name: 'somebody is done',
    story: 'done',
    engine: 'either',
    steps: asks.map((fate) =>
      stepAt('the rule is deleted', 'DELETE …/securityRules', fate, azure(/^DELETE .*securityRules/i), {
        holds: 'the rule is gone, and no other is',
      }),
    ),
  },
  // One life each: what arrived is found, and is not asked again.
  ...asks.slice(1).map(
    (fate): Chain => ({
      name: fate === 'arrives' ? 'an extension that arrives after the kill' : 'an extension',
      story: 'extended',
      engine: 'either',
      steps: [
        stepAt('Azure is asked for more time', 'the second POST …/initiate', fate, isSecondAsk, {
          holds: 'one grant for each of the two, and the first is taken over',
        }),
      ],
    }),
  ),
  {
    name: 'JIT is turned off',
    story: 'setup',
    engine: 'either',
    steps: [
      ...asks.map((fate) =>
        stepAt(
          'the policy is written',
          'PUT …/jitNetworkAccessPolicies',
          fate,
          azure(/^PUT .*jitNetworkAccessPolicies/i),
          {
            holds: 'the policy says what was confirmed, and is not written again where it says so',
          },
        ),
      ),
    ],
  },
  {
    name: 'a start that is cut off',
    story: 'granted',
    engine: 'either',
    atFirstStart: true,
    steps: (['lost', 'answered'] as const).map((fate) =>
      stepAt('the machines are read', 'GET …/virtualMachines', fate, azure(/^GET .*virtualMachines/i)),
    ),
  },
];
