// Who has access: to a machine, and to any.
import assert from 'node:assert/strict';
import { textsOf } from '../cards/card-reading.ts';
import { at, buttonsOn, db2, lifeTurns, onMachine, pairOld, put } from '../support/life-turns.ts';
import { grace, oncall as mallory } from '../support/people.ts';
import { aClosing, anOpen, noon } from '../support/requests.ts';

describe('questions about who has access', () => {
  const { books, script, given, say } = lifeTurns();

  describe('who has access to a machine', () => {
    it('tells everybody who has it', async () => {
      await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }));
      const answer = await say('who has access to web-01', mallory);
      const texts = textsOf(answer.card);
      assert.equal(texts[0], 'Who has access to web-01');
      assert.ok(texts.some((text) => text.startsWith('Ada Engineer (id ')));
      assert.deepEqual(buttonsOn(answer), []);
      assert.equal(texts.filter((text) => text === 'db-2').length, 0);
    });

    it('offers to its requester what my access offers', async () => {
      await given(put(anOpen()));
      assert.deepEqual(buttonsOn(await say('who is on web-01')), [
        "I'm done g1",
        'Extend by 15 min g1 15 min',
        'Extend by 30 min g1 30 min',
      ]);
    });

    for (const [allowed, offered] of [
      [true, ['End now g1']],
      [false, []],
    ] as const)
      it(`offers ${offered.length} buttons to an admin when revoke is ${allowed}`, async () => {
        script.revoke = allowed;
        await given(put(anOpen()));
        assert.deepEqual(buttonsOn(await say('who has access to web-01', grace)), offered);
      });

    it('says when a closing is overdue', async () => {
      await given(put(aClosing(), { endsAt: at - 3600_000 }));
      const texts = textsOf((await say('who has access to web-01')).card);
      assert.deepEqual(texts.slice(0, 3), ['Who has access to web-01 (1 overdue)', 'web-01', 'Overdue']);
    });

    it('tells machines of one name apart', async () => {
      await given(put(anOpen(), onMachine(pairOld)));
      const texts = textsOf((await say('who has access to twin')).card);
      assert.equal(texts[0], 'Who has access to twin, of which there are 2');
      assert.ok(texts.includes('Production / rg-old'));
      assert.ok(texts.includes('Nobody has access to twin (Production / rg-web) through me.'));
    });

    for (const [sentence, says] of [
      ['who has access to web-01', /^Nobody has access to web-01 \(Production \/ rg-web\) through me/],
      ['who has access to wbe-01', /no machine called “wbe-01” \(is it web-01, /],
    ] as const)
      it(`answers “${sentence}” in words where there is nothing`, async () => {
        assert.match(String((await say(sentence)).text), says);
      });

    it('says nothing of machines before it knows them', async () => {
      script.loaded = false;
      assert.match(
        String((await say('who has access to web-01')).text),
        /still reading the list of machines/,
      );
    });
  });

  describe('who has access', () => {
    it('is for admins, and a refusal is written down', async () => {
      await given(put(anOpen()));
      const { text } = await say('who has access', mallory);
      assert.match(String(text), /^Only an admin can see who has access to all machines/);
      assert.deepEqual(
        books.audit.map(({ actor, kind, facts }) => ({ actor, kind, facts })),
        [{ actor: mallory.id, kind: 'who-refused', facts: {} }],
      );
    });

    it('is answered that it could not be found out where Entra does not tell who is an admin', async () => {
      script.adminsKnown = false;
      await given(put(anOpen()));
      const { text, card } = await say('who has access', grace);
      assert.equal(card, undefined);
      assert.match(String(text), /^I could not find out whether you are an admin, so nothing was done/);
      assert.deepEqual(
        books.audit.map(({ actor, kind, facts }) => ({ actor, kind, facts })),
        [{ actor: grace.id, kind: 'who-refused', facts: { admin: 'unknown' } }],
      );
    });

    it('lists what everybody has, overdue first', async () => {
      await given(
        put(aClosing(), { endsAt: at - 3600_000, askedAt: noon - 7200_000 }),
        put(anOpen(), { id: 'g2', ...onMachine(db2) }),
      );
      const answer = await say('who has access', grace);
      const texts = textsOf(answer.card);
      assert.deepEqual(texts.slice(0, 3), ['Who has access (1 overdue)', 'web-01', 'Overdue']);
      assert.ok(texts.includes('db-2'));
      assert.deepEqual(buttonsOn(answer), ['End now g2']);
    });

    it('says that nobody has', async () => {
      assert.match(String((await say('who has access', grace)).text), /^Nobody has access to any machine/);
    });
  });
});
