// What a rule of the access policy is about, and every limit it sets, in short phrases.
import type {
  ApprovalRule,
  ApproverParty,
  MachinePattern,
  Network,
  Rule,
  When,
} from '../src/domain/policy/access-policy.ts';
import { asIs, plainText, say } from './escape.ts';
import { anyOf, anyOfMany, inARow, withRemark } from './list-words.ts';
import { type Pen, sayWith } from './pen.ts';
import { portText } from './port-words.ts';
import { spanText } from './when.ts';

/** `Grace Admin`, `the group dba`, `the owners of the approvals team`. */
export function partyText(party: ApproverParty, pen: Pen): string {
  if (party.kind === 'team')
    return party.part === 'owners'
      ? say`the owners of the approvals team`
      : say`the members of the approvals team`;
  // A name may hold nothing that can be read.
  const name = pen.text(plainText(party.name) || party.id, 60);
  return party.kind === 'group' ? say`the group ${asIs(name)}` : name;
}

/** `Grace Admin, the group dba or the owners of the approvals team`. */
export const partiesText = (parties: readonly ApproverParty[], pen: Pen): string =>
  anyOf([...new Set(parties.map((party) => partyText(party, pen)))]);

/** Names of networks: `office or vpn`. A long list is cut and says so. */
export const networksText = (networks: readonly Network[], pen: Pen): string =>
  anyOfMany(
    networks.map(({ name }) => pen.text(name, 60)),
    8,
  );

/** What one part of a rule is about: `machines like prod-sql-*`, `port 22 (SSH)`, `the group dba`, `office`, `working`. */
export function aboutText(when: When, part: keyof When, pen: Pen): string {
  switch (part) {
    case 'machines':
      return anyOfMany(
        (when.machines ?? []).map((machine) => machineText(machine, pen)),
        4,
      );
    case 'ports':
      return anyOfMany((when.ports ?? []).map(portText), 8);
    case 'requesters':
      return partiesText(when.requesters ?? [], pen);
    case 'sources':
      return networksText(when.sources ?? [], pen);
    case 'hours':
      return when.hours === undefined
        ? ''
        : sayWith(pen)`${when.hours.name} (${asIs(pen.text(when.hours.timeZone))})`;
  }
}

function machineText({ name, resourceGroup, subscription, tags }: MachinePattern, pen: Pen): string {
  const say = sayWith(pen);
  const places = [
    ...(resourceGroup === undefined ? [] : [say`resource group ${resourceGroup}`]),
    ...(subscription === undefined ? [] : [say`subscription ${subscription}`]),
    ...Object.entries(tags ?? {}).map(([tag, value]) => say`tag ${tag} = ${value}`),
  ];
  if (name === undefined) return inARow(places);
  return places.length === 0 ? pen.text(name) : withRemark(pen.text(name), inARow(places));
}

/** Every limit of a rule, a phrase each. A refusing rule has none. */
export function limitTexts(rule: Rule, pen: Pen): readonly string[] {
  if (rule.decision === 'refused') return [];
  const { longest, sources, reasonRequired, ticket } = rule.limits;
  return [
    longest === undefined
      ? say`As long as the machine’s just-in-time policy allows`
      : say`Up to ${asIs(spanText(longest))} at a time`,
    sources === undefined
      ? say`From any source that the machine’s just-in-time policy allows`
      : say`From ${asIs(networksText(sources, pen))}`,
    reasonText(reasonRequired, ticket?.pattern, pen),
    ...(rule.decision === 'approval' ? approvalTexts(rule, pen) : [say`Nobody has to approve`]),
  ];
}

function reasonText(required: boolean, ticket: string | undefined, pen: Pen): string {
  if (ticket !== undefined) return sayWith(pen)`The reason must have a ticket of the form ${ticket}`;
  return required ? say`A reason is required` : say`A reason is not required`;
}

function approvalTexts({ approval, breakGlass, preApproval }: ApprovalRule, pen: Pen): readonly string[] {
  const { approvers, quorum, channel, wait, remind, escalate } = approval;
  const say = sayWith(pen);
  const where = (name: string): string =>
    name === '' ? say`the approvals channel` : say`the approvals channel “${name}”`;
  const count = asIs(quorum === 1 ? say`one person` : say`${quorum} people`);
  return [
    say`Approved by ${count}: ${asIs(partiesText(approvers, pen))}; never by who asks`,
    say`Asked in ${asIs(where(channel))}; without a decision it lapses after ${asIs(spanText(wait))}`,
    remind === undefined ? say`No reminders` : say`First reminder after ${asIs(spanText(remind))}`,
    escalate === undefined
      ? say`No escalation`
      : say`After ${asIs(spanText(escalate.after))} also asked: ${asIs(partiesText(escalate.to, pen))}${asIs(
          escalate.channel === undefined ? '' : say`, in ${asIs(where(escalate.channel))}`,
        )}`,
    breakGlassText(breakGlass),
    preApproval === undefined
      ? say`Approvers cannot allow it in advance`
      : say`Approvers can allow it in advance, for up to ${asIs(spanText(preApproval))}`,
  ];
}

function breakGlassText(breakGlass: ApprovalRule['breakGlass']): string {
  if (breakGlass === undefined) return say`Nobody can break glass`;
  const { longest } = breakGlass;
  return say`Breaking glass is allowed${asIs(longest === undefined ? '' : say`, for up to ${asIs(spanText(longest))}`)}, with a reason and a review`;
}
