// An admin sets JIT up in words: turn on the plan, enable, configure or disable JIT. What is understood becomes a card.

import { unheardWordsAnswer, unknownWordsAnswer } from '../../cards/answers.ts';
import { setupRefusedAnswer } from '../../cards/setup/setup-refused.ts';
import type { Fault } from '../access/fault.ts';
import { mostMachines, type Planned } from '../access/setup/plan-setup.ts';
import type { Command } from '../domain/command/command.ts';
import { choiceOf, type Machine } from '../domain/machine.ts';
import { isPattern, machinesMatching, nameIn } from '../domain/machine-pattern.ts';
import type { Person } from '../domain/person.ts';
import { usualLongest } from '../domain/setup/read-setting.ts';
import type { EnableForm } from '../domain/setup/setup-change.ts';
import type { SetupRefusal } from '../domain/setup/setup-refusal.ts';
import { typedSpan } from '../domain/setup/typed-span.ts';
import { subscriptionMeant } from '../domain/subscription-meant.ts';
import type { Said } from '../teams/said.ts';
import { refusedAdmin } from './admin-check.ts';
import { askerOf } from './asker-of.ts';
import { attempt } from './attempt.ts';
import type { BotParts } from './parts.ts';

type SetupAsked = Extract<Command, { kind: 'defender-on' | 'enable-jit' | 'configure-jit' | 'disable-jit' }>;

const nearestShown = 3;

/**
 * For admins, where setting JIT up is switched on. The inventory must be loaded.
 * @returns what to answer; `undefined`: the change's card was shown instead. @throws Fault when the ledger is away
 */
export async function setUp(
  parts: BotParts,
  said: Said,
  person: Person,
  command: SetupAsked,
): Promise<string | undefined> {
  const refused = await refusedAdmin(parts, person, 'setup', { command: command.kind });
  if (refused !== undefined) return refused;
  if (!parts.setup) return setupRefusedAnswer({ code: 'setup-off' });
  const read = await attempt(parts, planOf(parts, command));
  const planned = 'fault' in read ? { refusal: unreadBecause(read.fault) } : read.value;
  const unknown = command.kind === 'enable-jit' ? command.unknown : [];
  if ('refusal' in planned) {
    const refusal = setupRefusedAnswer(planned.refusal, workOf(command));
    return unknown.length === 0 ? refusal : `${refusal}\n\n${unheardWordsAnswer(unknown)}`;
  }
  await parts.setupDesk.ask(askerOf(said, person), planned.asked);
  return unknown.length > 0 ? unknownWordsAnswer(unknown) : undefined;
}

const unreadBecause = ({ message: why }: Fault): SetupRefusal => ({ code: 'unread', why });

async function planOf(parts: BotParts, command: SetupAsked): Promise<Planned> {
  const { setupPlanner, machines } = parts;
  if (command.kind === 'defender-on') {
    const typed = command.subscription;
    const meant = subscriptionMeant(typed, machines.subscriptions());
    switch (meant.kind) {
      case 'none':
        return { refusal: { code: 'no-subscription', typed, near: meant.near } };
      case 'several':
        return {
          refusal: {
            code: 'several-subscriptions',
            typed,
            ids: meant.subscriptions.map(({ id }) => id),
          },
        };
      case 'one':
        return setupPlanner.defender(meant.subscription);
    }
  }
  const typed = command.machine;
  const meant = machinesMatching(typed, machines.all());
  const wrong = wrongNumber(parts, typed, meant, command.kind === 'configure-jit');
  if (wrong !== undefined) return { refusal: wrong };
  switch (command.kind) {
    case 'enable-jit':
      return setupPlanner.enable(meant, formOf(command));
    case 'disable-jit':
      return setupPlanner.disable(meant);
    case 'configure-jit': {
      const [machine] = meant;
      if (machine === undefined) throw new Error('unreachable: one machine is meant');
      return setupPlanner.configure(machine);
    }
  }
}

function wrongNumber(
  { inventory }: BotParts,
  typed: string,
  meant: readonly Machine[],
  onlyOne: boolean,
): SetupRefusal | undefined {
  if (meant.length === 0)
    return { code: 'no-machine', typed, near: inventory.nearest(nameIn(typed), nearestShown).map(choiceOf) };
  // A name that several machines have means one of them; a pattern means all that it fits.
  if (meant.length > 1 && (onlyOne || !isPattern(typed)))
    return { code: 'several', typed, choices: meant.map(choiceOf) };
  return meant.length > mostMachines
    ? { code: 'too-many', typed, count: meant.length, most: mostMachines }
    : undefined;
}

const workOf = ({ kind }: SetupAsked) => {
  switch (kind) {
    case 'defender-on':
    case 'enable-jit':
      return 'enable';
    case 'configure-jit':
      return 'configure';
    case 'disable-jit':
      return 'disable';
  }
};

/** What was said stands in the card, to be looked at and changed; for the rest, what the portal takes. */
const formOf = ({ ports, longest, sources }: Extract<SetupAsked, { kind: 'enable-jit' }>): EnableForm => ({
  ports: (ports ?? []).join(', '),
  longest: typedSpan(longest ?? usualLongest),
  sources: (sources ?? ['any']).join(', '),
});
