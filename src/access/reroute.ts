// An approvals channel was set: what still waits for people is asked there, too, also what could not be asked before.
import type { AccessRequest } from '../domain/access-request.ts';
import { rerouted } from '../domain/approval-moves.ts';
import type { Instant } from '../domain/time.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { safetySeconds } from './saving.ts';
import type { Settle } from './settle.ts';

/** Far more than any organisation has open at a time. */
const most = 1000;

interface Parts {
  readonly ledger: Pick<Ledger, 'undecided' | 'load' | 'save'>;
  readonly settle: Pick<Settle, 'settle'>;
  readonly now: () => Instant;
  readonly log: Log;
}

/**
 * Moves the cards of all that waits in the channel of this name to its new conversation.
 * @param channel name of the approvals channel; `''` is the one without a name
 * @returns how many requests are asked there now @throws Fault
 */
export async function reroute(
  { ledger, settle, now, log }: Parts,
  channel: string,
  conversationId: string,
): Promise<number> {
  const moved: string[] = [];
  for (const id of await ledger.undecided(most)) {
    const saved = await moveCard(id);
    if (saved !== undefined) moved.push(saved.id);
  }
  postAll(moved).catch((error: unknown) => {
    log.error({ err: error }, 'asking in the new channel was put off: the ledger did not answer');
  });
  return moved.length;

  /** One after the other, behind the turn: Teams wants a bot to write slowly. What is left over wakes up by itself. */
  async function postAll(ids: readonly string[]): Promise<void> {
    for (const id of ids) await settle.settle(id);
  }

  async function moveCard(id: string): Promise<AccessRequest | undefined> {
    for (;;) {
      const request = await ledger.load(id);
      if (request === undefined || !asksElsewhere(request, channel, conversationId)) return undefined;
      const { request: next, entries } = rerouted(request, channel, now());
      const saved = await ledger.save(next, entries, now() + safetySeconds * 1000);
      if (saved !== 'conflict') return saved;
    }
  }
}

const asksElsewhere = (request: AccessRequest, channel: string, conversationId: string): boolean =>
  request.decisionCards.some(
    (card) =>
      card.channel === channel &&
      card.former === undefined &&
      (card.why !== undefined || (card.at !== undefined && card.at.conversationId !== conversationId)),
  );
