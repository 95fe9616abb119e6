// The card of an admin's change of the setup: a view of its state, and nothing that its state does not say.
import type { SetupChange, SetupDraft } from '../../src/domain/setup/setup-change.ts';
import type { Drawn } from '../status-card.ts';
import { configureCard } from './configure-card.ts';
import { defenderCard } from './defender-card.ts';
import { disableCard } from './disable-card.ts';
import { droppedCard } from './dropped-card.ts';
import { enableCard } from './enable-card.ts';
import { endedCard } from './ended-card.ts';
import { runningCard } from './running-card.ts';

/** Draws the card, for a change of any size small enough for Teams. Times are in the zone of who asked, which is printed. */
export function setupCard(change: SetupChange): Drawn {
  switch (change.state) {
    case 'draft':
      return draftCard(change);
    case 'running':
      return runningCard(change);
    case 'ended':
      return endedCard(change);
    case 'dropped':
      return droppedCard(change);
  }
}

function draftCard(draft: SetupDraft): Drawn {
  const { asked } = draft;
  switch (asked.kind) {
    case 'defender':
      return defenderCard(draft, asked);
    case 'enable':
      return enableCard(draft, asked);
    case 'configure':
      return configureCard(draft, asked);
    case 'disable':
      return disableCard(draft, asked);
  }
}
