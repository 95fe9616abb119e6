// Stories that are mostly waiting, lived at the same time and judged one by one.

/** Inside a `describe`: one test a story. All of them begin together, before the first is judged. */
export function atOnce(stories: Readonly<Record<string, () => Promise<void>>>): void {
  const lives = new Map<string, Promise<void>>();
  before(() => {
    for (const [name, story] of Object.entries(stories)) {
      const life = story();
      // It is awaited by its own test; until then a failure is nobody's unhandled rejection.
      life.catch(() => {});
      lives.set(name, life);
    }
  });
  for (const name of Object.keys(stories)) it(name, () => lives.get(name));
}
