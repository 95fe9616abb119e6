// Answers to those who are done with a grant, or want it for longer: sentences that stay true. All escaped Markdown.
import { type AccessRequest, type Open, sentOf } from '../src/domain/access-request.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import type { Instant, Seconds } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { askerText, nameText, personText, targetText } from './grant-words.ts';
import { keptSentence } from './life-words.ts';
import { anyOf, sentencesText } from './list-words.ts';
import { portText } from './port-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { type Reader, spanText, whenText } from './when.ts';

/** Who reads it, and how they read times. */
export interface AnswerReader {
  /** Entra object id. */
  readonly personId: string;
  readonly reader: Reader;
  readonly now: Instant;
}

/** They said it, and it was written down. */
export function doneAnswer(request: AccessRequest, { personId, reader, now }: AnswerReader): string {
  const own = request.requester.id === personId;
  const said = own
    ? say`You said you are done with ${asIs(targetOf(request))}.`
    : say`You said that ${asIs(targetOf(request))} of ${asIs(personText(request.requester))} is to end now.`;
  return request.state === 'open' && request.done?.kept !== undefined
    ? sentencesText([said, keptSentence(request.done.kept, request.endsAt, reader, now)])
    : sentencesText([
        said,
        own
          ? say`Its card says what became of it.`
          : say`Its requester and on-call are told when it is shut.`,
      ]);
}

/** Nothing changed: it is not open any more, or not yet, or somebody has said so before. */
export function notOpenAnswer(request: AccessRequest, reader: Reader, now: Instant): string {
  const target = targetOf(request);
  const at = (instant: Instant) => whenText(instant, reader, now);
  switch (request.state) {
    case 'open':
      return say`${asIs(openSentence(target, request, reader, now))} Nothing changed.`;
    case 'closing':
    case 'closed':
      return say`${asIs(target)} ended at ${asIs(at(request.endsAt))}; nothing changed. Ask again if you still need it.`;
    case 'superseded':
      return say`${asIs(target)} was extended, and another card goes on from there; nothing changed.`;
    case 'approved':
    case 'opening':
      return say`${asIs(target)} was not open yet; nothing changed. Its card says when it is.`;
    case 'failed':
    case 'denied':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
      return say`${asIs(target)} was never opened; nothing changed. Ask again if you still need it.`;
    case 'draft':
    case 'pending':
      return say`${asIs(target)} was not granted yet; nothing changed.`;
  }
}

/** A form was dropped, or a request withdrawn, on another card than its own. */
export const takenBackAnswer = (request: AccessRequest): string =>
  sentOf(request) === undefined
    ? say`You dropped the form; nothing was requested.`
    : say`You withdrew your request for ${asIs(targetOf(request))}; nothing was requested of Azure.`;

export const answeredBeforeAnswer = (): string =>
  say`This was answered before; nothing changed. \`my access\` shows what is true now.`;

export const notYoursToEndAnswer = (request: AccessRequest): string =>
  say`Only ${asIs(askerText(request))} or an admin can end this; nothing changed.`;

export const notYoursToExtendAnswer = (request: AccessRequest): string =>
  say`Only ${asIs(askerText(request))} can extend this; nothing changed.`;

export const extendingAnswer = (request: AccessRequest, seconds: Seconds): string =>
  say`You asked for ${spanText(seconds)} more of ${asIs(targetOf(request))}; the new card says what became of it.`;

export const alreadyExtendingAnswer = (request: AccessRequest): string =>
  say`More time for ${asIs(targetOf(request))} was asked for already; its new card says what became of it. Nothing changed.`;

export const notExtendedAnswer = (request: AccessRequest, refusals: readonly Refusal[]): string =>
  sentencesText([say`${asIs(targetOf(request))} was not extended.`, ...refusals.map(refusalSentence)]);

/** What was typed, or sent, is no time that a grant can be extended by. */
export const extendTimeAnswer = (
  why: 'missing' | 'not-understood' | 'too-short' | 'too-long',
  typed: string,
  limit: Seconds = 0,
): string => {
  switch (why) {
    case 'missing':
      return say`Choose by how long; nothing was extended.`;
    case 'not-understood':
      return say`“${typed}” is not a time I understand; write it like 30 min. Nothing was extended.`;
    case 'too-short':
      return say`That is too short; extend by ${asIs(spanText(limit))} or more. Nothing was extended.`;
    case 'too-long':
      return say`That is too long; Azure’s just-in-time access goes up to ${asIs(spanText(limit))}. Nothing was extended.`;
  }
};

/** What a sentence says of the grant that is meant; both left out: any. */
export interface Meant {
  readonly machine?: string;
  readonly ports?: readonly number[];
}

/**
 * Nothing that is open fits what they said.
 * @param others What of theirs does fit, and is in another state: it is said why not.
 */
export function nothingOpenAnswer(
  what: 'done' | 'extend',
  meant: Meant,
  others: readonly AccessRequest[],
  reader: Reader,
  now: Instant,
): string {
  const none = what === 'done' ? nothingEnded(meant) : nothingExtended(meant);
  const told = others.slice(0, 3).map((request) => otherSentence(request, reader, now));
  return sentencesText([none, ...told]);
}

function otherSentence(request: AccessRequest, reader: Reader, now: Instant): string {
  const target = targetOf(request);
  switch (request.state) {
    case 'open':
      return openSentence(target, request, reader, now);
    case 'closing':
      return say`${asIs(target)} ended at ${asIs(whenText(request.endsAt, reader, now))}.`;
    case 'approved':
    case 'opening':
      return say`${asIs(target)} is not open yet.`;
    case 'pending':
      return say`${asIs(target)} waits for approval; \`cancel\` withdraws it.`;
    case 'draft':
    case 'denied':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'closed':
    case 'superseded':
    case 'failed':
      return '';
  }
}

function nothingEnded({ machine, ports }: Meant): string {
  const port = asIs(anyOf((ports ?? []).map(portText)));
  if (machine === undefined)
    return ports === undefined
      ? say`You have nothing open, so nothing was ended.`
      : say`You have nothing open on port ${port}, so nothing was ended.`;
  return ports === undefined
    ? say`You have nothing open on “${machine}”, so nothing was ended.`
    : say`You have nothing open on port ${port} on “${machine}”, so nothing was ended.`;
}

function nothingExtended({ machine, ports }: Meant): string {
  const port = asIs(anyOf((ports ?? []).map(portText)));
  if (machine === undefined)
    return ports === undefined
      ? say`You have nothing open, so nothing was extended.`
      : say`You have nothing open on port ${port}, so nothing was extended.`;
  return ports === undefined
    ? say`You have nothing open on “${machine}”, so nothing was extended.`
    : say`You have nothing open on port ${port} on “${machine}”, so nothing was extended.`;
}

function openSentence(
  target: string,
  { requester, done, endsAt }: Open,
  reader: Reader,
  now: Instant,
): string {
  if (done === undefined) return say`${asIs(target)} is open until ${asIs(whenText(endsAt, reader, now))}.`;
  const at = whenText(done.at, reader, now);
  return done.by.id === requester.id
    ? say`${asIs(nameText(done.by))} said at ${asIs(at)} that they are done with ${asIs(target)}.`
    : say`${asIs(nameText(done.by))} ended ${asIs(target)} at ${asIs(at)}.`;
}

function targetOf(request: AccessRequest): string {
  const terms = sentOf(request)?.terms;
  return terms === undefined ? say`The form` : targetText(terms);
}
