// Pays what a request owes its approvers: a card in each channel that is asked, always as it should look now.
import type { AccessRequest, DecisionCard } from '../domain/access-request.ts';
import { approvalsPurpose } from '../domain/channel-purpose.ts';
import { type Debt, debtKey } from '../domain/debt.ts';
import type { Instant } from '../domain/time.ts';
import { decisionViewOf } from '../domain/view.ts';
import { finalAnswer, receiptOf, type Undelivered } from './chat-debts.ts';
import type { Notifier } from './chat-ports.ts';
import type { Rosters } from './directory-ports.ts';
import type { Ledger } from './ledger-port.ts';
import type { Presenter } from './presenter-port.ts';
import type { Recording } from './recording.ts';

interface Parts {
  readonly ledger: Pick<Ledger, 'channel'>;
  readonly notifier: Notifier;
  readonly presenter: Presenter;
  readonly rosters: Rosters;
  readonly now: () => Instant;
}

/** Teams' limit of `refresh.userIds`. */
const mostViews = 60;

/** Posts first and records after, as all chat debts: a crash between posts a card twice, never not at all. */
export function createDecisionDebts({ ledger, notifier, presenter, rosters, now }: Parts) {
  async function showDecision(
    request: AccessRequest,
    debt: Extract<Debt, { kind: 'show-decision' }>,
  ): Promise<Recording> {
    const card = request.decisionCards[debt.card];
    const view = decisionViewOf(request, now());
    if (card === undefined || view === undefined) return () => undefined;
    const shown = await show(request, card, view, debtKey(debt));
    return (fresh, at) => ({
      request: {
        ...fresh,
        decisionCards: fresh.decisionCards.map((each, index) =>
          index === debt.card && each.channel === card.channel ? { ...each, ...shown, shown: view } : each,
        ),
      },
      entries: [
        {
          at,
          actor: 'bot',
          kind: 'decision-card-shown',
          facts: {
            channel: card.channel,
            view,
            ...receiptOf('why' in shown ? shown : shown.at.messageId, at),
          },
        },
      ],
    });
  }

  async function show(
    request: AccessRequest,
    card: DecisionCard,
    view: string,
    key: string,
  ): Promise<Required<Pick<DecisionCard, 'at'>> | Undelivered> {
    const conversationId =
      card.at?.conversationId ?? (await ledger.channel(approvalsPurpose(card.channel)))?.conversationId;
    if (conversationId === undefined) return { why: 'no channel is set for these approvals' };
    const views = await viewsIn(conversationId, request.requester.id);
    const message = presenter.decisionCard(request, view, 'everyone', views, now());
    const posting =
      card.at === undefined
        ? notifier.post(conversationId, message)
        : notifier.update(conversationId, card.at.messageId, message);
    const posted = await posting.catch(finalAnswer(request, key));
    return typeof posted === 'string' ? { at: { conversationId, messageId: posted } } : posted;
  }

  /** Whose clients are to fetch a view of their own; where the roster is not known, the card as posted will do. */
  async function viewsIn(conversationId: string, requesterId: string): Promise<readonly string[]> {
    const roster = (await rosters.membersOf(conversationId, false)) ?? [];
    const requesterFirst = roster.toSorted(
      (one, other) => Number(other.id === requesterId) - Number(one.id === requesterId),
    );
    return requesterFirst.slice(0, mostViews).map(({ teamsId }) => teamsId);
  }

  return { showDecision };
}
