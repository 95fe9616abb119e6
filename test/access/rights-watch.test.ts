// Saying which rights are missing: in sentences, once in the log, and never that all is there when nobody knows.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import {
  type Feature,
  featuresOn,
  type Rights,
  type RightsSeen,
  type SubscriptionRights,
} from '../../src/access/rights-port.ts';
import { createRightsWatch, sentencesOf } from '../../src/access/rights-watch.ts';
import { keptLog } from '../support/kept-log.ts';

const production = { id: 'p-1', name: 'Production' };
const withSetup = { name: 'JIT Access bot with setup', file: 'infra/roles/bot-with-setup.json' };
const allThere: RightsSeen = { kind: 'known', missing: [], roles: [] };
const noPlan: RightsSeen = {
  kind: 'known',
  missing: [{ action: 'A/pricings/write', features: ['defender'], without: [] }],
  roles: [withSetup],
};
const seenIn = (seen: RightsSeen): readonly SubscriptionRights[] => [{ subscription: production, seen }];

/** @param answers what each look finds, the last for ever */
function watched(...answers: readonly (readonly SubscriptionRights[] | Error)[]) {
  const asked: (readonly Feature[])[] = [];
  const pauses: number[] = [];
  const log = keptLog();
  const go: (() => void)[] = [];
  const rights: Pick<Rights, 'look'> = {
    async look(wanted) {
      asked.push(wanted);
      const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const watch = createRightsWatch({
    rights,
    settings: { revoke: false, setup: true },
    log,
    pause: (seconds) => {
      pauses.push(seconds);
      return new Promise((resolve) => go.push(() => resolve(undefined)));
    },
  });
  return { watch, asked, pauses, log, goOn: () => go.shift()?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the rights watch', () => {
  it('says that it has not looked before it has', () =>
    assert.match(watched().watch.problems().join(), /not asked Azure yet/));

  it('has nothing to say when all is there', async () => {
    const { watch, log } = watched(seenIn(allThere));
    await watch.look();
    assert.deepEqual([watch.problems(), log.lines.map(({ level }) => level)], [[], ['info']]);
  });

  it('asks for what is switched on', async () => {
    const { watch, asked } = watched(seenIn(allThere));
    await watch.look();
    assert.deepEqual(asked, [featuresOn({ revoke: false, setup: true })]);
    assert.deepEqual([asked[0]?.includes('setup'), asked[0]?.includes('revoke')], [true, false]);
  });

  it('says that nothing is known when Azure does not answer, in words of ours, also after all was there', async () => {
    const { watch } = watched(seenIn(allThere), new Fault('unavailable', 'Azure did not answer in time.'));
    await watch.look();
    await watch.look();
    assert.deepEqual(watch.problems(), [
      'Whether the bot has all the rights it needs in Azure is not known. Azure did not answer in time.',
    ]);
  });

  it('shows nothing of an error that is not ours', async () => {
    const { watch } = watched(new Error('secret stack'));
    await watch.look();
    assert.doesNotMatch(watch.problems().join(), /secret/);
  });

  it('writes each state of things into the log once', async () => {
    const { watch, log } = watched(seenIn(noPlan), seenIn(noPlan), seenIn(allThere), seenIn(noPlan));
    for (let look = 0; look < 4; look += 1) await watch.look();
    assert.deepEqual(
      log.lines.map(({ level }) => level),
      ['warn', 'info', 'warn'],
    );
  });

  it('looks at once when it starts, every ten minutes from then on, and no more when it is stopped', async () => {
    const { watch, asked, pauses, goOn } = watched(seenIn(noPlan), seenIn(allThere));
    watch.start();
    watch.start();
    await settled();
    assert.deepEqual([asked.length, pauses], [1, [600]]);
    goOn();
    await settled();
    assert.deepEqual([asked.length, watch.problems()], [2, []]);
    watch.stop();
    goOn();
    await settled();
    assert.equal(asked.length, 2);
  });
});

describe('what is missing, in a sentence', () => {
  const sentences = (seen: RightsSeen) => sentencesOf({ subscription: production, seen });

  it('names subscription, actions, what they are for, and the role', () =>
    assert.deepEqual(sentences(noPlan), [
      'Subscription Production (p-1): the bot lacks A/pricings/write, needed for turning on Defender for Servers ' +
        '(SETUP=on). Missing role: “JIT Access bot with setup” (infra/roles/bot-with-setup.json).',
    ]));

  it('says how it goes on without what it can do without, and does not call that lacking', () => {
    const missing = [{ action: 'A/x/read', features: [], without: ['It looks again later.'] }];
    assert.deepEqual(sentences({ kind: 'known', missing, roles: [withSetup] }), [
      'Subscription Production (p-1): the bot goes on without A/x/read. It looks again later.',
    ]);
  });

  it('says that it is not known, and why', () =>
    assert.deepEqual(sentences({ kind: 'unknown', why: 'Azure did not answer in time.' }), [
      'Subscription Production (p-1): whether the bot has all the rights it needs is not known. Azure did not answer in time.',
    ]));
});
