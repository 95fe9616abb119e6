// Sentences about what somebody has: my access, done and extend.
import assert from 'node:assert/strict';
import { at, buttonsOn, db2, lifeTurns, onMachine, put } from '../support/life-turns.ts';
import { ada, grace } from '../support/people.ts';
import { aDraft, anOpen, anOpening, aPending, web01 } from '../support/requests.ts';

describe('sentences about what somebody has', () => {
  const { calls, script, given, say, click } = lifeTurns();

  describe('my access', () => {
    it('is a card with what can be done now, and a line for clients without cards', async () => {
      await given(
        put(anOpen()),
        put(aPending(), { id: 'g2' }),
        put(aDraft(), { id: 'g3' }),
        put(anOpening(), { id: 'g4' }),
      );
      const answer = await say('my access');
      assert.equal(answer.text, undefined);
      assert.match(String(answer.summary), /^Your access: .*Ready: web-01 port 3389 \(RDP\), ends at 14:00/);
      assert.deepEqual(buttonsOn(answer), [
        "I'm done g1",
        'Extend by 15 min g1 15 min',
        'Extend by 30 min g1 30 min',
        'Withdraw g2',
        'Cancel g3',
      ]);
    });

    it('says in words that there is nothing', async () => {
      assert.match(String((await say('my access')).text), /You have no access and no open requests/);
    });
  });

  describe('done', () => {
    it('ends the one grant that is open, and says so', async () => {
      await given(put(anOpen()), put(aPending(), { id: 'g2' }));
      const { text } = await say('I’m done');
      assert.equal(
        text,
        'You said you are done with web-01 port 3389 (RDP). Its card says what became of it.',
      );
      assert.deepEqual(calls, [['done', ada.id, false, 'g1']]);
    });

    for (const [sentence, ended] of [
      ['done with db-2', 'g2'],
      ['done with WEB-01', 'g1'],
      ['done with ssh', 'g3'],
      ['close rdp on web-01', 'g1'],
    ] as const)
      it(`takes “${sentence}” for that one of several`, async () => {
        const ssh = sentence.endsWith('WEB-01') ? [] : [put(anOpen(), { id: 'g3', ...onMachine(web01, 22) })];
        await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }), ...ssh);
        await say(sentence);
        assert.deepEqual(calls, [['done', ada.id, false, ended]]);
      });

    it('ends nothing where several fit, and lets them choose', async () => {
      await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }));
      const answer = await say('done');
      assert.deepEqual(calls, []);
      assert.deepEqual(buttonsOn(answer).toSorted(), ["I'm done g1", "I'm done g2"]);
    });

    it('never ends what somebody else has, also for an admin', async () => {
      await given(put(anOpen()));
      const { text } = await say('done with web-01', grace);
      assert.equal(text, 'You have nothing open on “web-01”, so nothing was ended.');
      assert.deepEqual(calls, []);
    });

    it('ends nothing else where nothing fits, and says what is open', async () => {
      await given(put(anOpen()));
      const { text } = await say('done with db-2');
      assert.match(String(text), /nothing open on “db-2”.*web-01 port 3389 \(RDP\) is open until/);
      assert.deepEqual(calls, []);
    });

    it('tells of one that is not open yet', async () => {
      await given(put(anOpening()));
      assert.match(String((await say('done')).text), /web-01 port 3389 \(RDP\) is not open yet/);
    });

    it('does not do twice what was said before', async () => {
      await given(put(anOpen(), { done: { at, by: ada, kept: { why: 'not-set' } } }));
      assert.match(
        String((await say('done')).text),
        /Ada Engineer said at .* that they are done with web-01/,
      );
      assert.deepEqual(calls, []);
    });

    it('is pointed to by cancel, which ends nothing that runs', async () => {
      await given(put(anOpen()));
      assert.match(String((await say('cancel')).text), /stays open until .*write `done`/);
      assert.deepEqual(calls, []);
    });
  });

  describe('extend', () => {
    it('asks for more time for the one grant that is open', async () => {
      await given(put(anOpen()));
      const { text } = await say('30 more minutes');
      assert.equal(
        text,
        'You asked for 30 min more of web-01 port 3389 (RDP); the new card says what became of it.',
      );
      assert.deepEqual(calls, [['extend', ada.id, 'g1', 1800]]);
    });

    it('waits until the machines are known: one that is not read yet is not gone', async () => {
      await given(put(anOpen()));
      script.loaded = false;
      assert.match(String((await say('extend web-01 by 30m')).text), /still reading the list of machines/);
      const clicked = await click('extend', { request: 'g1', by: '900' }, 'card-g1');
      assert.match(String(clicked), /still reading the list of machines/);
      assert.deepEqual(calls, []);
    });

    it('offers times where none is said', async () => {
      await given(put(anOpen()));
      const answer = await say('extend web-01');
      assert.deepEqual(buttonsOn(answer), [
        "I'm done g1",
        'Extend by 15 min g1 15 min',
        'Extend by 30 min g1 30 min',
      ]);
      assert.deepEqual(calls, []);
    });

    it('lets them choose among several, with the time they said', async () => {
      await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }));
      const answer = await say('extend 45m');
      const extending = buttonsOn(answer).filter((title) => title.startsWith('Extend'));
      assert.deepEqual(extending.toSorted(), ['Extend by 45 min g1 45 min', 'Extend by 45 min g2 45 min']);
      await click('extend', { request: 'g2', by: '45 min' });
      assert.deepEqual(calls, [['extend', ada.id, 'g2', 2700]]);
    });

    it('says why not', async () => {
      await given(put(anOpen()));
      script.extendAnswer = (request) => ({
        kind: 'refused',
        request,
        refusals: [{ code: 'too-long', maximumSeconds: 7200 }],
      });
      assert.match(String((await say('extend 3h')).text), /was not extended\. That is too long.*up to 2 h/);
    });

    for (const [sentence, says] of [
      ['extend by 10s', /too short.*1 min or more/],
      ['extend by 2 days', /too long.*24 h/],
      ['extend db-2 by 1h', /nothing open on “db-2”/],
    ] as const)
      it(`extends nothing by “${sentence}”`, async () => {
        await given(put(anOpen()));
        assert.match(String((await say(sentence)).text), says);
        assert.deepEqual(calls, []);
      });
  });

  it('explains how to write what it did not understand, and does nothing', async () => {
    await given(put(anOpen()));
    for (const [sentence, says] of [
      ['done with web-01 and db-2', /Nothing was ended/],
      ['extend 30', /Nothing was extended/],
      ['who can access web-01', /`why` tells whether you may/],
    ] as const)
      assert.match(String((await say(sentence)).text), says);
    assert.deepEqual(calls, []);
  });
});
