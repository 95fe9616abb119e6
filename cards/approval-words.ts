// Who was asked, who agreed, and who is still waited for. All results are escaped Markdown.
import type { AccessRequest, Pending } from '../src/domain/access-request.ts';
import type { ApprovalGrounds, Grounds } from '../src/domain/grounds.ts';
import type { ApproverParty } from '../src/domain/policy/access-policy.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, escapeMarkdown, say, sayCounted } from './escape.ts';
import { nameText, personText } from './grant-words.ts';
import { inARow, inParts } from './list-words.ts';
import { partiesText } from './party-words.ts';
import type { Pair } from './status-card.ts';
import { type Reader, spanText, whenText } from './when.ts';

/** `1 approval`, `2 approvals`. */
export const approvalsText = (count: number): string =>
  sayCounted(count, { one: '{0} approval', other: '{0} approvals' });

/** How many distinct people must still approve: one at least, as long as nothing is decided. */
export const stillNeeded = ({ asking, approvals }: ApprovalGrounds): number =>
  Math.max(1, asking.quorum - approvals.length);

/** Those who may decide: once nobody did for long, also those to whom the rule escalates. */
export const decidersOf = (
  { asking: { approvers, escalate } }: ApprovalGrounds,
  escalated: boolean,
): readonly ApproverParty[] => [...approvers, ...(escalated ? (escalate?.to ?? []) : [])];

/** `Waiting for 1 approval by Grace Admin or the group sre-leads`. */
export const waitingText = (grounds: ApprovalGrounds): string =>
  say`Waiting for ${asIs(approvalsText(stillNeeded(grounds)))} by ${asIs(partiesText(decidersOf(grounds, false)))}`;

/** What approvers and requester are shown alike of a request that waits: who is asked, who agreed, until when. */
export function waitingFacts(request: Pending, escalated: boolean): readonly Pair[] {
  const { grounds, reader, askedAt } = request;
  const { quorum, lapsesAt, escalate } = grounds.asking;
  const at = (instant: Instant) => whenText(instant, reader, askedAt);
  const later: readonly Pair[] =
    escalate === undefined || escalated
      ? []
      : [[say`Escalates to`, say`${asIs(partiesText(escalate.to))}, from ${asIs(at(escalate.at))}`]];
  return [
    [say`Policy rule`, escapeMarkdown(grounds.rule)],
    [say`Approvers`, partiesText(decidersOf(grounds, escalated))],
    ...later,
    [say`Approved by`, agreedText(grounds, reader, askedAt) || say`nobody yet`],
    [say`Still needed`, say`${stillNeeded(grounds)} of ${asIs(approvalsText(quorum))}`],
    [say`Lapses`, at(lapsesAt)],
  ];
}

/** By which rule, and who had agreed before it ended otherwise. */
export function endedFacts({ rule, approvals }: ApprovalGrounds, request: AccessRequest): readonly Pair[] {
  const { reader, askedAt } = request;
  const agreed: readonly Pair[] =
    approvals.length === 0 ? [] : [[say`Had approved`, agreedText({ approvals }, reader, askedAt)]];
  return [[say`Policy rule`, escapeMarkdown(rule)], ...agreed];
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
      return [[say`Approved by`, say`rule ${grounds.rule}, automatically`]];
    case 'approval':
      return [
        [
          say`Approved by`,
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
          : [
              [
                say`Acknowledged by`,
                say`${asIs(nameText(review.by))} at ${asIs(whenText(review.at, reader, askedAt))}`,
              ],
            ];
      return [[say`Approved by`, say`nobody: break glass, rule ${rule}`], ...acknowledged];
    }
    case 'pre-approval':
      return [
        [
          say`Approved by`,
          say`in advance by ${asIs(listed(grounds.by.map(nameText)))}, rule ${grounds.rule}`,
        ],
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
    const { by, seconds } = approval;
    const who = asIs(personText(by));
    const at = asIs(whenText(approval.at, reader, today));
    return seconds === undefined
      ? say`${who} approved at ${at}.`
      : say`${who} approved at ${at}, for ${asIs(spanText(seconds))} at most.`;
  });
  const more = approvals.length - shown.length;
  return more > 0 ? [...shown, say`${more} more approved.`] : shown;
};

/** Names, times and limits in one line; empty when nobody has agreed. */
function agreedText(
  { approvals }: Pick<ApprovalGrounds, 'approvals'>,
  reader: Reader,
  today: Instant | undefined,
): string {
  return listed(
    approvals.map((approval) => {
      const { by, seconds } = approval;
      const who = asIs(nameText(by));
      const at = asIs(whenText(approval.at, reader, today));
      return seconds === undefined
        ? say`${who} at ${at}`
        : say`${who} at ${at}, for ${asIs(spanText(seconds))} at most`;
    }),
    inParts,
  );
}

const mostShown = 8;

function listed(texts: readonly string[], joined = inARow): string {
  const more = texts.length - mostShown;
  const shown = [...texts.slice(0, mostShown), ...(more > 0 ? [say`${more} more`] : [])];
  return joined(shown);
}
