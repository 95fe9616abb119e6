// What may happen to a grant while it is open: somebody is done with it, it was lost, it is extended. Escaped Markdown.
import type { Closed, Closing, Open } from '../src/domain/access-request.ts';
import type { Lost } from '../src/domain/sight.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, say, sentence } from './escape.ts';
import { personText } from './grant-words.ts';
import { lostSentence } from './sight-words.ts';
import { type Reader, whenText } from './when.ts';

/** To whom it is told: the requester is `you`, everybody else is named. */
export type Telling = 'requester' | 'others';

/** What is to be known of an open grant besides its end; nothing: all is as it was agreed. */
export function lifeLines(
  request: Open,
  reader: Reader,
  today: Instant | undefined,
  to: Telling,
): readonly string[] {
  return [
    ...(request.lost?.sure ? [lostLine(request.lost, reader, today)] : []),
    ...(request.done === undefined ? [] : [doneLine(request, request.done, reader, today, to)]),
    ...(request.extension === undefined
      ? []
      : ['More time was asked for; the new card says what became of it. Until then this end holds.']),
  ];
}

const lostLine = (
  { since, sight }: { readonly since: Instant; readonly sight: Lost },
  reader: Reader,
  today: Instant | undefined,
): string => `${lostSentence(sight)} First seen so at ${whenText(since, reader, today)}. I keep looking.`;

function doneLine(
  request: Open,
  { by, kept }: Open['done'] & object,
  reader: Reader,
  today: Instant | undefined,
  to: Telling,
): string {
  const own = by.id === request.requester.id;
  const who =
    own && to === 'requester'
      ? 'You said you are done.'
      : own
        ? 'The requester said they are done.'
        : say`${asIs(personText(by))} ended it.`;
  const end = whenText(request.endsAt, reader, today);
  switch (kept?.why) {
    case undefined:
      return `${who} Its rule is being deleted.`;
    case 'not-set':
      return `${who} I am not set to delete rules, so Azure closes it at ${end}.`;
    case 'shared':
      return `${who} Another grant needs the same rule until ${whenText(kept.until, reader, today)}, so I leave it there.`;
    case 'fault':
      return `${who} But its rule could not be deleted: ${sentence(kept.message)} Azure closes it at ${end}.`;
  }
}

/** Why a grant ended before its time; nothing where it did not. */
export function earlyLines(
  { early, requester, endsAt }: Closing | Closed,
  reader: Reader,
  today: Instant | undefined,
  word: 'Closed' | 'Ended',
): readonly string[] {
  switch (early?.why) {
    case undefined:
      return [];
    case 'done':
      return early.by.id === requester.id
        ? [`${word} early, as you asked.`]
        : [`${word} early, as ${personText(early.by)} asked.`];
    case 'gone':
      return [
        `Your access went at ${whenText(endsAt, reader, today)}, before its end at ${whenText(early.endsAt, reader, today)}: something other than me took Azure’s rule away.`,
      ];
  }
}
