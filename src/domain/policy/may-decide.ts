// Whether somebody is among those who may decide.
import type { ApproverParty } from './access-policy.ts';
import { anyKnown, isParty } from './matches.ts';
import type { Known, PersonFacts } from './question.ts';

/**
 * Whether `person` is one of `parties`. It does not look at who asked: a requester never decides their own request.
 * @param channel Name of the approvals channel of which "the members" and "the owners" are meant; `''` is the one
 *   without a name.
 */
export const mayDecide = (parties: readonly ApproverParty[], person: PersonFacts, channel: string): Known =>
  anyKnown(parties.map((party) => isApprover(party, person, channel)));

function isApprover(party: ApproverParty, person: PersonFacts, channel: string): Known {
  if (party.kind !== 'team') return isParty(party, person);
  const place = person.teams.get(channel);
  return party.part === 'owners' ? place?.owner : place?.member;
}
