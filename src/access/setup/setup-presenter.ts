// How changes of the setup become things to read. Implemented by cards/, wired in src/present.
import type { SetupChange, SetupEnded } from '../../domain/setup/setup-change.ts';
import type { Message } from '../chat-ports.ts';

export interface SetupPresenter {
  card(change: SetupChange): Message;
  /**
   * What the conversation is told when a change has ended, since a redrawn card notifies nobody; `undefined`: the card
   * says enough.
   */
  ended(change: SetupEnded): Message | undefined;
}
