// People who write to a bot: each waits for the end of a turn before sending again, over a connection of their own.
import { Agent, request } from 'node:http';
import type { Activity } from './activities.ts';

export interface Load {
  readonly messagesUrl: string;
  /** How many write at once. */
  readonly people: number;
  readonly milliseconds: number;
  /** Nobody begins another turn after this many. */
  readonly mostTurns: number;
  /** What is sent next, in a conversation in which nothing else is under way; `undefined`: there is nothing more to send. */
  readonly next: () => Activity | undefined;
}

export interface Stretch {
  readonly turns: number;
  readonly seconds: number;
  /** Milliseconds from sending the activity until the end of the bot's answer, one for each turn. */
  readonly latencies: readonly number[];
}

/** Writes for a while. @throws Error when a turn is answered by anything but 200 */
export async function write(load: Load): Promise<Stretch> {
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + load.milliseconds;
  let begun = 0;
  const person = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (performance.now() < until && begun < load.mostTurns) {
      const activity = load.next();
      if (activity === undefined) break;
      begun += 1;
      const body = JSON.stringify(activity);
      const sent = performance.now();
      await post(load.messagesUrl, body, agent);
      latencies.push(performance.now() - sent);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: load.people }, person));
  return { turns: latencies.length, seconds: (performance.now() - began) / 1000, latencies };
}

/** Sends one activity. @throws Error when it is answered by anything but 200 */
export function post(url: string, body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`A turn was answered with ${response.statusCode}.`));
      });
    });
    sending.once('error', reject);
    sending.end(body);
  });
}
