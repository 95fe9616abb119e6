// How many calls are left, as Azure tells it with each answer: per subscription, for reads, writes and deletions.

/**
 * Counts reads or writes the way ARM's token bucket does, so that the headers tell a believable story.
 * It never refuses: throttling is a fault to switch on, lest a busy test be refused by accident.
 */
const createBudget = (size: number, refillPerSecond: number) => {
  let left = size;
  let countedAt: number | undefined;
  /** Takes one token at `now` (milliseconds). @returns how many are left, never below 0. */
  return (now: number): number => {
    const seconds = Math.max(0, now - (countedAt ?? now)) / 1000;
    countedAt = now;
    left = Math.max(0, Math.min(size, left + seconds * refillPerSecond) - 1);
    return Math.floor(left);
  };
};

/** @returns the header of one more call at `now`; calls that name no subscription count for the tenant */
export const createBudgetHeaders = () => {
  const budgets = new Map<string, ReturnType<typeof createBudget>>();
  return (method: string, path: string, now: number): Record<string, string> => {
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1]?.toLowerCase();
    const kind = method === 'GET' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes';
    const key = `${subscription ?? ''}/${kind}`;
    const budget = budgets.get(key) ?? (kind === 'reads' ? createBudget(250, 25) : createBudget(200, 10));
    budgets.set(key, budget);
    const scope = subscription === undefined ? 'tenant' : 'subscription';
    return { [`x-ms-ratelimit-remaining-${scope}-${kind}`]: String(budget(now)) };
  };
};
