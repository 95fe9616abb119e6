// What may happen to a grant while it is open: somebody is done with it, it was lost, it is extended. Escaped Markdown.
import type { Closed, Closing, Open } from '../src/domain/access-request.ts';
import type { Early, Kept } from '../src/domain/early-end.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { personText } from './grant-words.ts';
import { sentencesText } from './list-words.ts';
import { sayRecorded } from './recorded.ts';
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
  const { lost, done, extension, endsAt } = request;
  return [
    ...(lost?.sure
      ? [
          say`${asIs(lostSentence(lost.sight))} First seen so at ${asIs(whenText(lost.since, reader, today))}. I keep looking.`,
        ]
      : []),
    ...(done === undefined
      ? []
      : [
          sentencesText([
            doneSentence(request, done, to),
            done.kept === undefined
              ? say`Its rule is being deleted.`
              : keptSentence(done.kept, endsAt, reader, today),
          ]),
        ]),
    ...(extension === undefined
      ? []
      : [say`More time was asked for; the new card says what became of it. Until then this end holds.`]),
  ];
}

function doneSentence({ requester }: Open, { by }: Open['done'] & object, to: Telling): string {
  if (by.id !== requester.id) return say`${asIs(personText(by))} ended it.`;
  return to === 'requester' ? say`You said you are done.` : say`The requester said they are done.`;
}

/** Why a port stayed open although somebody is done with it, and until when. True ever after. */
export function keptSentence(kept: Kept, endsAt: Instant, reader: Reader, today?: Instant): string {
  const end = whenText(endsAt, reader, today);
  switch (kept.why) {
    case 'not-set':
      return say`I am not set up to delete rules, so Azure was left to close it at ${asIs(end)}.`;
    case 'shared':
      return say`Another grant needed the same rule until ${asIs(whenText(kept.until, reader, today))}, so I left it there; this one ends at ${asIs(end)}.`;
    case 'fault':
      return say`Its rule could not be deleted: ${asIs(sayRecorded(kept.message))} Azure was left to close it at ${asIs(end)}.`;
  }
}

/** Why a grant ended before its time; nothing where it did not. */
export function earlyLines(
  { early, requester, endsAt }: Closing | Closed,
  reader: Reader,
  today: Instant | undefined,
  to: Telling,
  what: 'closed' | 'ended',
): readonly string[] {
  switch (early?.why) {
    case undefined:
      return [];
    case 'done': {
      if (early.by.id === requester.id && to === 'requester')
        return [what === 'closed' ? say`Closed early, as you asked.` : say`Ended early, as you asked.`];
      const by = asIs(personText(early.by));
      return [what === 'closed' ? say`Closed early, as ${by} asked.` : say`Ended early, as ${by} asked.`];
    }
    case 'gone':
      return [goneEarlySentence(endsAt, early, reader, today)];
  }
}

/** Neither the requester nor the bot ended it. @param goneAt when that was seen */
export const goneEarlySentence = (goneAt: Instant, early: Early, reader: Reader, today?: Instant): string =>
  say`Azure’s rule was missing at ${asIs(whenText(goneAt, reader, today))}, before the end at ${asIs(whenText(early.endsAt, reader, today))}, and I did not take it away.`;
