// The requester's cards of requests for which nothing was asked of Azure: they wait for approvers, or ended before.
import type { Denied, Lapsed, Pending, Refused, Sent, Withdrawn } from '../src/domain/access-request.ts';
import { endedFacts, waitingFacts, waitingText } from './approval-words.ts';
import { about, askedFacts, facts, port, wishedTime } from './card-parts.ts';
import { unaskedLine } from './channel-words.ts';
import { buttonsFor } from './decision-buttons.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { meanwhileLines, noTimeAddedLines } from './extension-words.ts';
import { personText } from './grant-words.ts';
import { sentenceOf } from './list-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { goneSentence } from './refused-words.ts';
import { statusOf } from './status.ts';
import { type Drawn, type Pair, statusCard } from './status-card.ts';
import { whenText } from './when.ts';

const nothingRequested = (): string => say`Nothing was requested of Azure.`;

/** @param key the view to show, from `viewOf`. */
export function ungrantedCard(request: Pending | Denied | Withdrawn | Lapsed | Refused, key: string): Drawn {
  const status = statusOf(request, key);
  switch (request.state) {
    case 'pending':
      return pendingCard(request, key);
    case 'denied':
      return deniedCard(request);
    case 'withdrawn':
      if (request.sent === undefined)
        return statusCard({ status, summary: say`Cancelled`, lines: [say`Nothing was requested.`] });
      return statusCard({
        ...ended(request, request.sent),
        lines: [
          say`You withdrew it. ${asIs(nothingRequested())}`,
          ...noTimeAddedLines(request, request.askedAt),
        ],
      });
    case 'lapsed':
      if (request.sent === undefined)
        return statusCard({
          status,
          summary: say`Lapsed`,
          lines: [
            say`The form was not sent in time. Nothing was requested. If you still need it, ask again.`,
          ],
        });
      return statusCard({
        ...ended(request, request.sent),
        lines: [
          say`Nobody decided in time. ${asIs(nothingRequested())}`,
          say`If you still need it, ask again, and tell those who can approve.`,
          ...noTimeAddedLines(request, request.askedAt),
        ],
      });
    case 'refused':
      return refusedCard(request);
  }
}

function pendingCard(request: Pending, key: string) {
  const { terms, grounds } = request;
  return statusCard({
    ...about(request, 'pending'),
    glance: [port(terms), wishedTime(request, terms)],
    warnings: key.split('/').includes('unasked') ? [unaskedLine(request)] : [],
    lines: [sentenceOf(waitingText(grounds)), ...meanwhileLines(request, request.askedAt)],
    facts: [...askedFacts(request, terms, false), ...waitingFacts(request, false)],
    notes: [
      request.extends === undefined
        ? say`This card changes by itself when somebody decides. Your time starts when the port opens.`
        : say`This card changes by itself when somebody decides.`,
    ],
    parts: buttonsFor('withdraw', request.id),
  });
}

function deniedCard(request: Denied) {
  const { by, at, reason, sent } = request;
  const when = whenText(at, request.reader, request.askedAt);
  const why: readonly Pair[] =
    reason.trim() === '' ? [] : [[say`Denied because`, escapeMarkdown(reason, 500)]];
  return statusCard({
    ...ended(request, sent),
    lines: [
      say`${asIs(personText(by))} denied it at ${asIs(when)}. ${asIs(nothingRequested())}`,
      say`Talk to them if you still need it, and ask again with what they want to know.`,
      ...noTimeAddedLines(request, request.askedAt),
    ],
    facts: [...why, ...facts(sent.terms, request), ...endedFacts(sent.grounds, request)],
  });
}

function refusedCard(request: Refused) {
  const status = statusOf(request, request.state);
  const sentences = request.refusals.map(refusalSentence);
  if (request.sent === undefined)
    return statusCard({
      status,
      summary: say`Refused`,
      lines: sentences,
      notes: [say`Nothing was requested.`],
    });
  return statusCard({
    ...ended(request, request.sent),
    lines: [goneSentence(request.refusals), ...sentences, ...noTimeAddedLines(request, request.askedAt)],
    notes: [nothingRequested()],
  });
}

function ended(request: Denied | Withdrawn | Lapsed | Refused, { terms, grounds }: Sent) {
  return {
    ...about({ terms }, statusOf(request, request.state)),
    glance: [port(terms), wishedTime(request, terms)],
    facts: [...facts(terms, request), ...endedFacts(grounds, request)],
  };
}
