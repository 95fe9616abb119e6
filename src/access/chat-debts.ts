// Pays what a request owes people: its card as it should look now, and each notice once.
import type { AccessRequest, Told } from '../domain/access-request.ts';
import { type Debt, debtKey, viewOf } from '../domain/owed.ts';
import type { Pace } from '../domain/pace.ts';
import type { Instant } from '../domain/time.ts';
import type { Notifier } from './chat-ports.ts';
import { Fault } from './fault.ts';
import type { Ledger } from './ledger-port.ts';
import type { Presenter } from './presenter-port.ts';
import type { Recording } from './recording.ts';

interface Parts {
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly presenter: Presenter;
  readonly now: () => Instant;
  readonly pace: Pace;
}

/** Payments of the chat debts. They post first and record after: a crash between says it twice, never not at all. */
export function createChatDebts({ ledger, notifier, presenter, now, pace }: Parts) {
  async function showCard(request: AccessRequest): Promise<Recording> {
    const view = viewOf(request, now(), pace);
    const message = presenter.card(request, view, now());
    const { conversationId } = request.origin;
    const earlier = request.card.messageId;
    const posting =
      earlier === undefined
        ? notifier.post(conversationId, message)
        : notifier.update(conversationId, earlier, message);
    const posted = await posting.catch(finalAnswer(request, 'show-card'));
    return (fresh, at) => ({
      request: {
        ...fresh,
        card: { ...fresh.card, shown: view, ...(typeof posted === 'string' ? { messageId: posted } : {}) },
      },
      entries: [{ at, actor: 'bot', kind: 'card-shown', facts: { view, ...receiptOf(posted, at) } }],
    });
  }

  async function tell(request: AccessRequest, debt: Extract<Debt, { kind: 'tell' }>): Promise<Recording> {
    const key = debtKey(debt);
    const conversationId =
      debt.to === 'requester' ? request.origin.conversationId : await ledger.channel('on-call');
    const told = await say();
    return (fresh, at) => ({
      request: { ...fresh, told: { ...fresh.told, [key]: receiptOf(told, at) } },
      entries: [{ at, actor: 'bot', kind: 'told', facts: { notice: key, ...receiptOf(told, at) } }],
    });

    async function say(): Promise<string | Undelivered> {
      if (conversationId === undefined) return { why: 'no on-call channel is set' };
      const message = presenter.notice(request, debt.notice, debt.to, now());
      return notifier.post(conversationId, message).catch(finalAnswer(request, key));
    }
  }

  return { showCard, tell };
}

interface Undelivered {
  readonly why: string;
}

/**
 * What can never be told is an outcome to record, not something to try for ever: the conversation is gone, or Teams
 * refuses for good. A post without an answer is repeated once; a second one would be a third copy for somebody.
 */
const finalAnswer =
  (request: AccessRequest, key: string) =>
  (error: unknown): Undelivered => {
    if (!(error instanceof Fault)) throw error;
    const repeated = error.code === 'in-doubt' && (request.setbacks[key]?.tries ?? 0) > 0;
    if (repeated || ['missing', 'rejected', 'forbidden'].includes(error.code)) return { why: error.message };
    throw error;
  };

const receiptOf = (posted: string | Undelivered, at: Instant): Told =>
  typeof posted === 'string' ? { at, messageId: posted } : { at, why: posted.why };
