// Clicks about what somebody has: on the card of the grant, and on another.
import assert from 'node:assert/strict';
import type { Open } from '../../src/domain/access-request.ts';
import { textsOf } from '../cards/card-reading.ts';
import { at, lifeTurns, put } from '../support/life-turns.ts';
import { ada, grace, oncall as mallory } from '../support/people.ts';
import { aClosing, aDraft, anOpen, aPending } from '../support/requests.ts';

describe('clicks about what somebody has', () => {
  const { calls, stored, script, given, click } = lifeTurns();

  describe('a click on the grant’s own card', () => {
    it('is answered with that card as it is now', async () => {
      await given(put(anOpen()));
      script.doneAnswer = (request) => ({
        kind: 'moved',
        request: { ...(request as Open), done: { at, by: ada, kept: { why: 'not-set' } } },
      });
      const texts = textsOf(await click('done', { request: 'g1' }, 'card-g1'));
      assert.equal(texts[0], 'Done, but still open');
      assert.deepEqual(calls, [['done', ada.id, false, 'g1']]);
    });

    it('shows what is true where it came too late', async () => {
      await given(put(aClosing()));
      script.doneAnswer = (request) => ({ kind: 'dead', request });
      assert.equal(textsOf(await click('done', { request: 'g1' }, 'card-g1'))[0], 'Ended');
    });

    it('shows the card after extending, too', async () => {
      await given(put(anOpen()));
      assert.equal(textsOf(await click('extend', { request: 'g1', by: '15 min' }, 'card-g1'))[0], 'Ready');
      assert.deepEqual(calls, [['extend', ada.id, 'g1', 900]]);
    });

    it('is answered in words for somebody else', async () => {
      await given(put(anOpen()));
      script.doneAnswer = (request) => ({ kind: 'not-yours', request });
      const said = await click('done', { request: 'g1' }, 'card-g1', mallory);
      assert.equal(said, 'Only Ada Engineer or an admin can end this; nothing changed.');
      assert.deepEqual(calls, [['done', mallory.id, false, 'g1']]);
    });
  });

  describe('a click of somebody who may be an admin', () => {
    beforeEach(async () => {
      await given(put(anOpen()));
      script.adminsKnown = false;
      script.doneAnswer = (request) => ({ kind: 'not-yours', request });
    });

    it('ends nothing of others, and says that it could not be found out', async () => {
      const said = await click('end', { request: 'g1' }, 'another', grace);
      assert.match(String(said), /^I could not find out whether you are an admin, so nothing was done/);
      assert.deepEqual(calls, [['done', grace.id, false, 'g1']]);
    });

    it('is answered as ever where nothing can be ended', async () => {
      script.revoke = false;
      const said = await click('end', { request: 'g1' }, 'another', grace);
      assert.doesNotMatch(String(said), /could not find out/);
    });

    it('ends what is their own', async () => {
      script.doneAnswer = (request) => ({ kind: 'moved', request });
      assert.match(String(await click('end', { request: 'g1' })), /^You said you are done/);
    });
  });

  describe('a click on another card', () => {
    const answers: readonly [string, () => void, string, object, RegExp][] = [
      ['done', () => {}, 'done', {}, /^You said you are done with web-01 port 3389 \(RDP\)\. Its card says/],
      [
        'done too late',
        () => {
          script.doneAnswer = () => ({ kind: 'dead', request: put(aClosing()) });
        },
        'done',
        {},
        /^web-01 port 3389 \(RDP\) ended at .*; nothing changed\. Ask again/,
      ],
      ['extend', () => {}, 'extend', { by: '30 min' }, /^You asked for 30 min more of web-01/],
      [
        'extend again',
        () => {
          script.extendAnswer = (request) => ({ kind: 'already', request, extension: request });
        },
        'extend',
        { by: '30 min' },
        /was asked for already; its new card says/,
      ],
      [
        'extend too late',
        () => {
          script.extendAnswer = () => ({ kind: 'dead', request: put(aClosing()) });
        },
        'extend',
        { by: '30 min' },
        /^web-01 port 3389 \(RDP\) ended at .*Ask again/,
      ],
      [
        'extend somebody else’s',
        () => {
          script.extendAnswer = (request) => ({ kind: 'not-yours', request });
        },
        'extend',
        { by: '30 min' },
        /^Only Ada Engineer can extend this; nothing changed/,
      ],
    ];
    for (const [what, script, verb, data, says] of answers)
      it(`is answered in words: ${what}`, async () => {
        await given(put(anOpen()));
        script();
        assert.match(String(await click(verb, { request: 'g1', ...data })), says);
      });

    it('withdraws and drops in words, and leaves the list as it is', async () => {
      await given(put(aPending()), put(aDraft(), { id: 'g3' }));
      assert.match(
        String(await click('withdraw', { request: 'g1' })),
        /^You withdrew your request for web-01/,
      );
      assert.match(String(await click('withdraw', { request: 'g1' })), /answered before; nothing changed/);
      assert.match(String(await click('cancel', { request: 'g3' })), /^You dropped the form/);
      assert.deepEqual([stored('g1').state, stored('g3').state], ['withdrawn', 'withdrawn']);
    });

    for (const [by, says] of [
      ['', /Choose by how long/],
      ['soon', /“soon” is not a time I understand/],
      ['901', /“901” is not a time/],
      ['until 17:00', /is not a time/],
      ['1s', /too short/],
      ['25h', /too long/],
      ['9'.repeat(2000), /is not a time/],
    ] as const)
      it(`extends by no such time: ${by.slice(0, 20)}`, async () => {
        await given(put(anOpen()));
        assert.match(String(await click('extend', { request: 'g1', by })), says);
        assert.deepEqual(calls, []);
      });

    it('extends by a time as people write it', async () => {
      await given(put(anOpen()));
      await click('extend', { request: 'g1', by: '20 min' });
      assert.deepEqual(calls, [['extend', ada.id, 'g1', 1200]]);
    });

    it('knows nothing of what is not in the books', async () => {
      assert.match(String(await click('done', { request: 'none' })), /know nothing of this card/);
      assert.match(
        String(await click('extend', { request: 'none', by: '15 min' })),
        /know nothing of this card/,
      );
    });

    it('takes nothing but the request and the time from a button: who clicks is who was authenticated', async () => {
      await given(put(anOpen()));
      await click('done', { request: 'g1', admin: true, person: grace.id }, 'another', mallory);
      await click('extend', { request: 'g1', by: '15 min', person: ada.id }, 'another', mallory);
      assert.deepEqual(calls, [
        ['done', mallory.id, false, 'g1'],
        ['extend', mallory.id, 'g1', 900],
      ]);
    });

    it('lets an admin end what somebody else has, by its own button and by no other', async () => {
      await given(put(anOpen()));
      await click('done', { request: 'g1' }, 'another', grace);
      await click('end', { request: 'g1' }, 'another', mallory);
      const said = await click('end', { request: 'g1' }, 'another', grace);
      assert.match(
        String(said),
        /^You said that web-01 port 3389 \(RDP\) of Ada Engineer .* is to end now\./,
      );
      assert.deepEqual(calls, [
        ['done', grace.id, false, 'g1'],
        ['done', mallory.id, false, 'g1'],
        ['done', grace.id, true, 'g1'],
      ]);
    });
  });
});
