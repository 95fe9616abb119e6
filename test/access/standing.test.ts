// How the books stand: asked seldom, given up in time, and put into sentences where something is the matter.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import { keptStanding } from '../../src/access/kept-standing.ts';
import type { Standing } from '../../src/access/standing-port.ts';
import { createStandingProblems } from '../../src/access/standing-problems.ts';
import { defaultPace } from '../../src/domain/pace.ts';

const calm: Standing = {
  pending: 2,
  approved: 0,
  opening: 0,
  open: 7,
  closing: 0,
  late: 0,
  overdue: 0,
  unreviewed: 0,
  behindSeconds: 0,
};
const never = () => new Promise<never>(() => {});
const common = { now: () => 0, pace: defaultPace };

describe('the standing of the books', () => {
  it('is read once for all who ask at about the same time', async () => {
    let reads = 0;
    const read = async () => {
      reads += 1;
      return calm;
    };
    const standing = keptStanding({ ...common, read, pause: never });
    assert.deepEqual([await standing(), await standing(), reads], [calm, calm, 1]);
  });

  it('is not known where the database does not answer in time', async () => {
    const standing = keptStanding({ ...common, read: never, pause: async () => {} });
    await assert.rejects(standing(), (error) => error instanceof Fault && error.code === 'unavailable');
  });
});

describe('problems of the work', () => {
  const healthy: Parameters<typeof createStandingProblems>[0] = {
    standing: async () => calm,
    wakeUps: () => ({ waiting: 0, settling: 0, sweptAt: 3_600_000 }),
    teams: () => ({ waiting: 3, oldestSeconds: 4 }),
    startedAt: 0,
    now: () => 3_605_000,
  };
  const table: readonly [does: string, change: Partial<typeof healthy>, says: readonly RegExp[]][] = [
    ['has nothing to say when all is well', {}, []],
    [
      'counts what is overdue and late, and names nobody',
      { standing: async () => ({ ...calm, overdue: 1, late: 2 }) },
      [/^1 grant is overdue: .* not seen shut\.$/, /^2 grants are late: /],
    ],
    [
      'says for how long nobody has looked at what is due',
      { standing: async () => ({ ...calm, behindSeconds: 185 }) },
      [/looked at 3 minutes ago/],
    ],
    [
      'says when this process swept last',
      { wakeUps: () => ({ waiting: 0, settling: 64, sweptAt: 3_005_000 }) },
      [/not swept for overlooked requests for 10 minutes/],
    ],
    [
      'counts from the start where it never has',
      { wakeUps: () => ({ waiting: 0, settling: 0, sweptAt: undefined }) },
      [/60 minutes/],
    ],
    [
      'says that messages to Teams are stuck',
      { teams: () => ({ waiting: 5, oldestSeconds: 360 }) },
      [/queue to Teams is stuck: of 5 messages .* 6 minutes/],
    ],
    [
      'leaves a database that is away to who says that',
      { standing: () => Promise.reject(new Fault('unavailable', 'The database does not answer.')) },
      [],
    ],
  ];
  for (const [does, change, says] of table)
    it(does, async () => {
      const problems = await createStandingProblems({ ...healthy, ...change })();
      assert.equal(problems.length, says.length, problems.join('\n'));
      for (const [index, pattern] of says.entries()) assert.match(problems[index] ?? '', pattern);
    });
});
