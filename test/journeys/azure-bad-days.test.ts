// Azure's bad days, all in one bot: each ends in a true message and an entry of the audit trail, and nothing crashes.
import assert from 'node:assert/strict';
import { ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { atOnce } from '../support/at-once.ts';
import { type BadDaysWorld, type Story, startBadDays } from '../support/bad-days-world.ts';
import { until } from '../support/until.ts';

const refusal = (code: string, message = 'Raw words of Azure.') => ({ error: { code, message } });
const long = 170;

/** Asks, and sends the form. */
async function begun(story: Story, time = '1m'): Promise<void> {
  await story.ask(time);
  await story.press('Request');
}

/** To its true end: said to be ready, said to be closed, once each, and no rule is left. */
async function wholeLife(story: Story): Promise<void> {
  await until(() => story.status() === 'Ready', long);
  assert.equal(story.rules(), 1);
  await until(() => story.status() === 'Closed', long);
  assert.equal(story.rules(), 0);
  await until(() => story.toAda(/Closed:/).length > 0 && story.toOnCall(/Closed:/).length > 0, 60);
  assert.deepEqual([story.toAda(/Ready:/).length, story.toAda(/Closed:/).length], [1, 1]);
}

/** What happens → the story, and the kinds of audit entries that tell of it. */
type Days = Readonly<Record<string, readonly [does: string, entries: readonly string[], live: Tale]>>;
type Tale = (story: Story, world: BadDaysWorld) => Promise<void>;

/** An initiate that meets this, and opens once all the same. */
const opensOnce =
  (fault: Parameters<Story['breaks']>[1], sent: number): Tale =>
  async (story) => {
    story.breaks('POST initiate', fault);
    await begun(story);
    await wholeLife(story);
    assert.deepEqual(story.asked(), { sent, taken: 1 });
  };

const whenAsked: Days = {
  'asked-429-named': [
    'initiate is throttled, and Azure says how long: asks again then',
    ['initiate-not-taken', 'initiate-accepted', 'closed'],
    opensOnce(
      {
        action: {
          status: 429,
          headers: { 'retry-after': '3' },
          body: refusal('SubscriptionRequestsThrottled'),
        },
      },
      2,
    ),
  ],
  'asked-429-bare': [
    'initiate is throttled without a time: asks again a little later',
    ['initiate-not-taken', 'initiate-accepted', 'closed'],
    opensOnce({ action: { status: 429, body: refusal('TooManyRequests') } }, 2),
  ],
  'asked-busy': [
    'the NSG is busy with another change: asks again',
    ['initiate-not-taken', 'initiate-accepted', 'closed'],
    opensOnce({ action: { status: 429, body: refusal('RetryableErrorDueToAnotherOperation') } }, 2),
  ],
  'asked-500': [
    'Azure takes it and answers 500: finds it in the policy’s list, and asks once only',
    ['initiate-in-doubt', 'initiate-accepted', 'closed'],
    opensOnce({ action: { status: 500, after: true, body: refusal('InternalServerError') } }, 1),
  ],
  'asked-502': [
    'a gateway answers in HTML: looks it up for half a minute, and only then asks again',
    ['initiate-in-doubt', 'initiate-not-taken', 'initiate-accepted', 'closed'],
    opensOnce({ action: 'html-502' }, 2),
  ],
  'asked-slowly': [
    'Azure takes longer than the bot waits: finds it in the list, and asks once only',
    ['initiate-in-doubt', 'initiate-accepted', 'closed'],
    opensOnce({ action: { delayMs: 23_000 } }, 1),
  ],
  'stale-list': [
    'the connection breaks after Azure took it, and the list lags behind: waits for it, and asks once only',
    ['initiate-in-doubt', 'initiate-accepted', 'closed'],
    async (story, world) => {
      story.breaks('GET jitNetworkAccessPolicies', { times: 500, action: { staleMs: 12_000 } });
      await opensOnce({ action: 'reset-after' }, 1)(story, world);
    },
  ],
  'asked-locked': [
    'a lock forbids it: fails at once, and says so',
    ['initiate-not-taken', 'failed'],
    async (story) => {
      story.breaks('POST initiate', { action: { status: 409, body: refusal('ScopeLocked') } });
      await begun(story);
      await until(() => story.status() === 'Failed', long);
      assert.match(story.card(), /A lock in Azure forbids it/);
    },
  ],
  'policy-gone': [
    'the JIT policy vanishes while the form is filled in: fails at once, and says so',
    ['initiate-not-taken', 'failed'],
    async (story) => {
      await story.ask('1m');
      await story.deletePolicy();
      await story.press('Request');
      await until(() => story.status() === 'Failed', long);
      assert.match(story.card(), /JIT policy no longer exists/);
    },
  ],
};

const whileLooking: Days = {
  'policy-gone-later': [
    'the JIT policy vanishes after Azure took it: goes by the NSG, to the end',
    ['initiate-accepted', 'opened', 'closed'],
    async (story, { local }) => {
      local.azure.meddle(`POST initiate /rg-policy-gone-later/`, 1, story.deletePolicy);
      await begun(story);
      await wholeLife(story);
    },
  ],
  'policy-gone-in-doubt': [
    'the JIT policy vanishes while nobody knows whether Azure took it: says so, asks once, and closes what was open',
    ['initiate-in-doubt', 'setback', 'ended'],
    async (story, { local }) => {
      story.breaks('POST initiate', { action: 'reset-after' });
      local.azure.meddle(`POST initiate /rg-policy-gone-in-doubt/`, 1, story.deletePolicy);
      await begun(story);
      await until(() => /gave no clear answer yet, so I look/.test(story.card()), long);
      await until(() => /Closed|Never seen open/.test(story.status() ?? ''), long);
      assert.deepEqual([story.asked(), story.rules()], [{ sent: 1, taken: 1 }, 0]);
    },
  ],
  'look-broken': [
    'the NSG is answered by gateways and broken connections: says ready only when it was seen',
    ['setback', 'opened', 'closed'],
    async (story) => {
      story.breaks('GET networkSecurityGroups', { times: 9, action: 'html-502' });
      story.breaks('GET networkSecurityGroups', { times: 6, action: 'reset-after' });
      await begun(story);
      await wholeLife(story);
    },
  ],
  'look-429': [
    'looks are throttled for half a minute: waits as long, then sees',
    ['setback', 'opened', 'closed'],
    async (story) => {
      const headers = { 'retry-after': '30' };
      await story.ask('1m');
      story.breaks('GET networkSecurityGroups', {
        action: { status: 429, headers, body: refusal('SubscriptionRequestsThrottled') },
      });
      await story.press('Request');
      await wholeLife(story);
    },
  ],
  'look-slowly': [
    'a look is answered after two minutes: does not wait for it, and looks again',
    ['setback', 'opened', 'closed'],
    async (story) => {
      await story.ask('1m');
      story.breaks('GET networkSecurityGroups', { action: { delayMs: 120_000 } });
      await story.press('Request');
      await wholeLife(story);
    },
  ],
  'stale-nsg': [
    'the NSG lags eight seconds behind: says ready and closed later, and never before it is so',
    ['opened', 'closed'],
    async (story) => {
      story.breaks('GET networkSecurityGroups', { times: 1000, action: { staleMs: 8000 } });
      await begun(story);
      await wholeLife(story);
    },
  ],
  'comes-late': [
    'the rule comes after the time allowed for it: says late, then ready',
    ['opened', 'closed'],
    async (story, { local }) => {
      local.azure.quirk(story.machine, { ruleAppearsAfterMs: 80_000 });
      await begun(story, '150s');
      await until(() => story.toOnCall(/Not open in time/).length === 1, long);
      assert.equal(story.rules(), 0);
      await wholeLife(story);
    },
  ],
  'goes-early': [
    'the rule goes before its end: says so to both, and never that it closed as asked',
    ['gone-early'],
    async (story, { local }) => {
      local.azure.quirk(story.machine, { ruleGoesAfterMs: -60_000 });
      await begun(story, '90s');
      await until(() => story.toAda(/Gone early/).length === 1, long);
      assert.match(story.toAda(/Gone early/)[0] ?? '', /I did not take it away/);
      await until(() => story.toOnCall(/Gone early/).length === 1, 60);
      assert.deepEqual(story.toAda(/Closed:/), []);
    },
  ],
  'rights-gone': [
    'the right to look is withdrawn while it is open: names it, does not say closed, and sees the end when it is back',
    ['setback', 'ended', 'closed'],
    async (story, { local }) => {
      await begun(story);
      await until(() => story.status() === 'Ready', long);
      const right = 'Microsoft.Network/networkSecurityGroups/read';
      local.azure.assign(
        local.azure.estate.subscriptions.map(({ id: subscription }) => ({
          actions: ['*'],
          notActions: subscription === story.subscription ? [right] : [],
          subscription,
        })),
      );
      await until(() => story.card().includes(right), long);
      await until(() => story.status() === 'Overdue', long);
      await until(() => story.toOnCall(/OVERDUE/).some((text) => text.includes(right)), 60);
      assert.deepEqual([...story.toAda(/Closed:/), ...story.toOnCall(/Closed:/)], []);
      local.azure.assign(undefined);
      await until(() => story.status() === 'Closed', long);
      assert.equal(story.rules(), 0);
    },
  ],
  'done-busy': [
    'the NSG is busy when somebody is done: deletes the rule a little later, and proves it',
    ['done', 'setback', 'revoked', 'closed'],
    async (story) => {
      await begun(story, '30m');
      await until(() => story.status() === 'Ready', long);
      story.breaks('DELETE securityRules', {
        times: 2,
        action: { status: 429, body: refusal('RetryableErrorDueToAnotherOperation') },
      });
      await story.press("I'm done");
      await until(() => story.status() === 'Closed', long);
      assert.equal(story.rules(), 0);
    },
  ],
  'done-locked': [
    'a lock forbids to end it early: says until when it stays open, and never closed',
    ['done', 'revoke-kept'],
    async (story) => {
      await begun(story, '30m');
      await until(() => story.status() === 'Ready', long);
      story.breaks('DELETE securityRules', { action: { status: 409, body: refusal('ScopeLocked') } });
      await story.press("I'm done");
      await until(() => story.toAda(/still open/).length === 1, long);
      assert.match(
        story.toAda(/still open/)[0] ?? '',
        /A lock in Azure forbids.*Azure was left to close it at/s,
      );
      assert.deepEqual([story.rules(), story.toAda(/Closed:/)], [1, []]);
    },
  ],
};

describe('Azure’s bad days', function () {
  this.timeout(400_000);
  const days: Days = { ...whenAsked, ...whileLooking };
  let world: BadDaysWorld;

  before(async () => {
    world = await startBadDays(Object.keys(days), {
      OPEN_TIMEOUT_SECONDS: '60',
      CLOSE_GRACE_SECONDS: '15',
      WATCH_SECONDS: '2',
      REVOKE: 'delete-rule',
    });
  });
  after(() => world.stop());

  atOnce(
    Object.fromEntries(
      Object.entries(days).map(([name, [does, , live]]) => [
        does,
        async () => {
          const story = world.story(name);
          try {
            await live(story, world);
          } catch (error) {
            const said = [...story.toAda(/./), ...story.toOnCall(/./)];
            throw new Error(`${story.status()}: ${JSON.stringify(story.asked())} ${JSON.stringify(said)}`, {
              cause: error,
            });
          }
        },
      ]),
    ),
  );

  it('show nobody what Azure or a gateway wrote', () => {
    const read = [
      ...Object.keys(days).map((name) => world.story(name).card()),
      ...world.local.said(),
      ...world.local.said(ON_CALL_CHANNEL_ID),
    ].join('\n');
    assert.doesNotMatch(read, /Raw words|RestError|<html|ECONNRESET|\bat .*\.ts:/);
  });

  it('leave an entry each in the audit trail, and no error of the bot’s own in its log', async () => {
    const trail = await world.audit();
    for (const [name, [, entries]] of Object.entries(days))
      for (const kind of entries) assert.ok(trail.get(name)?.has(kind), `${name}: ${kind}`);
    const ownErrors = world.local
      .bot()
      .output()
      .split('\n')
      .filter((line) => /"level":(50|60)|Unhandled|uncaught/.test(line));
    assert.deepEqual(ownErrors, []);
  });
});
