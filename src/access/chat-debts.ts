// Pays what a request owes people: its card as it should look now, and each notice once.
import { type AccessRequest, sentOf } from '../domain/access-request.ts';
import { approvalsPurpose } from '../domain/channel-purpose.ts';
import { type Audience, type Debt, debtKey } from '../domain/debt.ts';
import type { Pace } from '../domain/pace.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import { viewOf } from '../domain/view.ts';
import type { Notifier } from './chat-ports.ts';
import type { ExtensionJudge } from './extension-judging.ts';
import { Fault } from './fault.ts';
import { finalAnswer, receiptOf, type Undelivered } from './final-answer.ts';
import type { Ledger } from './ledger-port.ts';
import { createOnCallNotices, type OnCallParts } from './on-call-notices.ts';
import type { Presenter } from './presenter-port.ts';
import type { Recording } from './recording.ts';
import { sendingOf } from './sending-of.ts';

interface Parts extends OnCallParts {
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly presenter: Presenter;
  readonly judge: Pick<ExtensionJudge, 'choicesFor'>;
  readonly now: () => Instant;
  readonly pace: Pace;
}

type Tell = Extract<Debt, { kind: 'tell' }>;

/** Payments of the chat debts. They post first and record after: a crash between says it twice, never not at all. */
export function createChatDebts(parts: Parts) {
  const { ledger, notifier, presenter, judge, now, pace } = parts;
  const tellOnCall = createOnCallNotices(parts);

  async function showCard(request: AccessRequest): Promise<Recording> {
    const view = viewOf(request, now(), pace);
    const sending = sendingOf(request, { kind: 'show-card', view });
    const message = presenter.card(request, view, now());
    const { conversationId } = request.origin;
    const earlier = request.card.messageId;
    const posting =
      earlier === undefined
        ? notifier.post(conversationId, message, sending)
        : notifier.update(conversationId, earlier, message, sending);
    const posted = await posting.catch(finalAnswer(request, 'show-card'));
    return (fresh, at) => ({
      request: {
        ...fresh,
        card: { ...fresh.card, shown: view, ...(typeof posted === 'string' ? { messageId: posted } : {}) },
      },
      entries: [{ at, actor: 'bot', kind: 'card-shown', facts: { view, ...receiptOf(posted, at) } }],
    });
  }

  async function tell(request: AccessRequest, debt: Tell): Promise<Recording> {
    if (debt.to === 'on-call') return tellOnCall(request, debt);
    const key = debtKey(debt);
    const told =
      debt.notice === 'sign-in'
        ? await askToSignIn(request, key)
        : await say(await placeOf(request, debt.to));
    return (fresh, at) => ({
      request: { ...fresh, told: { ...fresh.told, [key]: receiptOf(told, at) } },
      entries: [{ at, actor: 'bot', kind: 'told', facts: { notice: key, ...receiptOf(told, at) } }],
    });

    async function say(conversationId: string | undefined): Promise<string | Undelivered> {
      if (conversationId === undefined) return { why: 'no channel is set for these approvals' };
      const offer = { extendBy: await offerFor(request, debt) };
      const message = presenter.notice(request, debt.notice, debt.to, now(), offer);
      return notifier
        .post(conversationId, message, sendingOf(request, debt))
        .catch(finalAnswer(request, key));
    }
  }

  /** Only ever in a chat where nobody else could press it. */
  async function askToSignIn(request: AccessRequest, key: string): Promise<string | Undelivered> {
    const { requester } = request;
    const conversationId = await ledger.personalChat(requester.id);
    if (conversationId === undefined)
      throw new Fault('unavailable', 'The bot knows no chat of their own with the requester yet.');
    const message = presenter.notice(request, 'sign-in', 'requester', now());
    const text = message.kind === 'text' ? message.text : message.summary;
    return notifier
      .post(conversationId, { kind: 'sign-in', person: requester, text }, { urgency: 'awaited' })
      .catch(finalAnswer(request, key));
  }

  /** What a warning offers is found out when it is sent; a click is judged again. */
  async function offerFor(request: AccessRequest, { notice }: Tell): Promise<readonly Seconds[]> {
    return notice === 'ending' && request.state === 'open' ? judge.choicesFor(request) : [];
  }

  /** The notice stays where it is, and has no buttons any more. */
  async function retire(request: AccessRequest, debt: Extract<Debt, { kind: 'retire' }>): Promise<Recording> {
    const key = debtKey({ kind: 'tell', notice: debt.notice, to: 'requester' });
    const messageId = request.told[key]?.messageId;
    if (messageId === undefined) return () => undefined;
    const message = presenter.retired(request, debt.notice);
    const { conversationId } = request.origin;
    await notifier
      .update(conversationId, messageId, message, sendingOf(request, debt))
      .catch(finalAnswer(request, debtKey(debt)));
    return (fresh) => {
      const told = fresh.told[key];
      if (told === undefined) return undefined;
      return {
        request: { ...fresh, told: { ...fresh.told, [key]: { ...told, retired: true } } },
        entries: [],
      };
    };
  }

  async function placeOf(
    request: AccessRequest,
    to: Exclude<Audience, 'on-call'>,
  ): Promise<string | undefined> {
    if (to === 'requester') return request.origin.conversationId;
    return (await ledger.channel(approvalsPurpose(channelFor(request, to))))?.conversationId;
  }

  return { showCard, tell, retire };
}

/** Name of the approvals channel of a request, or of the one that its rule escalates to. */
function channelFor(request: AccessRequest, to: 'approvers' | 'escalation'): string {
  const grounds = sentOf(request)?.grounds;
  if (grounds?.kind === 'break-glass') return grounds.channel;
  if (grounds?.kind !== 'approval') return '';
  const { channel, escalate } = grounds.asking;
  return to === 'escalation' ? (escalate?.channel ?? channel) : channel;
}
