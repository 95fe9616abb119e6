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
import { approvedByFacts } from './approval-words.ts';
import { about, clock, facts, port, wishedTime } from './card-parts.ts';
import { asIs, say, sentence } from './escape.ts';
import { failureSentence, nextStepSentence } from './failure-words.ts';
import { addressOf, connectCommand, lastEnd, targetText } from './grant-words.ts';
import { portText } from './port-words.ts';
import { notShutSentence, remainsSentence, ruleText, whyNotOpen } from './sight-words.ts';
import { type Status, statusLooks, statusOf } from './status.ts';
import { type Drawn, type Pair, statusCard } from './status-card.ts';
import { whenText } from './when.ts';

/** A request that was approved, whatever became of it. */
type Granted = Approved | Opening | Open | Closing | Closed | Superseded | Failed;

const sessionsWillStay = 'Sessions that are connected at the end stay; only new ones are refused then.';
const sessionsStay = 'Sessions that are already connected stay until they end.';

/** @param key the view to show, from `viewOf`. */
export function grantCard(request: Granted, key: string): Drawn {
  const status = statusOf(request, key);
  switch (request.state) {
    case 'approved':
      return approvedCard(request, status);
    case 'opening':
      return status === 'late' ? lateCard(request, status) : openingCard(request, status);
    case 'open':
      return openCard(request, status);
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
    lines: ['Azure is being asked to open the port.'],
    facts: grantFacts(request),
  });
}

function openingCard(request: Opening, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock('Until', request, lastEnd(request))],
    lines: [
      request.attempts.some(({ fault }) => fault !== undefined)
        ? whyNotOpen(request)
        : 'Azure was asked. I wait until its rule is there and lets you in.',
    ],
    facts: grantFacts(request),
    notes: ['This card changes by itself when the port is open.'],
  });
}

function lateCard(request: Opening, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock('Until', request, lastEnd(request))],
    lines: [whyNotOpen(request), `${toldOnCall(request, 'late')} I keep looking.`],
    facts: grantFacts(request),
  });
}

function openCard(request: Open, status: Status) {
  const end = whenText(request.endsAt, request.reader, request.askedAt);
  const command = connectCommand(request);
  return statusCard({
    ...about(request, status),
    summary: say`${statusLooks[status].word}: ${asIs(targetText(request.terms))} until ${asIs(end)}`,
    glance: [
      ['Connect to', say`${addressOf(request)}:${request.terms.port}`],
      clock('Until', request, request.endsAt),
    ],
    lines: command === undefined ? [] : ['Copy and run:'],
    command,
    facts: [
      ['Port', portText(request.terms.port)],
      ...grantFacts(request),
      ['NSG rule', ruleText(request.sight.rule)],
    ],
    notes: [sessionsWillStay],
  });
}

function closingCard(request: Closing, status: Status) {
  const overdue = [notShutSentence(request.sight), `${toldOnCall(request, 'overdue/0')} I keep looking.`];
  const checking = ['Your access has ended. I check that the port is shut.'];
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock('Ended', request, request.endsAt)],
    lines: [
      ...(status === 'overdue' ? overdue : checking),
      ...(request.openedAt === undefined ? ['The port was never seen open.'] : []),
    ],
    facts: grantFacts(request),
    notes: [sessionsStay],
  });
}

function closedCard(request: Closed, status: Status) {
  const never = request.openedAt === undefined;
  const glance: readonly Pair[] =
    request.remains === undefined
      ? [port(request.terms), clock('Closed', request, request.closedAt)]
      : [port(request.terms), clock('Your access ended', request, request.endsAt)];
  return statusCard({
    ...about(request, status),
    glance,
    lines: [
      ...(request.remains === undefined
        ? [never ? 'The port is shut.' : 'The port was seen shut.']
        : [remainsSentence(request.remains, request.reader, request.askedAt)]),
      ...(never ? ['It was never seen open for you. If you still need it, ask again.'] : []),
    ],
    facts: grantFacts(request),
    notes: never
      ? []
      : [request.remains === undefined ? `${sessionsStay} New ones are refused.` : sessionsStay],
  });
}

function supersededCard(request: Superseded, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock('Extended until', request, request.by.endsAt)],
    lines: ['Another card goes on from here.'],
    facts: grantFacts(request),
  });
}

function failedCard(request: Failed, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), wishedTime(request, request.terms)],
    lines: [failureSentence(request.failure), nextStepSentence(request.failure)],
    facts: grantFacts(request),
  });
}

const grantFacts = (request: Granted): readonly Pair[] => [
  ...facts(request.terms),
  ...approvedByFacts(request.grounds, request),
];

/** What is known of a notice to on-call: the card may be drawn before it is sent. */
function toldOnCall(request: AccessRequest, notice: Notice): string {
  const told = request.told[debtKey({ kind: 'tell', notice, to: 'on-call' })];
  if (told === undefined) return 'On-call is told, if anybody there can be reached.';
  if (told.messageId !== undefined) return 'On-call has been told.';
  return told.why === undefined
    ? 'On-call could not be told.'
    : `On-call could not be told: ${sentence(told.why)}`;
}
