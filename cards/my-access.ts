// The answer to `my access`, and the cards on which somebody chooses which of their grants they mean.
import type { Allowance } from '../src/domain/allowance.ts';
import type { Instant } from '../src/domain/time.ts';
import { twoExamples } from './answers.ts';
import { asIs, say } from './escape.ts';
import { byUrgency, grantBlock, type Listed } from './grant-block.ts';
import { nameText } from './grant-words.ts';
import { listCard } from './list-card.ts';
import { portText } from './port-words.ts';
import type { Drawn } from './status-card.ts';
import { type Reader, whenText } from './when.ts';

export const noAccessAnswer = (): string =>
  say`You have no access and no open requests. ${asIs(twoExamples())}`;

/**
 * Of one person, for them. Times are in the zone of the one who asks.
 * @param complete whether these are all requests they have
 */
export function myAccessCard(
  listed: readonly Listed[],
  reader: Reader,
  now: Instant,
  allowances: readonly Allowance[] = [],
  complete = true,
): Drawn {
  return listCard({
    title: say`Your access`,
    blocks: blocksOf(listed, reader, now),
    more: allowances.map(
      ({ machine, port, until, by }) =>
        say`- **Allowed in advance:** ${machine} port ${portText(port)} until ${asIs(whenText(until, reader, now))}, by ${asIs(nameText(by))}`,
    ),
    notes: complete ? [] : [say`Only the newest ${listed.length} were looked at.`],
  });
}

/** Several of somebody's grants fit what they said, or they did not say for how long. */
export function chooseGrantCard(
  what: 'done' | 'extend',
  listed: readonly Listed[],
  reader: Reader,
  now: Instant,
): Drawn {
  const title =
    what === 'done'
      ? say`Which are you done with?`
      : listed.length === 1
        ? say`By how long?`
        : say`Which do you want to extend?`;
  return listCard({
    title,
    blocks: blocksOf(listed, reader, now),
    notes: what === 'extend' ? [extendNote()] : [],
  });
}

/** Where no button fits, or none is there: asked in words, the answer says why not. */
const extendNote = (): string =>
  say`For another time, or to learn why not, write for example “extend web-01 by 20m”.`;

const blocksOf = (listed: readonly Listed[], reader: Reader, now: Instant) =>
  byUrgency(listed).map((each) => grantBlock(each, { reader, now, telling: 'requester' }));
