// Which words go first where Teams takes only so many messages at a time.
import type { AccessRequest } from './access-request.ts';
import type { Debt, Notice } from './debt.ts';

/**
 * `awaited`: a person sits before it. `urgent`: somebody may have to act. `news`: what people asked to hear. `refresh`:
 * what only keeps something up to date, or says again what was said.
 */
export type Urgency = 'awaited' | 'urgent' | 'news' | 'refresh';

type Head<N extends string> = N extends `${infer H}/${number}` ? H : N;

const ofNotices: Readonly<Record<Head<Notice>, Urgency>> = {
  approved: 'news',
  denied: 'news',
  lapsed: 'news',
  refused: 'news',
  unasked: 'urgent',
  unheard: 'urgent',
  escalated: 'urgent',
  'sign-in': 'awaited',
  'break-glass': 'urgent',
  ready: 'news',
  ending: 'urgent',
  kept: 'urgent',
  lost: 'urgent',
  late: 'urgent',
  failed: 'urgent',
  closed: 'news',
  remind: 'refresh',
  review: 'refresh',
  overdue: 'urgent',
};

/** How urgent what a request owes people is; `undefined`: it is owed to Azure or the books, and nothing is sent. */
export function urgencyOf(debt: Debt, request: AccessRequest): Urgency | undefined {
  switch (debt.kind) {
    case 'tell':
      return ofNotices[headOf(debt.notice)];
    case 'show-card':
      // The first card is the answer to what somebody wrote.
      return request.card.messageId === undefined ? 'awaited' : 'refresh';
    case 'show-decision':
      // Without it nobody can decide; a later one is only drawn anew.
      return request.decisionCards[debt.card]?.at === undefined ? 'urgent' : 'refresh';
    case 'retire':
      return 'refresh';
    case 'ask-azure':
    case 'resolve-doubt':
    case 'look':
    case 'revoke':
    case 'succeed':
    case 'end':
    case 'give-up':
    case 'lapse':
    case 'escalate':
      return undefined;
  }
}

function headOf(notice: Notice): Head<Notice> {
  const [head = ''] = notice.split('/');
  return isHead(head) ? head : 'remind';
}

const isHead = (head: string): head is Head<Notice> => Object.hasOwn(ofNotices, head);
