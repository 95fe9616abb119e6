// Waiting for something to become true, with a deadline instead of a guess.

/**
 * Looks every 20 ms until `look` answers something, and returns that.
 * @throws when `seconds` have passed without.
 */
export const until = async <T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  seconds = 10,
): Promise<T> => {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`not seen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
