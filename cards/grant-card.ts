// The cards of requests that were approved: Azure is asked, the port is open, it is shut again.
import type {
  AccessRequest,
  Approved,
  Closed,
  Closing,
  Failed,
  Open,
  Opening,
  Superseded,
} from '../src/domain/access-request.ts';
import { debtKey, type Notice } from '../src/domain/debt.ts';
import { againPart } from './again-button.ts';
import { approvedByFacts } from './approval-words.ts';
import { about, clock, facts, port, wishedTime } from './card-parts.ts';
import { asIs, say } from './escape.ts';
import { meanwhileLines, noTimeAddedLines } from './extension-words.ts';
import { failureSentence, nextStepSentence } from './failure-words.ts';
import { grantButtons } from './grant-buttons.ts';
import { addressOf, connectCommand, lastEnd, reachText, targetText } from './grant-words.ts';
import { earlyLines, lifeLines } from './life-words.ts';
import { sentencesText } from './list-words.ts';
import { sayRecorded } from './recorded.ts';
import { notShutSentence, remainsSentence, ruleText, whyNotOpen } from './sight-words.ts';
import { signInLines } from './sign-in-words.ts';
import { type Status, statusLooks, statusOf } from './status.ts';
import { type Drawn, type Pair, statusCard } from './status-card.ts';
import { whenText } from './when.ts';

/** A request that was approved, whatever became of it. */
type Granted = Approved | Opening | Open | Closing | Closed | Superseded | Failed;

const sessionsWillStay = () =>
  say`Sessions that are connected at the end stay; only new ones are refused then.`;
const sessionsStay = () => say`Sessions that are already connected stay until they end.`;

/**
 * @param key the view to show, from `viewOf`.
 * @param rdpFile link to the file that opens Remote Desktop.
 */
export function grantCard(request: Granted, key: string, rdpFile?: string): Drawn {
  const status = statusOf(request, key);
  switch (request.state) {
    case 'approved':
      return approvedCard(request, status);
    case 'opening':
      return status === 'late' ? lateCard(request, status) : openingCard(request, status);
    case 'open':
      return status === 'ready' ? openCard(request, rdpFile) : troubledCard(request, status);
    case 'closing':
      return closingCard(request, status);
    case 'closed':
      return closedCard(request, status);
    case 'superseded':
      return supersededCard(request, status);
    case 'failed':
      return failedCard(request, status);
  }
}

function approvedCard(request: Approved, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), wishedTime(request, request.terms)],
    lines: [
      ...(request.signIn === undefined
        ? [say`Azure is being asked to open the port.`]
        : signInLines(request.signIn, request)),
      ...meanwhileLines(request, request.askedAt),
    ],
    facts: grantFacts(request),
  });
}

function openingCard(request: Opening, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock(say`Until`, request, lastEnd(request))],
    lines: [
      request.attempts.some(({ fault }) => fault !== undefined)
        ? whyNotOpen(request)
        : say`Azure was asked. I wait until its rule is there and lets you in.`,
      ...meanwhileLines(request, request.askedAt),
    ],
    facts: grantFacts(request),
    notes: [say`This card changes by itself when the port is open.`],
  });
}

function lateCard(request: Opening, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock(say`Until`, request, lastEnd(request))],
    lines: [
      whyNotOpen(request),
      say`${asIs(toldOnCall(request, 'late'))} I keep looking.`,
      ...meanwhileLines(request, request.askedAt),
    ],
    facts: grantFacts(request),
  });
}

function openCard(request: Open, rdpFile: string | undefined) {
  const end = whenText(request.endsAt, request.reader, request.askedAt);
  const command = connectCommand(request);
  const reach = reachText(request);
  return statusCard({
    ...about(request, 'ready'),
    summary: say`${statusLooks.ready.word}: ${asIs(targetText(request.terms))} until ${asIs(end)}`,
    glance: [
      [say`Connect to`, say`${addressOf(request)}:${request.terms.port}`],
      clock(say`Until`, request, request.endsAt),
    ],
    lines: [
      ...lifeLines(request, request.reader, request.askedAt, 'requester'),
      ...(command === undefined ? [] : [say`Copy and run:`]),
    ],
    command,
    facts: openFacts(request),
    notes: [...(reach === undefined ? [] : [reach]), sessionsWillStay()],
    parts: grantButtons(request.id, request.terms.port === 3389 && rdpFile !== undefined ? { rdpFile } : {}),
  });
}

/** Open as Azure was told, but not as agreed any more: somebody is done with it, or it was lost. Never says ready. */
function troubledCard(request: Open, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock(say`Agreed end`, request, request.endsAt)],
    lines: lifeLines(request, request.reader, request.askedAt, 'requester'),
    facts: openFacts(request),
    notes: status === 'kept' || status === 'ending' ? [sessionsWillStay()] : [],
    parts: request.done === undefined ? grantButtons(request.id) : {},
  });
}

const openFacts = (request: Open): readonly Pair[] => [
  port(request.terms),
  ...grantFacts(request),
  [say`NSG rule`, ruleText(request.sight.rule)],
];

function closingCard(request: Closing, status: Status) {
  const overdue = [
    notShutSentence(request.sight),
    say`${asIs(toldOnCall(request, 'overdue/0'))} I keep looking.`,
  ];
  const early = earlyLines(request, request.reader, request.askedAt, 'requester', 'ended');
  const checking = [
    ...(early.length > 0 ? early : [say`Your access has ended.`]),
    say`I check that the port is shut.`,
  ];
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock(say`Ended`, request, request.endsAt)],
    lines: [
      ...(status === 'overdue' ? [...early, ...overdue] : [sentencesText(checking)]),
      ...(request.openedAt === undefined ? [say`The port was never seen open.`] : []),
    ],
    facts: grantFacts(request),
    notes: [sessionsStay()],
  });
}

function closedCard(request: Closed, status: Status) {
  const never = request.openedAt === undefined;
  const glance: readonly Pair[] =
    request.remains === undefined
      ? [port(request.terms), clock(say`Closed`, request, request.closedAt)]
      : [port(request.terms), clock(say`Your access ended`, request, request.endsAt)];
  return statusCard({
    ...about(request, status),
    glance,
    lines: [
      ...earlyLines(
        request,
        request.reader,
        request.askedAt,
        'requester',
        request.remains === undefined ? 'closed' : 'ended',
      ),
      ...(request.remains === undefined
        ? [never ? say`The port is shut.` : say`The port was seen shut.`]
        : [remainsSentence(request.remains, request.reader, request.askedAt)]),
      ...(never ? [say`It was never seen open for you. If you still need it, ask again.`] : []),
    ],
    facts: grantFacts(request),
    notes: never
      ? []
      : [request.remains === undefined ? say`${asIs(sessionsStay())} New ones are refused.` : sessionsStay()],
    ...(request.early?.why === 'gone' && { parts: againPart(request.id) }),
  });
}

function supersededCard(request: Superseded, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock(say`Extended until`, request, request.by.endsAt)],
    lines: [say`Another card goes on from here.`],
    facts: grantFacts(request),
  });
}

function failedCard(request: Failed, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), wishedTime(request, request.terms)],
    lines: [
      failureSentence(request.failure),
      nextStepSentence(request.failure),
      ...noTimeAddedLines(request, request.askedAt),
    ],
    facts: grantFacts(request),
    parts: againPart(request.id, request.failure.offer),
  });
}

const grantFacts = (request: Granted): readonly Pair[] => [
  ...facts(request.terms, request),
  ...approvedByFacts(request.grounds, request),
];

/** What is known of a notice to on-call: the card may be drawn before it is sent. */
function toldOnCall(request: AccessRequest, notice: Notice): string {
  const told = request.told[debtKey({ kind: 'tell', notice, to: 'on-call' })];
  if (told === undefined) return say`On-call is told, if anybody there can be reached.`;
  if (told.messageId !== undefined) return say`On-call has been told.`;
  return told.why === undefined
    ? say`On-call could not be told.`
    : say`On-call could not be told: ${asIs(sayRecorded(told.why))}`;
}
