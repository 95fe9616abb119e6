// What only admins may write: to others, and while it is not known who is one, it is refused and written down.
import assert from 'node:assert/strict';
import { lifeTurns } from '../support/life-turns.ts';
import { grace, oncall as mallory } from '../support/people.ts';

describe('what only admins may write', () => {
  const { books, script, say } = lifeTurns();
  const audited = () => books.audit.map(({ actor, kind, facts }) => ({ actor, kind, facts }));

  for (const [sentence, kind] of [
    ['history web-01', 'history-refused'],
    ['who has access', 'who-refused'],
    ['use this channel for on-call', 'channel-refused'],
    ['forget the approvals channel of databases', 'channel-refused'],
  ] as const) {
    it(`is refused to others: ${sentence}`, async () => {
      assert.match(String((await say(sentence, mallory)).text), /^Only an admin can/);
      const [entry, ...more] = audited();
      assert.deepEqual([entry?.actor, entry?.kind, more], [mallory.id, kind, []]);
      assert.equal('admin' in (entry?.facts ?? {}), false);
    });

    it(`is refused while it is not known who is an admin: ${sentence}`, async () => {
      script.adminsKnown = false;
      assert.match(
        String((await say(sentence, grace)).text),
        /^I could not find out whether you are an admin/,
      );
      const [entry, ...more] = audited();
      assert.deepEqual([entry?.actor, entry?.kind, more], [grace.id, kind, []]);
      assert.equal(entry?.facts.admin, 'unknown');
    });
  }
});
