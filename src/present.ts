// Draws states with cards/: the presenter that settling and turns use.
import { decisionCard } from '../cards/decision-card.ts';
import { noticeText } from '../cards/notice-text.ts';
import { policyAgainText, policyMissingText, policyUnreadableText } from '../cards/policy-news.ts';
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
