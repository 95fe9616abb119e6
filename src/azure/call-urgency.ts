// Whether a person waits for what is being asked of Azure. It goes with the work, through every await, to the call.
import { AsyncLocalStorage } from 'node:async_hooks';

/** `person`: somebody waits for it, or a grant of theirs does. `background`: it can be later as well. */
export type Urgency = 'person' | 'background';

const urgency = new AsyncLocalStorage<Urgency>();

/**
 * Runs work that nobody waits for: its calls leave room for people's. What it starts, timers too, stays in the background.
 * @returns what `work` returns
 */
export const inBackground = <Result>(work: () => Result): Result => urgency.run('background', work);

/** Of the work that asks. Unless it was said to be in the background, somebody waits. */
export const urgencyNow = (): Urgency => urgency.getStore() ?? 'person';
