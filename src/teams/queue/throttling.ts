// What Teams' 429s say: which conversation to leave alone and, where many say so at once, how much less to send in all.
export interface Throttling {
  /** Teams answered 429 in a conversation. @param asked seconds it asked to wait, where it said so */
  refused(conversationId: string, asked: number | undefined, at: number): void;
  /** Teams took a call in it: the next refusal is a first one again. */
  taken(conversationId: string, at: number): void;
  /** Until when nothing may be sent there, in milliseconds; in the past, or 0: it may. */
  heldUntil(conversationId: string): number;
  /** How many messages a second the bot allows itself in all. */
  perSecond(at: number): number;
}

/** Where the answer names no time: this long after the first, twice as long after each that follows. Milliseconds. */
const firstPause = 1000;
const longestPause = 30_000;
/** So many conversations refused within so many milliseconds: it is the bot as a whole that sends too much. */
const manyConversations = 3;
const sameTime = 5000;
const remembered = 3_600_000;
/** The rate grows back by one a second each so many milliseconds. */
const recovery = 2000;

/**
 * Knows nothing until Teams says something: several replicas learn from the 429s of each that they share a rate.
 * @param most messages a second while Teams says nothing
 */
export function createThrottling(most: number): Throttling {
  const held = new Map<string, { until: number; inARow: number; at: number }>();
  let all = { until: 0, perSecond: most, since: 0 };

  const perSecond = (at: number): number =>
    Math.min(most, all.perSecond + Math.floor((at - all.since) / recovery));

  return {
    refused(conversationId, asked, at) {
      const inARow = (held.get(conversationId)?.inARow ?? 0) + 1;
      const pause =
        asked === undefined ? Math.min(longestPause, firstPause * 2 ** (inARow - 1)) : asked * 1000;
      held.set(conversationId, { until: at + pause, inARow, at });
      for (const [id, { until }] of held) if (until < at - remembered) held.delete(id);
      const others = [...held.values()].filter((other) => at - other.at < sameTime && other.until > at);
      if (others.length < manyConversations) return;
      const shortest = Math.min(...others.map(({ until }) => until));
      // Refusals of what was on its way already are no news.
      if (all.until > at) return;
      all = { until: shortest, perSecond: Math.max(1, Math.floor(perSecond(at) / 2)), since: shortest };
    },
    taken: (conversationId, at) => {
      // What was on its way before a refusal does not lift it.
      if ((held.get(conversationId)?.until ?? at) < at) held.delete(conversationId);
    },
    heldUntil: (conversationId) => Math.max(all.until, held.get(conversationId)?.until ?? 0),
    perSecond: (at) => Math.max(1, perSecond(Math.max(at, all.since))),
  };
}
