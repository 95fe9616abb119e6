// Says the same thing seldom: a collector that is away would be in the log every few seconds.

/** Milliseconds in which one message is said once. */
const quietFor = 300_000;
const mostMessages = 100;

/**
 * Messages that differ in numbers only are the same.
 * @param now milliseconds of a clock that never goes back
 */
export function seldom(
  say: (message: string) => void,
  now: () => number = () => performance.now(),
): (message: string) => void {
  const saidAt = new Map<string, number>();
  return (message) => {
    const at = now();
    const key = message.replaceAll(/[\dA-F]*\d[\dA-F]*/gi, '#');
    const before = saidAt.get(key);
    if (before !== undefined && at - before < quietFor) return;
    if (saidAt.size >= mostMessages) saidAt.clear();
    saidAt.set(key, at);
    say(message);
  };
}
