// Draws states with cards/: the presenter that settling and turns use.
import { decisionCard } from '../cards/decision-card.ts';
import { driftNewsCard } from '../cards/drift/drift-cards.ts';
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

export const createPresenter = (links: Links): Presenter => ({
  card: (request, view, _now, alone = false) => ({
    kind: 'card',
    ...requestCard(request, { key: view, links: linksOf(links, request, alone) }),
  }),
  decisionCard: (request, view, viewer, refreshFor) => ({
    kind: 'card',
    ...decisionCard(request, { key: view, viewer, refreshFor }),
  }),
  notice: (request, notice, to, _now, { extendBy = [], onDuty = [] } = {}) =>
    notice === 'ending' && request.state === 'open'
      ? { kind: 'card', ...warningCard(request, extendBy) }
      : { kind: 'text', ...noticeText(request, notice, to, onDuty) },
  retired: (request) => {
    const sent = sentOf(request);
    if (sent === undefined) throw new Error(`a ${request.state} request was never warned of its end`);
    return { kind: 'text', text: retiredWarningText(sent.terms) };
  },
});

/** In a channel, others could follow the link to the address page, and their address would be taken for the requester's. */
function linksOf(links: Links, request: AccessRequest, alone: boolean): RequestView['links'] & object {
  const page = request.state === 'draft' ? links.address(request) : undefined;
  const address = alone || request.origin.private ? page : undefined;
  const rdpFile = request.state === 'open' ? links.rdpFile(request) : undefined;
  return { ...(page && { pages: true }), ...(address && { address }), ...(rdpFile && { rdpFile }) };
}

/** Cards of how JIT is set up. */
export const setupPresenter: SetupPresenter = {
  card: (change) => ({ kind: 'card', ...setupCard(change) }),
  ended: (change) => {
    const text = setupEndedText(change);
    return text === undefined ? undefined : { kind: 'text', text };
  },
};

/** What admins are told of what is open beside JIT. */
export const driftWords = ({ findings, first }: DriftNews, now: Instant): Message => ({
  kind: 'card',
  ...driftNewsCard(findings, first, now),
});

/** The daily summary in the on-call channel. */
export const summaryWords = (summary: DailySummary): Message => ({
  kind: 'text',
  text: summaryText(summary),
});

/** What admins are told of the access policy's file. */
export function policyWords(news: PolicyNews): Message {
  switch (news.kind) {
    case 'missing':
      return { kind: 'text', text: policyMissingText(news.file) };
    case 'unreadable':
      return { kind: 'text', text: policyUnreadableText(news.problems, news.kept) };
    case 'loaded':
      return { kind: 'text', text: policyAgainText(news.rules) };
  }
}
