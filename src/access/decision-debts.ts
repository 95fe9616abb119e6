// Pays what a request owes its approvers: a card in each channel that is asked, always as it should look now.
import type { AccessRequest } from '../domain/access-request.ts';
import { rerouted } from '../domain/approval-moves.ts';
import { approvalsPurpose } from '../domain/channel-purpose.ts';
import type { DecisionCard } from '../domain/chat-receipts.ts';
import { type Debt, debtKey } from '../domain/debt.ts';
import type { Instant } from '../domain/time.ts';
import { decisionViewOf } from '../domain/view.ts';
import type { Notifier } from './chat-ports.ts';
import type { Rosters } from './directory-ports.ts';
import { Fault } from './fault.ts';
import { receiptOf, type Undelivered } from './final-answer.ts';
import type { Ledger } from './ledger-port.ts';
import type { Presenter } from './presenter-port.ts';
import type { Recording } from './recording.ts';
import { sendingOf } from './sending-of.ts';

interface Parts {
  readonly ledger: Pick<Ledger, 'channel'>;
  readonly notifier: Notifier;
  readonly presenter: Presenter;
  readonly rosters: Rosters;
  readonly now: () => Instant;
}

/** Cards have no id of their own; meanwhile others may have been dropped or added. */
const isSame = (one: DecisionCard, other: DecisionCard): boolean =>
  one.channel === other.channel && one.at?.messageId === other.at?.messageId;

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
    const shown = await show(request, card, view, debt);
    const elsewhere = 'at' in shown && card.at === undefined && (await hasMoved(card.channel, shown.at));
    return (fresh, at) => {
      const index = fresh.decisionCards.findIndex((each) => isSame(each, card));
      if (index < 0) return undefined;
      const drawn = { ...card, ...shown, shown: view };
      const cards = fresh.decisionCards.with(index, drawn);
      const facts = { channel: card.channel, view };
      const receipt = receiptOf('why' in shown ? shown : shown.at.messageId, at);
      const entry = { at, actor: 'bot', kind: 'decision-card-shown', facts: { ...facts, ...receipt } };
      const next = { request: { ...fresh, decisionCards: cards }, entries: [entry] };
      if (!elsewhere) return next;
      const moved = rerouted(next.request, card.channel, at);
      return { request: moved.request, entries: [entry, ...moved.entries] };
    };
  }

  /** The channel's name was given to another conversation while the card was on its way to the one before. */
  async function hasMoved(channel: string, at: NonNullable<DecisionCard['at']>): Promise<boolean> {
    const now = await ledger.channel(approvalsPurpose(channel));
    return now !== undefined && now.conversationId !== at.conversationId;
  }

  async function show(
    request: AccessRequest,
    card: DecisionCard,
    view: string,
    debt: Debt,
  ): Promise<Required<Pick<DecisionCard, 'at'>> | Undelivered> {
    const conversationId =
      card.at?.conversationId ?? (await ledger.channel(approvalsPurpose(card.channel)))?.conversationId;
    if (conversationId === undefined) return { why: 'no channel is set for these approvals' };
    const views = await viewsIn(conversationId, request.requester.id);
    const message = presenter.decisionCard(request, view, 'everyone', views, now());
    const sending = sendingOf(request, debt);
    const posting =
      card.at === undefined
        ? notifier.post(conversationId, message, sending)
        : notifier.update(conversationId, card.at.messageId, message, sending);
    const posted = await posting.catch(givingUp(request, debtKey(debt)));
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

/** Some minutes of Teams taking posts and never answering: by then there may be as many cards. */
const mostTries = 6;

/**
 * A card that asks is worth more than a notice: without it nobody can decide. Only a channel that is gone, or a card that
 * Teams refuses, ends the trying; a second copy of a card does no harm, for each shows what is true when it is clicked.
 */
const givingUp =
  (request: AccessRequest, key: string) =>
  (error: unknown): Undelivered => {
    if (!(error instanceof Fault)) throw error;
    const copies = error.code === 'in-doubt' && (request.setbacks[key]?.tries ?? 0) >= mostTries;
    if (copies || error.code === 'missing' || error.code === 'rejected') return { why: error.message };
    throw error;
  };
