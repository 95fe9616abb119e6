// Who is sending: carried beside the call, since botbuilder's client passes nothing of ours on to the wire.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sending } from '../../access/chat-ports.ts';

const senders = new AsyncLocalStorage<Sending>();

/** Does `work`; whatever it sends to Teams is sent as `sending`. */
export const sendingAs = <T>(sending: Sending, work: () => Promise<T>): Promise<T> =>
  senders.run(sending, work);

/** Who sends now. Nobody said so: it is a turn's own answer, and a person waits for it. */
export const senderNow = (): Sending => senders.getStore() ?? { urgency: 'awaited' };
