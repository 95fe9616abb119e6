// What a rule of the access policy is about, and every limit it sets, in short phrases.
import type {
  ApprovalRule,
  ApproverParty,
  MachinePattern,
  Network,
  Rule,
  When,
} from '../src/domain/policy/access-policy.ts';
import { asIs, plainText } from './escape.ts';
import { anyOf, anyOfMany } from './list-words.ts';
import { type Pen, sayWith } from './pen.ts';
import { portText } from './port-words.ts';
import { spanText } from './when.ts';

/** `Grace Admin`, `the group dba`, `the owners of the approvals team`. */
export function partyText(party: ApproverParty, pen: Pen): string {
  if (party.kind === 'team') return `the ${party.part} of the approvals team`;
  // A name may hold nothing that can be read.
  const name = pen.text(plainText(party.name) || party.id, 60);
  return party.kind === 'group' ? `the group ${name}` : name;
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
  ].join(', ');
  if (name === undefined) return places;
  return places === '' ? pen.text(name) : `${pen.text(name)} (${places})`;
}

/** Every limit of a rule, a phrase each. A refusing rule has none. */
export function limitTexts(rule: Rule, pen: Pen): readonly string[] {
  if (rule.decision === 'refused') return [];
  const { longest, sources, reasonRequired, ticket } = rule.limits;
  return [
    longest === undefined
      ? 'As long as the machine’s just-in-time policy allows'
      : `Up to ${spanText(longest)} at a time`,
    sources === undefined
      ? 'From any source that the machine’s just-in-time policy allows'
      : `From ${networksText(sources, pen)}`,
    reasonText(reasonRequired, ticket?.pattern, pen),
    ...(rule.decision === 'approval' ? approvalTexts(rule, pen) : ['Nobody has to approve']),
  ];
}

function reasonText(required: boolean, ticket: string | undefined, pen: Pen): string {
  if (ticket !== undefined) return sayWith(pen)`The reason must have a ticket of the form ${ticket}`;
  return required ? 'A reason is required' : 'A reason is not required';
}

function approvalTexts({ approval, breakGlass, preApproval }: ApprovalRule, pen: Pen): readonly string[] {
  const { approvers, quorum, channel, wait, remind, escalate } = approval;
  const say = sayWith(pen);
  const where = (name: string): string =>
    name === '' ? 'the approvals channel' : say`the approvals channel “${name}”`;
  const count = quorum === 1 ? 'one person' : `${quorum} people`;
  return [
    `Approved by ${count}: ${partiesText(approvers, pen)}; never by who asks`,
    `Asked in ${where(channel)}; without a decision it lapses after ${spanText(wait)}`,
    remind === undefined ? 'No reminders' : `First reminder after ${spanText(remind)}`,
    escalate === undefined
      ? 'No escalation'
      : `After ${spanText(escalate.after)} also asked: ${partiesText(escalate.to, pen)}${
          escalate.channel === undefined ? '' : `, in ${where(escalate.channel)}`
        }`,
    breakGlassText(breakGlass),
    preApproval === undefined
      ? 'Approvers cannot allow it in advance'
      : `Approvers can allow it in advance, for up to ${spanText(preApproval)}`,
  ];
}

function breakGlassText(breakGlass: ApprovalRule['breakGlass']): string {
  if (breakGlass === undefined) return 'Nobody can break glass';
  const { longest } = breakGlass;
  return `Breaking glass is allowed${longest === undefined ? '' : `, for up to ${spanText(longest)}`}, with a reason and a review`;
}
