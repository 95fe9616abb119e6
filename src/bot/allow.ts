// An approver writes `allow bob rdp web-01 today`: who, what, how long; then the use case decides.
import type { TurnContext } from 'botbuilder';
import { allowedAnswer, notAllowedAnswer } from '../../cards/allowance-answers.ts';
import { allowInAdvance } from '../access/allowing.ts';
import type { Command } from '../domain/command/command.ts';
import { secondsUntil } from '../domain/duration.ts';
import { choiceOf } from '../domain/machine.ts';
import { offeredPorts } from '../domain/machine-ports.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import type { Said } from '../teams/said.ts';
import type { BotParts } from './parts.ts';
import { personMeant } from './people.ts';
import { readerOf } from './reader.ts';

/** Without a time, "today": until midnight where the speaker is. @throws Fault when the ledger is away */
export async function allow(
  parts: BotParts,
  said: Said,
  by: Person,
  { person: typed, wish }: Extract<Command, { kind: 'allow' }>,
  context: TurnContext,
): Promise<string> {
  const { inventory, knowledge, ledger, now, log } = parts;
  const person = await personMeant(typed, said, knowledge.policy(), context, log);
  if (person === undefined) return notAllowedAnswer({ code: 'unknown-person', typed: nameOf(typed, said) });
  const machines = inventory.byName(wish.machine ?? '');
  const [machine, other] = machines;
  const name = wish.machine ?? '';
  if (machine === undefined) {
    const near = inventory.nearest(name, nearestShown).map(choiceOf);
    return notAllowedAnswer({ code: 'unknown-machine', typed: name, near });
  }
  if (other !== undefined)
    return notAllowedAnswer({ code: 'several-machines', typed: name, choices: machines.map(choiceOf) });
  const offered = offeredPorts(machine).map((offer) => offer.port);
  const port = wish.ports?.find((each) => offered.includes(each));
  if (port === undefined) return notAllowedAnswer({ code: 'port-unclear', machine: machine.name, offered });

  const until = endOf(wish.time, said, now());
  if (until - now() < shortestMilliseconds) return notAllowedAnswer({ code: 'window-passed' });
  const id = `${said.conversationId} ${said.activityId}`;
  const asked = { id, by, person, machine, port, until, orLess: wish.time === undefined };
  const outcome = await allowInAdvance({ ledger, knowledge, now }, asked);
  switch (outcome.kind) {
    case 'allowed':
      return allowedAnswer(outcome.allowance, outcome.rule, readerOf(said), now(), outcome.cutTo);
    case 'not-approver': {
      const { name: rule, approval } = outcome.rule;
      return notAllowedAnswer({ code: outcome.kind, rule, approvers: approval.approvers });
    }
    case 'not-in-rule':
      return notAllowedAnswer({ code: outcome.kind, rule: outcome.rule });
    case 'too-long-window':
      return notAllowedAnswer({ code: outcome.kind, rule: outcome.rule, longest: outcome.longest });
    case 'no-rule':
      return notAllowedAnswer({ code: outcome.kind, machine: machine.name, port });
    case 'own-self':
    case 'unknown':
      return notAllowedAnswer({ code: outcome.kind });
  }
}

const nearestShown = 3;
const shortestMilliseconds = 60_000;

function endOf(time: Extract<Command, { kind: 'allow' }>['wish']['time'], said: Said, now: Instant): Instant {
  if (time?.kind === 'for') return now + time.seconds * 1000;
  const { hour, minute } = time ?? { hour: 0, minute: 0 };
  return now + secondsUntil({ hour, minute }, now, readerOf(said).timeZone) * 1000;
}

const nameOf = (typed: string, said: Said): string =>
  /^@\d+$/.test(typed) ? (said.mentioned[Number(typed.slice(1)) - 1]?.name ?? typed) : typed;
