// Bounds the wait for something that may never answer.

/** The limit passed before the work was done. The work may still be going on. */
export class TimeLimitPassed extends Error {
  override readonly name = 'TimeLimitPassed';
}

/**
 * @param milliseconds the limit
 * @param work gets a signal that is aborted when the limit passes
 * @throws TimeLimitPassed also when `work` ignores the signal; whatever `work` throws
 */
export async function withinLimit<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new TimeLimitPassed(`No answer within ${milliseconds} ms`));
    controller.abort();
  }, milliseconds);
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
