// Draws states with cards/: the presenter that settling and turns use.
import { decisionCard } from '../cards/decision-card.ts';
import { driftNewsCard } from '../cards/drift/drift-cards.ts';
import { type Language, speaking } from '../cards/language.ts';
import { noticeText } from '../cards/notice-text.ts';
import { policyAgainText, policyMissingText, policyUnreadableText } from '../cards/policy-news.ts';
import { type RequestView, requestCard } from '../cards/request-card.ts';
import { setupCard } from '../cards/setup/setup-card.ts';
import { setupEndedText } from '../cards/setup/setup-notice.ts';
import { summaryText } from '../cards/summary-words.ts';
import { retiredWarningText, warningCard } from '../cards/warning-card.ts';
import type { Message } from './access/chat-ports.ts';
import type { DriftNews } from './access/drift/news.ts';
import type { Links } from './access/links-port.ts';
import type { PolicyNews } from './access/policy-port.ts';
import type { Presenter } from './access/presenter-port.ts';
import type { SetupPresenter } from './access/setup/setup-presenter.ts';
import { type AccessRequest, sentOf } from './domain/access-request.ts';
import type { DailySummary } from './domain/daily-summary.ts';
import type { Instant } from './domain/time.ts';

/** @param usual the language of channels, where many read the same card; a requester's own cards and notices are in theirs */
export const createPresenter = (links: Links, usual: Language = 'en'): Presenter => ({
  card: (request, view, _now, alone = false) =>
    toRequester(request, () => ({
      kind: 'card',
      ...requestCard(request, { key: view, links: linksOf(links, request, alone) }),
    })),
  decisionCard: (request, view, viewer, refreshFor) => {
    const draw = (): Message => ({
      kind: 'card',
      ...decisionCard(request, { key: view, viewer, refreshFor }),
    });
    // A view of one person's own is drawn in the turn that asks for it, and so in their language.
    return viewer === 'everyone' ? speaking(usual, draw) : draw();
  },
  notice: (request, notice, to, _now, { extendBy = [], onDuty = [] } = {}) =>
    speaking(to === 'requester' ? request.reader.locale : usual, () =>
      notice === 'ending' && request.state === 'open'
        ? { kind: 'card', ...warningCard(request, extendBy) }
        : { kind: 'text', ...noticeText(request, notice, to, onDuty) },
    ),
  retired: (request) => {
    const sent = sentOf(request);
    if (sent === undefined) throw new Error(`a ${request.state} request was never warned of its end`);
    return toRequester(request, () => ({ kind: 'text', text: retiredWarningText(sent.terms) }));
  },
});

const toRequester = ({ reader }: Pick<AccessRequest, 'reader'>, draw: () => Message): Message =>
  speaking(reader.locale, draw);

/** In a channel, others could follow the link to the address page, and their address would be taken for the requester's. */
function linksOf(links: Links, request: AccessRequest, alone: boolean): RequestView['links'] & object {
  const page = request.state === 'draft' ? links.address(request) : undefined;
  const address = alone || request.origin.private ? page : undefined;
  const rdpFile = request.state === 'open' ? links.rdpFile(request) : undefined;
  return { ...(page && { pages: true }), ...(address && { address }), ...(rdpFile && { rdpFile }) };
}

/** Cards of how JIT is set up, for the admin who asked. */
export const setupPresenter: SetupPresenter = {
  card: (change) => speaking(change.reader.locale, () => ({ kind: 'card', ...setupCard(change) })),
  ended: (change) => {
    const text = speaking(change.reader.locale, () => setupEndedText(change));
    return text === undefined ? undefined : { kind: 'text', text };
  },
};

/** What is said to channels and to admins, who may be many. @param usual its language */
export const createWords = (usual: Language) => ({
  /** What admins are told of what is open beside JIT. */
  drift: ({ findings, first }: DriftNews, now: Instant): Message =>
    speaking(usual, () => ({ kind: 'card', ...driftNewsCard(findings, first, now) })),
  /** The daily summary in the on-call channel. */
  summary: (summary: DailySummary): Message =>
    speaking(usual, () => ({ kind: 'text', text: summaryText(summary) })),
  /** What admins are told of the access policy's file. */
  policy: (news: PolicyNews): Message => speaking(usual, () => ({ kind: 'text', text: policyText(news) })),
});

function policyText(news: PolicyNews): string {
  switch (news.kind) {
    case 'missing':
      return policyMissingText(news.file);
    case 'unreadable':
      return policyUnreadableText(news.problems, news.kept);
    case 'loaded':
      return policyAgainText(news.rules);
  }
}
