// What the bot does when the connector fails, over real HTTP.
import assert from 'node:assert/strict';
import type { TurnContext } from 'botbuilder';
import { faultOf } from '../../src/teams/faults.ts';
import type { ConnectorFault } from '../support/fake-teams.ts';
import { runBot } from '../support/running-bot.ts';

interface Expectation {
  readonly when: string;
  readonly faults: readonly ConnectorFault[];
  /** Times the call was made. */
  readonly tries: number;
  readonly pauses: readonly number[];
  /** Fault code in the end; `undefined`: it worked. */
  readonly fault?: string;
  /** Posts that took effect. */
  readonly posted: number;
}

const status = (code: number, headers: Record<string, string> = {}): ConnectorFault => ({
  kind: 'answer',
  status: code,
  headers,
});
const reset: ConnectorFault = { kind: 'reset' };
const hang: ConnectorFault = { kind: 'hang' };
const four = (fault: ConnectorFault) => [fault, fault, fault, fault];

const posts: readonly Expectation[] = [
  { when: 'nothing fails', faults: [], tries: 1, pauses: [], posted: 1 },
  { when: '412 comes once', faults: [status(412)], tries: 2, pauses: [500], posted: 1 },
  { when: '429 comes without a time', faults: [status(429)], tries: 2, pauses: [500], posted: 1 },
  {
    when: '429 names a time',
    faults: [status(429, { 'retry-after': '3' })],
    tries: 2,
    pauses: [3000],
    posted: 1,
  },
  {
    when: '429 names a time too long to wait for',
    faults: [status(429, { 'retry-after': '60' })],
    tries: 1,
    pauses: [],
    fault: 'throttled for 60 s',
    posted: 0,
  },
  {
    when: '429 names times that add up to too long',
    faults: four(status(429, { 'retry-after': '4' })),
    tries: 3,
    pauses: [4000, 4000],
    fault: 'throttled for 4 s',
    posted: 0,
  },
  {
    when: '502 and 503 come in turn',
    faults: [status(502), status(503)],
    tries: 3,
    pauses: [500, 1000],
    posted: 1,
  },
  {
    when: '503 does not end',
    faults: four(status(503)),
    tries: 4,
    pauses: [500, 1000, 2000],
    fault: 'unavailable',
    posted: 0,
  },
  { when: '500 comes', faults: [status(500)], tries: 1, pauses: [], fault: 'in-doubt', posted: 0 },
  { when: '504 comes', faults: [status(504)], tries: 1, pauses: [], fault: 'in-doubt', posted: 0 },
  {
    when: '500 comes after it was posted',
    faults: [{ ...status(500), afterwards: true }],
    tries: 1,
    pauses: [],
    fault: 'in-doubt',
    posted: 1,
  },
  { when: 'the connection is cut', faults: [reset], tries: 1, pauses: [], fault: 'in-doubt', posted: 0 },
  {
    when: 'the connection is cut after it was posted',
    faults: [{ ...reset, afterwards: true }],
    tries: 1,
    pauses: [],
    fault: 'in-doubt',
    posted: 1,
  },
  { when: 'no answer comes', faults: [hang], tries: 1, pauses: [], fault: 'in-doubt', posted: 0 },
  {
    when: 'a redirect comes',
    faults: [status(307, { location: '/v3/conversations/elsewhere/activities' })],
    tries: 1,
    pauses: [],
    fault: 'unavailable',
    posted: 0,
  },
  { when: '400 comes', faults: [status(400)], tries: 1, pauses: [], fault: 'rejected', posted: 0 },
];

const updates: readonly Omit<Expectation, 'posted'>[] = [
  { when: 'the connection is cut', faults: [reset], tries: 2, pauses: [500] },
  { when: 'no answer comes', faults: [hang], tries: 2, pauses: [500] },
  { when: '500 and 504 come in turn', faults: [status(500), status(504)], tries: 3, pauses: [500, 1000] },
  {
    when: 'no answer ever comes',
    faults: four(hang),
    tries: 4,
    pauses: [500, 1000, 2000],
    fault: 'unavailable',
  },
];

/** Runs one call to the connector in a turn and says how it ended. */
async function outcomeOf(
  work: (context: TurnContext) => Promise<unknown>,
  faults: readonly ConnectorFault[],
) {
  let ended: string | undefined;
  const bot = await runBot(
    async (context) => {
      await work(context).catch((error: unknown) => {
        const fault = faultOf(error);
        ended = fault.code === 'throttled' ? `throttled for ${fault.retryAfterSeconds} s` : fault.code;
      });
    },
    // Short only where nothing answers: on a busy machine an answer can take a while.
    { tryMilliseconds: faults.includes(hang) ? 700 : 10_000 },
  );
  try {
    const before = bot.teams.calls.length;
    bot.teams.failNext(...faults);
    await bot.teams.say(bot.url, { text: 'hi' });
    return { bot, ended, tries: bot.teams.calls.length - before };
  } finally {
    await bot.stop();
  }
}

describe('a post to Teams', () => {
  for (const { when, faults, tries, pauses, fault, posted } of posts) {
    it(`is tried ${tries} times and ends ${fault ?? 'well'} when ${when}`, async () => {
      const outcome = await outcomeOf((context) => context.sendActivity('hello'), faults);
      assert.deepEqual(
        {
          ended: outcome.ended,
          tries: outcome.tries,
          pauses: outcome.bot.pauses,
          posted: outcome.bot.teams.sent.length,
        },
        { ended: fault, tries, pauses, posted },
      );
    });
  }

  it('is tried again when nobody listened, since nobody can have read it', async () => {
    let ended: unknown;
    const bot = await runBot(async (context) => {
      await bot.teams.close();
      await context.sendActivity('hello').catch((error: unknown) => {
        ended = faultOf(error).code;
      });
    });
    await bot.teams.say(bot.url, { text: 'hi' });
    await bot.server.close(0);
    assert.deepEqual({ ended, pauses: bot.pauses }, { ended: 'unavailable', pauses: [500, 1000, 2000] });
  });
});

describe('an update in Teams', () => {
  for (const { when, faults, tries, pauses, fault } of updates) {
    it(`is tried ${tries} times and ends ${fault ?? 'well'} when ${when}`, async () => {
      const outcome = await outcomeOf(async (context) => {
        await context
          .updateActivity({ type: 'message', id: 'some-message', text: 'new' })
          .catch((error: unknown) => {
            if (faultOf(error).code !== 'missing') throw error;
          });
      }, faults);
      assert.deepEqual(
        { ended: outcome.ended, tries: outcome.tries, pauses: outcome.bot.pauses },
        { ended: fault, tries, pauses },
      );
    });
  }
});
