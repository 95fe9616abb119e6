// The bot's clock: put right by Azure's answers, steady, and honest about the machine's.
import assert from 'node:assert/strict';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import fc from 'fast-check';
import { createAzureClock } from '../../src/azure/azure-clock.ts';
import { keptLog } from '../support/kept-log.ts';

const start = Date.parse('2026-11-26T12:00:00Z');
const minute = 60_000;

/** A machine whose clock is `ahead` milliseconds off, and an Azure that is right. */
function world(ahead: number) {
  let passed = 0;
  let off = ahead;
  const log = keptLog();
  const right = () => start + passed;
  const clock = createAzureClock({ log, system: () => right() + off, steady: () => passed });
  const request = createPipelineRequest({ url: 'https://management.azure.com/' });
  return {
    clock,
    log,
    right,
    pass: (milliseconds: number) => {
      passed += milliseconds;
    },
    /** Somebody sets the machine's clock. */
    set: (milliseconds: number) => {
      off = milliseconds;
    },
    /** An answer comes that took so long; Azure wrote it in the middle. */
    answer: (
      took = 40,
      headers: Readonly<Record<string, string>> = { 'x-ms-correlation-request-id': 'c' },
    ) => {
      passed += took / 2;
      const date = new Date(right()).toUTCString();
      passed += took / 2;
      clock.heard(request, { request, status: 200, headers: createHttpHeaders({ date, ...headers }) }, took);
    },
    error: () => clock.now() - right(),
  };
}

describe("The bot's clock", () => {
  for (const ahead of [5 * minute, -5 * minute, 40_000, -3000]) {
    it(`is right within a second after three answers on a machine that is ${ahead / 1000} s ahead`, () => {
      const { clock, answer, error, pass } = world(ahead);
      answer();
      answer();
      assert.equal(clock.now() > 0 && Math.round(error() / 1000), ahead / 1000);
      answer();
      assert.ok(Math.abs(error()) <= 1000, `${error()} ms`);
      pass(3 * minute);
      assert.ok(Math.abs(error()) <= 1000, `${error()} ms`);
    });
  }

  it('leaves the machine alone where the difference is within what Date can tell', () => {
    for (const ahead of [0, 900, -900]) {
      const { answer, error, log, clock } = world(ahead);
      for (let count = 0; count < 20; count += 1) answer(137);
      assert.deepEqual([error(), log.lines, clock.problems()], [ahead, [], []]);
    }
  });

  it('warns once beyond thirty seconds, in the log and in words for /readyz, and says when it is over', () => {
    const { clock, answer, log, set, pass } = world(5 * minute);
    for (let count = 0; count < 10; count += 1) answer();
    const sentence =
      'The clock of this machine is 300 s ahead of Azure’s. The bot goes by Azure’s; the machine’s should be set right.';
    assert.deepEqual(clock.problems(), [sentence]);
    assert.deepEqual(
      log.lines.map((line) => [line.level, line.sentence]),
      [['warn', sentence]],
    );
    set(0);
    pass(1000);
    for (let count = 0; count < 3; count += 1) answer();
    assert.deepEqual(clock.problems(), []);
    assert.match(log.lines.at(-1)?.sentence ?? '', /agrees with Azure’s again/);
  });

  it('says behind where it is behind', () => {
    const { clock, answer } = world(-2 * minute);
    for (let count = 0; count < 3; count += 1) answer();
    assert.match(clock.problems()[0] ?? '', /is 120 s behind Azure’s/);
  });

  it('does not learn from slow answers, from a proxy, or from what was kept somewhere', () => {
    const { answer, error } = world(5 * minute);
    for (let count = 0; count < 10; count += 1) {
      answer(9000);
      answer(40, {});
      answer(40, { 'x-ms-correlation-request-id': 'c', age: '600' });
      answer(40, { 'x-ms-correlation-request-id': 'c', date: 'yesterday' });
    }
    assert.equal(error(), 5 * minute);
  });

  it('is not led astray by a few answers that are far off', () => {
    const { answer, error } = world(0);
    for (let count = 0; count < 8; count += 1) answer();
    for (let count = 0; count < 4; count += 1)
      answer(40, { 'x-ms-correlation-request-id': 'c', date: new Date(start + 3_600_000).toUTCString() });
    assert.equal(error(), 0);
  });

  it('is right at once when the machine’s clock is set right, and forgets what it knew', () => {
    const { answer, error, set, pass } = world(5 * minute);
    for (let count = 0; count < 15; count += 1) answer();
    pass(1000);
    set(0);
    assert.equal(error(), 0);
  });

  it('learns anew when the machine’s clock is set wrong', () => {
    const { answer, error, set, pass } = world(0);
    for (let count = 0; count < 15; count += 1) answer();
    pass(1000);
    set(-10 * minute);
    assert.equal(error(), -10 * minute);
    for (let count = 0; count < 3; count += 1) answer();
    assert.ok(Math.abs(error()) <= 1000);
  });

  it('waits for the first answers, and not for ever', async () => {
    const { clock, answer } = world(0);
    let learned = false;
    const waiting = clock.learned(60).then(() => {
      learned = true;
    });
    answer();
    answer();
    await Promise.resolve();
    assert.equal(learned, false);
    answer();
    await waiting;
    await world(0).clock.learned(0.001);
  });

  it('never goes back by a little, whatever the answers say, and stays near Azure’s', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -600_000, max: 600_000 }),
        fc.array(
          fc.record({ took: fc.integer({ min: 0, max: 2000 }), later: fc.integer({ min: 0, max: 5000 }) }),
          {
            minLength: 3,
            maxLength: 60,
          },
        ),
        (ahead, answers) => {
          const { clock, answer, pass, error } = world(ahead);
          let before = 0;
          for (const [place, { took, later }] of answers.entries()) {
            answer(took);
            pass(later);
            const now = clock.now();
            assert.ok(Number.isInteger(now));
            // The first correction may be a jump; those after it are small.
            if (place >= 3) assert.ok(now >= before, `${now - before} ms`);
            // Where it would go back by less than five seconds it stands still until it is right.
            const near = now === before ? 5000 + 600 : 2600;
            if (place >= 2) assert.ok(Math.abs(error()) <= near, `${error()} ms`);
            before = now;
          }
        },
      ),
    );
  });
});
