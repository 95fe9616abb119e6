// The card of an access request: a view of its state, and nothing that its state does not say.
import type {
  AccessRequest,
  Approved,
  Closed,
  Closing,
  Failed,
  Open,
  Opening,
  Terms,
} from '../src/domain/access-request.ts';
import { debtKey, type Notice } from '../src/domain/owed.ts';
import type { Instant } from '../src/domain/time.ts';
import { draftCard } from './draft-card.ts';
import { asIs, escapeMarkdown, say, sentence } from './escape.ts';
import { failureSentence, nextStepSentence } from './failure-words.ts';
import { addressOf, connectCommand, lastEnd, targetText, timeText } from './grant-words.ts';
import { portText } from './port-words.ts';
import { refusalSentence } from './refusal-words.ts';
import type { CardJson } from './render.ts';
import { notShutSentence, remainsSentence, ruleText, whyNotOpen } from './sight-words.ts';
import { type Status, statusLooks, statusOf } from './status.ts';
import { type Pair, statusCard } from './status-card.ts';
import { when, whenText } from './when.ts';

const sessionsWillStay = 'Sessions that are connected at the end stay; only new ones are refused then.';
const sessionsStay = 'Sessions that are already connected stay until they end.';

/**
 * Draws the card. Days are left out of times on the day the request was asked, which Teams prints beside the card:
 * so the same state always draws the same card, and an old one does not read as if it were from today.
 * @param view `key` is `viewOf(request, now, pace)`.
 * @returns the card, and one line of escaped Markdown for notifications and clients without cards.
 */
export function requestCard(
  request: AccessRequest,
  view: { readonly key: string },
): { readonly card: CardJson; readonly summary: string } {
  const status = statusOf(request, view.key);
  switch (request.state) {
    case 'draft':
      return draftCard(request);
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
    case 'failed':
      return failedCard(request, status);
    case 'withdrawn':
      return statusCard({ status, summary: 'Cancelled', lines: ['Nothing was requested.'] });
    case 'lapsed':
      return statusCard({
        status,
        summary: 'Lapsed',
        lines: ['The form was not sent in time. Nothing was requested. If you still need it, ask again.'],
      });
    case 'refused':
      return statusCard({
        status,
        summary: 'Refused',
        lines: request.refusals.map(refusalSentence),
        notes: ['Nothing was requested.'],
      });
  }
}

function approvedCard(request: Approved, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), ['Time', wishedTime(request)]],
    lines: ['Azure is being asked to open the port.'],
    facts: facts(request.terms),
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
    facts: facts(request.terms),
    notes: ['This card changes by itself when the port is open.'],
  });
}

function lateCard(request: Opening, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), clock('Until', request, lastEnd(request))],
    lines: [whyNotOpen(request), `${toldOnCall(request, 'late')} I keep looking.`],
    facts: facts(request.terms),
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
      ...facts(request.terms),
      ['Rule', ruleText(request.sight.rule)],
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
    facts: facts(request.terms),
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
    facts: facts(request.terms),
    notes: never
      ? []
      : [request.remains === undefined ? `${sessionsStay} New ones are refused.` : sessionsStay],
  });
}

function failedCard(request: Failed, status: Status) {
  return statusCard({
    ...about(request, status),
    glance: [port(request.terms), ['Time', wishedTime(request)]],
    lines: [failureSentence(request.failure), nextStepSentence(request.failure)],
    facts: facts(request.terms),
  });
}

const about = (request: { readonly terms: Terms }, status: Status) => ({
  status,
  terms: request.terms,
  summary: say`${statusLooks[status].word}: ${asIs(targetText(request.terms))}`,
});

const port = (terms: Terms): Pair => ['Port', portText(terms.port)];

/** A time to be seen at a glance: the zone goes into the label. */
function clock(label: string, { reader, askedAt }: AccessRequest, at: Instant): Pair {
  const { time, zone } = when(at, reader, askedAt);
  return [`${label} (${zone})`, time];
}

const wishedTime = (request: Approved | Failed): string =>
  timeText(request.terms.time, request.reader, request.askedAt);

function facts(terms: Terms): readonly Pair[] {
  const reason: readonly Pair[] =
    terms.reason.trim() === '' ? [] : [['Reason', escapeMarkdown(terms.reason, 500)]];
  return [['Source', escapeMarkdown(terms.source)], ...reason];
}

/** What is known of a notice to on-call: the card may be drawn before it is sent. */
function toldOnCall(request: AccessRequest, notice: Notice): string {
  const told = request.told[debtKey({ kind: 'tell', notice, to: 'on-call' })];
  if (told === undefined) return 'On-call is told, if a channel is set for it.';
  if (told.messageId !== undefined) return 'On-call has been told.';
  return told.why === undefined
    ? 'On-call could not be told.'
    : `On-call could not be told: ${sentence(told.why)}`;
}
