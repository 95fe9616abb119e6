// An admin asks how far JIT is set up: the plan of Defender, and which machines have JIT, could have it, or cannot.
import { jitStatusCard } from '../../cards/setup/jit-status-card.ts';
import {
  noSubscriptionAnswer,
  noSubscriptionsAnswer,
  severalSubscriptionsAnswer,
} from '../../cards/setup/subscription-answers.ts';
import type { Message } from '../access/chat-ports.ts';
import { fewAtOnce } from '../access/few-at-once.ts';
import type { Command } from '../domain/command/command.ts';
import type { Machine } from '../domain/machine.ts';
import type { Person } from '../domain/person.ts';
import { jitCoverage } from '../domain/setup/jit-coverage.ts';
import type { JitStatus } from '../domain/setup/jit-status.ts';
import { subscriptionMeant } from '../domain/subscription-meant.ts';
import type { Said } from '../teams/said.ts';
import { refusedAdmin } from './admin-check.ts';
import { attempt, patienceSeconds } from './attempt.ts';
import { cardMessage } from './listing.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

type Subscription = Machine['subscription'];

type Parts = Pick<
  BotParts,
  'admins' | 'ledger' | 'machines' | 'estate' | 'plans' | 'setup' | 'pause' | 'now' | 'log'
>;

/** More than fits on a card; the others are named. */
const mostRead = 10;
/** Subscriptions read at the same time. */
const atOnce = 4;

/** For admins; a refusal is noted. The inventory must be loaded. @throws Fault when the ledger is away */
export async function jitStatus(
  parts: Parts,
  said: Said,
  person: Person,
  { subscription: typed }: Extract<Command, { kind: 'jit-status' }>,
): Promise<Message | string> {
  const refused = await refusedAdmin(parts, person, 'jit-status', {
    ...(typed !== undefined && { subscription: typed }),
  });
  if (refused !== undefined) return refused;
  const known = parts.machines.subscriptions();
  if (known.length === 0) return noSubscriptionsAnswer();
  if (typed === undefined) return answerOf(parts, said, known.toSorted(byName));
  const meant = subscriptionMeant(typed, known);
  switch (meant.kind) {
    case 'one':
      return answerOf(parts, said, [meant.subscription]);
    case 'several':
      return severalSubscriptionsAnswer(
        typed,
        meant.subscriptions.map(({ id }) => id),
      );
    case 'none':
      return noSubscriptionAnswer(typed, meant.near);
  }
}

const byName = (one: Subscription, other: Subscription): number => {
  const [first, second] = [one, other].map(({ name, id }) => `${name.toLowerCase()}/${id}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
};

async function answerOf(parts: Parts, said: Said, subscriptions: readonly Subscription[]): Promise<Message> {
  // One patience for all of them: who asks waits for the whole card.
  const late = parts.pause(patienceSeconds);
  const at = parts.now();
  const statuses = await fewAtOnce(subscriptions.slice(0, mostRead), atOnce, (each) =>
    statusOf(parts, each, late),
  );
  const others = subscriptions.slice(mostRead);
  return cardMessage(jitStatusCard({ statuses, others, hints: parts.setup }, readerOf(said), at));
}

/** What could not be read says why, and hides nothing else. */
async function statusOf(
  { estate, plans, ...parts }: Parts,
  subscription: Subscription,
  late: Promise<unknown>,
): Promise<JitStatus> {
  const [seen, plan] = await Promise.all([
    attempt(parts, estate.read(subscription), late),
    attempt(parts, plans.planOf(subscription.id), late),
  ]);
  return {
    subscription,
    plan: 'fault' in plan ? { unread: plan.fault.message } : plan.value,
    coverage: 'fault' in seen ? { unread: seen.fault.message } : jitCoverage(seen.value),
  };
}
