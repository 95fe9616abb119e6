// Draws states with cards/: the presenter that settling and turns use.
import { decisionCard } from '../cards/decision-card.ts';
import { noticeText } from '../cards/notice-text.ts';
import { policyMissingText, policyUnreadableText } from '../cards/policy-news.ts';
import { requestCard } from '../cards/request-card.ts';
import type { Message } from './access/chat-ports.ts';
import type { PolicyNews } from './access/policy-port.ts';
import type { Presenter } from './access/presenter-port.ts';

export const presenter: Presenter = {
  card: (request, view) => ({ kind: 'card', ...requestCard(request, { key: view }) }),
  decisionCard: (request, view, viewer, refreshFor) => ({
    kind: 'card',
    ...decisionCard(request, { key: view, viewer, refreshFor }),
  }),
  notice: (request, notice, to) => ({ kind: 'text', ...noticeText(request, notice, to) }),
};

/** What admins are told of an access policy file that cannot be used. */
export const policyWords = (news: Exclude<PolicyNews, { kind: 'loaded' }>): Message => ({
  kind: 'text',
  text:
    news.kind === 'missing' ? policyMissingText(news.file) : policyUnreadableText(news.problems, news.kept),
});
