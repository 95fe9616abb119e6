// Telling admins news: in which channel, and patiently while database or Teams are away.
import type { Seconds } from '../domain/time.ts';
import type { Message, Notifier, Sending } from './chat-ports.ts';
import { Fault } from './fault.ts';
import type { Ledger } from './ledger-port.ts';

/** The approvals channel, else on-call; `undefined`: neither is set. @throws Fault */
export const newsChannel = async (ledger: Pick<Ledger, 'channel'>) =>
  (await ledger.channel('approvals')) ?? (await ledger.channel('on-call'));

/** @returns why not, where the channel is gone for good @throws Fault for what may go well later */
export async function postNews(
  notifier: Pick<Notifier, 'post'>,
  conversationId: string,
  message: Message,
  sending: Sending,
): Promise<'posted' | Fault> {
  try {
    await notifier.post(conversationId, message, sending);
    return 'posted';
  } catch (error) {
    if (error instanceof Fault && ['missing', 'rejected', 'forbidden'].includes(error.code)) return error;
    throw error;
  }
}

/**
 * Tries until it goes well, or the pauses are used up. Never rejects.
 * @param pauses seconds before each next try
 */
export async function patiently(
  attempt: () => Promise<void>,
  pauses: readonly Seconds[],
  pause: (seconds: Seconds) => Promise<unknown>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  for (const seconds of [...pauses, undefined]) {
    try {
      return await attempt();
    } catch (error) {
      onFailure(error);
    }
    if (seconds !== undefined) await pause(seconds);
  }
}
