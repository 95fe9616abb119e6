// The requester's card: a view of their request's state, and nothing that its state does not say.
import type { AccessRequest } from '../src/domain/access-request.ts';
import { draftCard } from './draft-card.ts';
import { grantCard } from './grant-card.ts';
import type { Drawn } from './status-card.ts';
import { ungrantedCard } from './ungranted-card.ts';

export interface RequestView {
  /** `viewOf(request, now, pace)`. */
  readonly key: string;
  /**
   * Links to pages of the bot; left out where there are none, or others than the requester see the card. `pages`: there
   * is an address page for this request, with the link or without.
   */
  readonly links?: { readonly pages?: boolean; readonly address?: string; readonly rdpFile?: string };
}

/**
 * Draws the card. Days are left out of times on the day the request was asked, which Teams prints beside the card:
 * so the same state always draws the same card, and an old one does not read as if it were from today.
 */
export function requestCard(request: AccessRequest, view: RequestView): Drawn {
  switch (request.state) {
    case 'draft':
      return draftCard(request, view.links);
    case 'pending':
    case 'denied':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
      return ungrantedCard(request, view.key);
    case 'approved':
    case 'opening':
    case 'open':
    case 'closing':
    case 'closed':
    case 'superseded':
    case 'failed':
      return grantCard(request, view.key, view.links?.rdpFile);
  }
}
