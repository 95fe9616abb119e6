// The card of a change that was not confirmed: nothing was written.

import type { SetupDropped } from '../../src/domain/setup/setup-change.ts';
import { asIs, say } from '../escape.ts';
import type { Drawn } from '../status-card.ts';
import { setupLooks } from './setup-look.ts';
import { setupSheet } from './setup-sheet.ts';
import { aboutPlace, aboutText, askerName, at, workText } from './setup-words.ts';

/** Says which change it was, and that nothing came of it. */
export function droppedCard(change: SetupDropped): Drawn {
  const { why, asked } = change;
  const because = why === 'cancelled' ? say`it was cancelled.` : say`nobody confirmed it in time.`;
  return setupSheet(change, {
    look: why,
    summary: `${setupLooks[why].word}: ${workText(asked)}`,
    title: aboutText(asked),
    place: aboutPlace(asked),
    lines: [
      say`${asIs(workText(asked))}: ${asIs(because)} Nothing was changed. Ask again if it is still wanted.`,
    ],
    notes: [
      why === 'cancelled'
        ? say`Asked for by ${asIs(askerName(change))}; cancelled at ${asIs(at(change, change.at))}.`
        : say`Asked for by ${asIs(askerName(change))}; lapsed at ${asIs(at(change, change.at))}.`,
    ],
  });
}
