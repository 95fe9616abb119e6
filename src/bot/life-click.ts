// Somebody pressed "I'm done", "End now" or "Extend": on the grant's own card, or on another that tells of it.
import type { InvokeResponse } from 'botbuilder';
import { adminUnknownAnswer } from '../../cards/channel-answers.ts';
import { extendTimeAnswer } from '../../cards/life-answers.ts';
import type { AccessRequest } from '../domain/access-request.ts';
import type { Person } from '../domain/person.ts';
import { messageAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import { cardNow, isOnOwnCard } from './card-now.ts';
import { extendTime } from './extend-time.ts';
import { doneWords, extendWords } from './life-answers.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

/** @throws Fault when the ledger is away */
export async function doneClick(
  parts: BotParts,
  person: Person,
  clicked: Clicked,
  { verb, request }: { readonly verb: 'done' | 'end'; readonly request: string },
): Promise<InvokeResponse> {
  const { life, admins, revoke, now } = parts;
  // Who is done speaks for themselves; ending what somebody else has is a button of its own.
  const admin = verb === 'end' ? await admins.isAdmin(person.id) : false;
  const answer = await life.done({ person, admin: admin === true }, request);
  // Where nothing can be ended, it would not help to be an admin.
  if (answer.kind === 'not-yours' && admin === undefined && revoke)
    return messageAnswer(adminUnknownAnswer());
  const shows = answer.kind === 'moved' || answer.kind === 'dead';
  if (shows && isTheirCard(answer.request, person, clicked)) return cardNow(parts, answer.request);
  return messageAnswer(doneWords(answer, { personId: person.id, reader: readerOf(clicked), now: now() }));
}

/** @param by As sent: a choice of the card, or a time as typed. @throws Fault when the ledger is away */
export async function extendClick(
  parts: BotParts,
  person: Person,
  clicked: Clicked,
  { request, by }: { readonly request: string; readonly by: string },
): Promise<InvokeResponse> {
  const time = extendTime(by);
  if (!time.ok) return messageAnswer(extendTimeAnswer(time.why, by, time.limit));
  const answer = await parts.life.extend(person, request, time.seconds);
  const shows = answer.kind === 'extending' || answer.kind === 'dead';
  if (shows && isTheirCard(answer.request, person, clicked)) return cardNow(parts, answer.request);
  const to = { personId: person.id, reader: readerOf(clicked), now: parts.now() };
  return messageAnswer(extendWords(answer, time.seconds, to));
}

/** Cards are drawn for their requester; an admin who ends what another has gets a sentence. */
const isTheirCard = (request: AccessRequest, person: Person, clicked: Clicked): boolean =>
  request.requester.id === person.id && isOnOwnCard(request, clicked);
