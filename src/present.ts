// Draws states with cards/: the presenter that settling and turns use.
import { noticeText } from '../cards/notice-text.ts';
import { requestCard } from '../cards/request-card.ts';
import type { Presenter } from './access/presenter-port.ts';

export const presenter: Presenter = {
  card: (request, view) => ({ kind: 'card', ...requestCard(request, { key: view }) }),
  notice: (request, notice, to) => ({ kind: 'text', ...noticeText(request, notice, to) }),
};
