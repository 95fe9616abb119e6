// People who write to a bot: each waits for the end of a turn before writing again, over a connection of their own.
import { Agent, request } from 'node:http';

export interface Load {
  readonly messagesUrl: string;
  /** Where the bot posts. */
  readonly serviceUrl: string;
  /** How many write at once, each in a conversation of their own. */
  readonly people: number;
  readonly milliseconds: number;
  /** Nobody begins another turn after this many. */
  readonly mostTurns: number;
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
  const person = async (number: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (performance.now() < until && begun < load.mostTurns) {
      begun += 1;
      const body = JSON.stringify(activity(number, load.serviceUrl));
      const sent = performance.now();
      await post(load.messagesUrl, body, agent);
      latencies.push(performance.now() - sent);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: load.people }, (_, number) => person(number)));
  return { turns: latencies.length, seconds: (performance.now() - began) / 1000, latencies };
}

let lastActivity = 0;
const tenantId = '11111111-1111-4111-8111-111111111111';

/** A message as Teams sends it from a personal chat. No two have the same id: a repeated one would be no new request. */
function activity(person: number, serviceUrl: string) {
  lastActivity += 1;
  const number = String(person).padStart(12, '0');
  return {
    type: 'message',
    id: String(1_700_000_000_000 + lastActivity),
    timestamp: new Date().toISOString(),
    localTimezone: 'Europe/Amsterdam',
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:person-${number}`, name: 'Ada', aadObjectId: `00000000-0000-4000-8000-${number}` },
    recipient: { id: '28:bot', name: 'JIT Access' },
    conversation: { id: `a:chat-${number}`, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    textFormat: 'plain',
    text: 'rdp to web-01 for 1h from 203.0.113.7',
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'NL', timezone: 'Europe/Amsterdam' }],
  };
}

function post(url: string, body: string, agent: Agent): Promise<void> {
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
