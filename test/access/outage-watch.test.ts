// An outage of the database is written down once it is over, once, with its whole length.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import { createOutageWatch } from '../../src/access/outage-watch.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { keptLog } from '../support/kept-log.ts';
import { noon } from '../support/requests.ts';

const away = new Fault('unavailable', 'The database cannot be reached at the moment.');

/** One look for each of these, five seconds after the one before. */
async function looks(...answers: readonly { readonly ping: boolean; readonly note?: boolean }[]) {
  let clock = noon;
  const entries: AuditEntry[] = [];
  let now: (typeof answers)[number] = { ping: true };
  const log = keptLog();
  const look = createOutageWatch({
    ledger: {
      ping: async () => {
        if (!now.ping) throw away;
      },
      note: async (entry) => {
        if (now.note === false) throw away;
        entries.push(entry);
      },
    },
    replica: 'host/1',
    now: () => clock,
    pause: async () => undefined,
    log,
  });
  for (const answer of answers) {
    now = answer;
    await look();
    clock += 5000;
  }
  return { entries, said: log.lines.map(({ sentence }) => sentence) };
}

const there = { ping: true };
const gone = { ping: false };

describe('the watch for outages of the database', () => {
  it('has nothing to say while it answers', async () => {
    assert.deepEqual(await looks(there, there), { entries: [], said: [] });
  });

  it('says in the trail from when to when it was away, once, and twice in the log', async () => {
    const { entries, said } = await looks(there, gone, gone, gone, there, there);
    const facts = { since: new Date(noon + 5000).toISOString(), seconds: 15, replica: 'host/1' };
    assert.deepEqual(entries, [{ at: noon + 20_000, actor: 'bot', kind: 'database-back', facts }]);
    assert.deepEqual(said, ['The database does not answer: work waits for it', 'The database answers again']);
  });

  it('tries again where it is gone before that is written', async () => {
    const { entries } = await looks(gone, { ping: true, note: false }, gone, there);
    assert.deepEqual(
      entries.map(({ facts }) => facts.seconds),
      [15],
    );
  });
});
