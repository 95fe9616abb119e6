// How many turns one person gets: over real HTTP, through the real adapter.
import assert from 'node:assert/strict';
import { createRateLimit } from '../../src/access/rate-limit.ts';
import { pacing } from '../../src/bot/pacing.ts';
import { answerInvoke, messageAnswer } from '../../src/teams/answers.ts';
import { keptLog } from '../support/kept-log.ts';
import { ada, grace, persona } from '../support/people.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';

const tooFast = /That was too much at once, so I did nothing with this\. For 10 seconds/;

describe('a person’s turns', () => {
  let running: RunningBot;
  let turns: number;
  let clock: number;
  const log = keptLog();

  beforeEach(async () => {
    turns = 0;
    clock = 0;
    const limit = () => createRateLimit({ most: 3, seconds: 10 }, () => clock);
    running = await runBot(async (context) => {
      turns += 1;
      if (context.activity.type === 'invoke') await answerInvoke(context, messageAnswer('done'));
    });
    running.adapter.use(pacing({ acts: limit(), views: limit(), log }));
  });
  afterEach(() => running.stop());

  const say = (from = ada) => running.teams.say(running.url, { text: 'help', from });
  const click = (trigger: 'manual' | 'automatic' = 'manual') =>
    running.teams.click(running.url, { verb: 'view', messageId: 'm1', from: ada, trigger });
  const said = () => running.teams.sent.map(({ activity }) => String(activity.text));

  it('end with one sentence when there are too many, however many more come', async () => {
    for (let each = 0; each < 8; each++) await say();
    assert.equal(turns, 3);
    assert.equal(said().length, 1);
    assert.match(said()[0] ?? '', tooFast);
  });

  it('go on when the time is over', async () => {
    for (let each = 0; each < 5; each++) await say();
    clock = 10_000;
    await say();
    assert.equal(turns, 4);
  });

  it('are nobody else’s', async () => {
    for (let each = 0; each < 5; each++) await say();
    await say(grace);
    assert.equal(turns, 4);
  });

  it('are counted together, messages and clicks, and every click is answered', async () => {
    for (let each = 0; each < 3; each++) await say();
    for (const { status, body } of [await click(), await click()]) {
      assert.equal(status, 200);
      assert.match(JSON.stringify(body), tooFast);
    }
    assert.equal(turns, 3);
  });

  it('are not used up by cards that ask for a view by themselves', async () => {
    for (let each = 0; each < 5; each++) await click('automatic');
    await say();
    assert.equal(turns, 4);
  });

  it('are counted by Teams’ own id where it names no person of Entra', async () => {
    const nobody = { ...persona('Nobody'), id: '' };
    for (let each = 0; each < 5; each++) await say(nobody);
    await say(ada);
    assert.equal(turns, 4);
  });

  it('are logged once when there are too many, with the person’s id and nothing they wrote', () => {
    const lines = log.lines.filter(({ facts }) => facts.person === ada.id);
    assert.ok(lines.length > 0);
    assert.ok(!JSON.stringify(log.lines).includes('help'));
  });
});
