// What the card of a change shows, as a key: it is drawn again when this differs.
import type { SetupChange } from './setup-change.ts';

export function setupViewOf(change: SetupChange): string {
  switch (change.state) {
    case 'draft':
      return `draft/${change.round}`;
    case 'running':
      return `running/${change.steps.map((step) => step.stage).join()}`;
    case 'ended':
    case 'dropped':
      return change.state;
  }
}
