// Who was asked, who agreed, and who is still waited for. All results are escaped Markdown.
import type { AccessRequest, Pending } from '../src/domain/access-request.ts';
import type { Approval, ApprovalGrounds, Grounds } from '../src/domain/grounds.ts';
import type { ApproverParty } from '../src/domain/policy/access-policy.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { nameText, personText } from './grant-words.ts';
import { partiesText } from './party-words.ts';
import type { Pair } from './status-card.ts';
import { type Reader, spanText, whenText } from './when.ts';

/** `1 approval`, `2 approvals`. */
export const approvalsText = (count: number): string => `${count} ${count === 1 ? 'approval' : 'approvals'}`;

/** How many distinct people must still approve: one at least, as long as nothing is decided. */
export const stillNeeded = ({ asking, approvals }: ApprovalGrounds): number =>
  Math.max(1, asking.quorum - approvals.length);

/** Those who may decide: once nobody did for long, also those to whom the rule escalates. */
export const decidersOf = (
  { asking: { approvers, escalate } }: ApprovalGrounds,
  escalated: boolean,
): readonly ApproverParty[] => [...approvers, ...(escalated ? (escalate?.to ?? []) : [])];

/** `Waiting for 1 of: Grace Admin or the group sre-leads`. */
export const waitingText = (grounds: ApprovalGrounds): string =>
  `Waiting for ${stillNeeded(grounds)} of: ${partiesText(decidersOf(grounds, false))}`;

/** What approvers and requester are shown alike of a request that waits: who is asked, who agreed, until when. */
export function waitingFacts(request: Pending, escalated: boolean): readonly Pair[] {
  const { grounds, reader, askedAt } = request;
  const { quorum, lapsesAt, escalate } = grounds.asking;
  const at = (instant: Instant) => whenText(instant, reader, askedAt);
  const later: readonly Pair[] =
    escalate === undefined || escalated
      ? []
      : [['Escalates to', `${partiesText(escalate.to)}, from ${at(escalate.at)}`]];
  return [
    ['Policy rule', escapeMarkdown(grounds.rule)],
    ['Approvers', partiesText(decidersOf(grounds, escalated))],
    ...later,
    ['Approved by', agreedText(grounds, reader, askedAt) || 'nobody yet'],
    ['Still needed', `${stillNeeded(grounds)} of ${approvalsText(quorum)}`],
    ['Lapses', at(lapsesAt)],
  ];
}

/** By which rule, and who had agreed before it ended otherwise. */
export function endedFacts({ rule, approvals }: ApprovalGrounds, request: AccessRequest): readonly Pair[] {
  const { reader, askedAt } = request;
  const agreed: readonly Pair[] =
    approvals.length === 0 ? [] : [['Had approved', agreedText({ approvals }, reader, askedAt)]];
  return [['Policy rule', escapeMarkdown(rule)], ...agreed];
}

/** Why a grant may be had, as facts of the requester's card. Nothing for requests from before there was a policy. */
export function approvedByFacts(
  grounds: Grounds,
  { reader, askedAt }: Pick<AccessRequest, 'reader' | 'askedAt'>,
): readonly Pair[] {
  switch (grounds.kind) {
    case 'jit-policy':
      return [];
    case 'automatic':
      return [['Approved by', say`rule ${grounds.rule}, automatically`]];
    case 'approval':
      return [
        [
          'Approved by',
          grounds.waivedBy === undefined
            ? agreedText(grounds, reader, askedAt)
            : waivedText(grounds.waivedBy),
        ],
      ];
    case 'break-glass': {
      const { rule, review } = grounds;
      const acknowledged: readonly Pair[] =
        review === undefined
          ? []
          : [['Acknowledged by', `${nameText(review.by)} at ${whenText(review.at, reader, askedAt)}`]];
      return [['Approved by', say`nobody: break glass, rule ${rule}`], ...acknowledged];
    }
    case 'pre-approval':
      return [
        ['Approved by', say`in advance by ${asIs(listed(grounds.by.map(nameText)))}, rule ${grounds.rule}`],
      ];
  }
}

/** `The access policy no longer asks for approval (rule X)`, without a full stop. */
export const waivedText = (rule: string): string =>
  say`The access policy no longer asks for approval (rule ${rule})`;

/** The names of those who agreed. */
export const namesText = ({ approvals }: ApprovalGrounds): string =>
  listed(approvals.map(({ by }) => nameText(by)));

/** One sentence each, for those who decided. */
export const approvalSentences = (
  { approvals }: ApprovalGrounds,
  reader: Reader,
  today?: Instant,
): readonly string[] => {
  const shown = approvals.slice(0, mostShown).map((approval) => {
    const { by, at } = approval;
    return `${personText(by)} approved at ${whenText(at, reader, today)}${atMost(approval)}.`;
  });
  const more = approvals.length - shown.length;
  return more > 0 ? [...shown, `${more} more approved.`] : shown;
};

/** Names, times and limits in one line; empty when nobody has agreed. */
function agreedText(
  { approvals }: Pick<ApprovalGrounds, 'approvals'>,
  reader: Reader,
  today: Instant | undefined,
): string {
  return listed(
    approvals.map((approval) => {
      const { by, at } = approval;
      return `${nameText(by)} at ${whenText(at, reader, today)}${atMost(approval)}`;
    }),
    '; ',
  );
}

const atMost = ({ seconds }: Approval): string =>
  seconds === undefined ? '' : `, for ${spanText(seconds)} at most`;

const mostShown = 8;

function listed(texts: readonly string[], between = ', '): string {
  const more = texts.length - mostShown;
  return [...texts.slice(0, mostShown), ...(more > 0 ? [`${more} more`] : [])].join(between);
}
