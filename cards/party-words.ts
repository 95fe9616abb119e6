// Who may decide, in words, as cards and answers have them: escaped Markdown, and never a long list.
import type { ApproverParty } from '../src/domain/policy/access-policy.ts';
import { anyOfMany } from './list-words.ts';
import { markdownPen } from './pen.ts';
import { partyText } from './rule-words.ts';

/**
 * `Grace Admin, the group sre-leads or the owners of the approvals team`.
 * @param most How many are named before the list is cut.
 */
export const partiesText = (parties: readonly ApproverParty[], most = 6): string =>
  anyOfMany([...new Set(parties.map((party) => partyText(party, markdownPen)))], most);
