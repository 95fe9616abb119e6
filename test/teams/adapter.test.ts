// Who gets a turn: local mode, and settings with an identity. tokens.test.ts has the table of tokens.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createAdapter } from '../../src/teams/adapter.ts';
import { consoleToLog } from '../../src/teams/console-to-log.ts';
import { keptLog } from '../support/kept-log.ts';
import { bot, tenantId } from '../support/people.ts';
import { runBot } from '../support/running-bot.ts';
import { messageActivity } from '../support/teams-activities.ts';

const appId = bot.id.slice(3);

describe('the adapter with an app id', () => {
  let giveConsoleBack: () => void;
  before(() => {
    giveConsoleBack = consoleToLog(keptLog());
  });
  after(() => giveConsoleBack());

  it('made from settings refuses what carries no good token', async () => {
    const adapter = createAdapter({
      appId,
      appPassword: 'p',
      appType: 'SingleTenant',
      tenantId,
      cloud: 'public',
      localMode: true,
    });
    const running = await runBot(async () => assert.fail('had a turn'), { adapter });
    try {
      assert.deepEqual(await running.teams.say(running.url, { text: 'hi' }), {
        status: 401,
        body: { error: 'This is for the Bot Framework only.' },
      });
      assert.deepEqual(running.teams.calls, []);
    } finally {
      await running.stop();
    }
  });

  for (const appType of ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const) {
    it(`can be made as ${appType}, for both clouds`, () => {
      const password = appType === 'UserAssignedMSI' ? {} : { appPassword: 'p' };
      for (const cloud of ['public', 'usgovernment'] as const) {
        assert.ok(createAdapter({ appId, appType, tenantId, ...password, cloud, localMode: false }));
      }
    });
  }
});

describe('the adapter without an app id', () => {
  it('is not made outside local mode', () => {
    assert.throws(() => createAdapter({ cloud: 'public', localMode: false }), /MicrosoftAppId/);
  });

  it('answers over loopback', async () => {
    const running = await runBot(async (context) => void (await context.sendActivity('hello')));
    try {
      const answer = await running.teams.say(running.url, { text: 'hi' });
      assert.deepEqual(
        [answer.status, running.teams.sent.map(({ activity }) => activity.text)],
        [200, ['hello']],
      );
    } finally {
      await running.stop();
    }
  });

  it('refuses a forged service URL and never calls it', async () => {
    let contacted = 0;
    // This machine too, so that a call would arrive; but not one of the three names of loopback.
    const forged = createServer().on('connection', () => contacted++);
    await new Promise<void>((resolve) => forged.listen(0, '127.0.0.2', resolve));
    const address = forged.address();
    const elsewhere = `http://127.0.0.2:${typeof address === 'object' ? address?.port : 0}/`;
    const running = await runBot(async () => assert.fail('had a turn'));
    try {
      const response = await fetch(running.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(messageActivity({ text: 'hi', serviceUrl: elsewhere })),
      });
      assert.deepEqual(
        { status: response.status, body: await response.json(), contacted },
        { status: 403, body: { error: 'This service URL is not one the bot may answer to.' }, contacted: 0 },
      );
    } finally {
      await running.stop();
      await new Promise((resolve) => forged.close(resolve));
    }
  });
});
