// Whether the cards in the chat show what the ledger says, and "Ready" and "Closed" were true when they were said.
import { statusLooks, statusOf } from '../../cards/status.ts';
import { ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import type { ChatMessage } from '../../sandbox/chat/message.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import { decisionViewOf, viewOf } from '../../src/domain/view.ts';
import { statusWord } from '../support/local-world.ts';
import type { Books } from './ledger-read.ts';
import { machineOf, runAt } from './notices-check.ts';
import { headOf } from './seen.ts';
import type { DoomedWorld } from './world.ts';

export interface CardCount {
  readonly cards: number;
  /** Copies that no record knows, since a kill came between their post and its record. */
  readonly twice: number;
  readonly problems: readonly string[];
}

const decisionWords: Readonly<Record<string, string>> = {
  approved: statusLooks.approved.word,
  denied: statusLooks.denied.word,
  withdrawn: statusLooks.withdrawn.word,
};

export function checkCards(world: DoomedWorld, { requests, setups }: Books): CardCount {
  const problems: string[] = [];
  const all = world.chat.conversations.flatMap(({ id }) => world.chat.messages(id));
  const byId = new Map(all.map((message) => [message.id, message]));
  const known = new Set<string>();
  const now = Date.now();

  const look = (
    id: string,
    messageId: string | undefined,
    word: string | undefined,
    shown: boolean,
  ): void => {
    const message = byId.get(messageId ?? '');
    known.add(messageId ?? '');
    if (message === undefined) problems.push(`the card of ${id} is nowhere to be seen`);
    else if (word !== undefined && statusWord(message.content.card) !== word)
      problems.push(`the card of ${id} says ${statusWord(message.content.card)}, and the ledger ${word}`);
    if (!shown) problems.push(`the ledger does not know that the card of ${id} is as it should be`);
  };
  for (const request of requests) {
    const view = viewOf(request, now, defaultPace);
    const { messageId, shown } = request.card;
    look(request.id, messageId, statusLooks[statusOf(request, view)].word, shown === view);
    const decision = decisionViewOf(request, now);
    for (const card of request.decisionCards)
      look(request.id, card.at?.messageId, decisionWords[decision ?? ''], card.shown === decision);
  }
  for (const { id, card } of setups) look(id, card.messageId, undefined, true);

  const copies = all.filter(
    ({ from, content, id }) => from === 'bot' && content.card !== undefined && !known.has(id),
  );
  for (const { id, at } of copies)
    if (runAt(world, at)?.end?.how !== 'killed')
      problems.push(`card ${id} is in no record, and nobody was killed`);
  return {
    cards: known.size,
    twice: copies.length,
    problems: [...problems, ...requests.flatMap((request) => lies(world, machineOf(request), all))],
  };
}

/** What was said of a machine's port against what its NSG let in at that moment. */
function lies(
  world: DoomedWorld,
  machine: string | undefined,
  all: readonly ChatMessage[],
): readonly string[] {
  if (machine === undefined) return [];
  const times = (kind: 'rule-appeared' | 'rule-went') =>
    world.journal.filter((event) => event.kind === kind && event.machine === machine).map(({ at }) => at);
  const [came = Number.POSITIVE_INFINITY] = times('rule-appeared');
  const wentLast = times('rule-went').at(-1) ?? 0;
  return all
    .filter(
      ({ content, from }) => from === 'bot' && content.card === undefined && content.text.includes(machine),
    )
    .flatMap(({ content, at, conversationId }) => {
      const head = headOf(content.text);
      const to = conversationId === ON_CALL_CHANNEL_ID ? 'on-call' : 'the requester';
      if ((head === 'Ready' || head === 'Extended') && at < came)
        return [`${head} was said to ${to} of ${machine} before any rule was there`];
      if (head === 'Closed' && at < wentLast)
        return [`Closed was said to ${to} of ${machine} while its rule was there`];
      return [];
    });
}
