// The one table of what audit entries mean.
import { escapeMarkdown } from './escape.ts';

const meanings: Readonly<Record<string, string>> = {
  asked: 'began a request',
  'asked-again': 'went on with the form',
  requested: 'sent the request',
  refused: 'refused',
  'form-dropped': 'dropped the form',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  'approval-asked': 'approvers asked',
  'approval-moved': 'approvers asked in another channel',
  'decision-approve': 'approved by an approver',
  'decision-deny': 'denied',
  'decision-refused': 'click of somebody who may not decide',
  'decision-viewed': 'approvers’ card seen by somebody who may not decide',
  'decision-card-shown': 'approvers’ card shown',
  escalated: 'escalated',
  approved: 'approved',
  'break-glass-reviewed': 'break glass acknowledged',
  'initiate-sent': 'Azure asked',
  'initiate-accepted': 'Azure accepted',
  'initiate-not-taken': 'not taken by Azure',
  'initiate-in-doubt': 'no clear answer from Azure',
  looked: 'looked at the port',
  opened: 'seen open',
  ended: 'ended',
  // Something else may still let the source in; the entry's facts say so.
  closed: 'Azure’s rule seen gone',
  failed: 'failed',
  'card-shown': 'card shown',
  told: 'told',
  'click-refused': 'click refused',
  allowed: 'allowed in advance',
  'allow-refused': 'not allowed in advance',
  'history-refused': 'history not shown: no admin',
  'hole-found': 'older Allow rule found that leaves the port open',
  'hole-told': 'admins told of it',
  'channel-set': 'channel set',
  'channel-unset': 'channel unset',
  'channel-refused': 'channel not set: no admin',
};

/** In plain words, as escaped Markdown; a kind that is not in the table as it is. */
export const kindText = (kind: string): string =>
  (Object.hasOwn(meanings, kind) ? meanings[kind] : undefined) ?? escapeMarkdown(kind);
