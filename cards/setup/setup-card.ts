import type { SetupChange } from '../../src/domain/setup/setup-change.ts';
import type { Drawn } from '../status-card.ts';
export const setupCard = (change: SetupChange): Drawn => ({
  card: { change: change.id },
  summary: change.state,
});
