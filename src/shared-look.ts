// One look at a time for however many ask: those who ask meanwhile get the same answer.

/** @param look is called again only when its last call has ended, well or not */
export function sharedLook<Seen>(look: () => Promise<Seen>): () => Promise<Seen> {
  let looking: Promise<Seen> | undefined;
  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}
