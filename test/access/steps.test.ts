// Steps and what they are about: carried along, each with its parent, and gone where work is begun apart.
import assert from 'node:assert/strict';
import { about, apart, factsNow, type OpenSpan } from '../../src/access/about.ts';
import { Fault } from '../../src/access/fault.ts';
import { type Steps, type Tracer, tracedBy, untraced } from '../../src/access/steps.ts';

interface Kept {
  readonly name: string;
  readonly facts: object;
  readonly subject: object;
  readonly parent: string | undefined;
  readonly startedAgo?: number;
  ended?: string;
}

function keptTracer() {
  const spans: Kept[] = [];
  const tracer: Tracer = {
    begin(name, facts, subject, parent, startedAgo) {
      const kept: Kept = {
        name,
        facts,
        subject,
        parent: parent?.spanId,
        ...(startedAgo !== undefined && { startedAgo }),
      };
      spans.push(kept);
      const span: OpenSpan = {
        traceId: parent?.traceId ?? `trace-${spans.length}`,
        spanId: `span-${spans.length}`,
        end: (failed = 'well') => {
          kept.ended = failed;
        },
      };
      return span;
    },
  };
  return { spans, steps: tracedBy(tracer) };
}

describe('what work is about', () => {
  it('is known in everything below it, and added to', async () => {
    const seen = await about({ turn: 'message', activity: 'said-1' }, async () => {
      await Promise.resolve();
      return about({ request: 'req-1' }, () => factsNow());
    });
    assert.deepEqual(seen, { turn: 'message', activity: 'said-1', request: 'req-1' });
    assert.deepEqual(factsNow(), {});
  });

  it('is nothing for work that is begun apart', () => {
    assert.deepEqual(
      about({ turn: 'message' }, () => apart(() => factsNow())),
      {},
    );
  });

  it('is carried without traces, too', async () => {
    const seen = await untraced.step('settle', { request: 'req-1' }, {}, async () => factsNow());
    assert.deepEqual(seen, { request: 'req-1' });
  });
});

describe('steps', () => {
  it('are spans in one trace, each under the one that it is part of', async () => {
    const { spans, steps } = keptTracer();
    const facts = await steps.step('turn', { activity: 'said-1' }, {}, () =>
      steps.step('settle', { request: 'req-1' }, { state: 'draft' }, async () => {
        steps.past('azure call', { action: 'read' }, 250, 'ok');
        return steps.stepNow('policy decision', { of: 'form' }, factsNow);
      }),
    );
    const subject = { activity: 'said-1', request: 'req-1' };
    assert.deepEqual(spans, [
      { name: 'turn', facts: {}, subject: { activity: 'said-1' }, parent: undefined, ended: 'well' },
      { name: 'settle', facts: { state: 'draft' }, subject, parent: 'span-1', ended: 'well' },
      {
        name: 'azure call',
        facts: { action: 'read', outcome: 'ok' },
        subject,
        parent: 'span-2',
        startedAgo: 250,
        ended: 'well',
      },
      { name: 'policy decision', facts: { of: 'form' }, subject, parent: 'span-2', ended: 'well' },
    ]);
    assert.deepEqual(facts, { ...subject, trace_id: 'trace-1', span_id: 'span-4' });
  });

  const failing: readonly [does: string, error: Error, word: string][] = [
    ['a fault by its code', new Fault('forbidden', 'The bot may not read web-01.'), 'forbidden'],
    ['a fault with a reason by that', new Fault('throttled', 'Not yet.', { reason: 'not-yet' }), 'not-yet'],
    ['anything else by no word of its own', new Error('Ada’s password'), 'broken'],
  ];
  for (const [does, error, word] of failing)
    it(`end with a word for what was thrown, and pass it on: ${does}`, async () => {
      const { spans, steps } = keptTracer();
      const failed = (each: Steps) => each.step('pay', {}, {}, () => Promise.reject(error));
      await assert.rejects(failed(steps), error);
      assert.throws(
        () =>
          steps.stepNow('policy decision', {}, () => {
            throw error;
          }),
        error,
      );
      assert.deepEqual(
        spans.map(({ ended }) => ended),
        [word, word],
      );
    });

  it('say of a call that did not go well how it went', () => {
    const { spans, steps } = keptTracer();
    steps.past('azure call', {}, 10, 'throttled');
    assert.deepEqual([spans[0]?.ended, spans[0]?.facts], ['throttled', { outcome: 'throttled' }]);
  });
});
