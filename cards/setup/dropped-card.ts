// The card of a change that was not confirmed: nothing was written.
import type { SetupDropped } from '../../src/domain/setup/setup-change.ts';
import type { Drawn } from '../status-card.ts';
import { setupLooks } from './setup-look.ts';
import { setupSheet } from './setup-sheet.ts';
import { aboutPlace, aboutText, askerName, at, workText } from './setup-words.ts';

/** Says which change it was, and that nothing came of it. */
export function droppedCard(change: SetupDropped): Drawn {
  const { why, asked } = change;
  const because = why === 'cancelled' ? 'it was cancelled.' : 'nobody confirmed it in time.';
  return setupSheet(change, {
    look: why,
    summary: `${setupLooks[why].word}: ${workText(asked)}`,
    title: aboutText(asked),
    place: aboutPlace(asked),
    lines: [`${workText(asked)}: ${because} Nothing was changed. Ask again if it is still wanted.`],
    notes: [`Asked for by ${askerName(change)}; ${why} at ${at(change, change.at)}.`],
  });
}
