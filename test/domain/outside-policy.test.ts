// What of an opening is outside the JIT policy, by the policy as it is now.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JitPort } from '../../src/domain/machine.ts';
import { type Explanation, outsidePolicy } from '../../src/domain/outside-policy.ts';
import { covers, parsePrefix } from '../../src/domain/source-prefix.ts';

const jit = (port: number, allowedSources: readonly string[], maximumSeconds = 3600): JitPort => ({
  policyId: '/p',
  port,
  protocol: 'TCP',
  maximumSeconds,
  allowedSources,
});
const asked = { port: 3389, source: '203.0.113.7', seconds: 3000 };
const anybody = jit(3389, ['*']);
const office = jit(3389, ['203.0.0.0/16', '203.0.113.0/24', '198.51.100.0/24']);

const table: readonly (readonly [string, Partial<typeof asked>, readonly JitPort[], Explanation])[] = [
  [
    'the machine is not in the policy any more',
    {},
    [],
    { kind: 'outside', parts: [{ what: 'port', allowed: [] }] },
  ],
  [
    'the port is not',
    { port: 22 },
    [jit(5986, ['*']), anybody, anybody],
    { kind: 'outside', parts: [{ what: 'port', allowed: [3389, 5986] }] },
  ],
  [
    'the time is too long',
    { seconds: 3601 },
    [anybody],
    { kind: 'outside', parts: [{ what: 'time', maximumSeconds: 3600 }] },
  ],
  [
    'the source is another',
    { source: '192.0.2.1' },
    [office],
    { kind: 'outside', parts: [{ what: 'source', allowed: office.allowedSources }] },
  ],
  [
    'both are outside',
    { source: '192.0.2.1', seconds: 7200 },
    [office],
    {
      kind: 'outside',
      parts: [
        { what: 'time', maximumSeconds: 3600 },
        { what: 'source', allowed: office.allowedSources },
      ],
    },
  ],
  [
    'the source is a part of a prefix: the narrowest is offered',
    {},
    [office],
    { kind: 'part-of-prefix', prefix: '203.0.113.0/24' },
  ],
  [
    'the source is one of the prefixes',
    { source: '203.0.113.0/24' },
    [office],
    { kind: 'unexplained', atLimit: false },
  ],
  ['everybody is allowed', {}, [anybody], { kind: 'unexplained', atLimit: false }],
  ['everybody is allowed besides', {}, [office, anybody], { kind: 'unexplained', atLimit: false }],
  ['the time is all there is', { seconds: 3600 }, [anybody], { kind: 'unexplained', atLimit: true }],
  [
    'another entry for the port allows longer',
    { seconds: 3601 },
    [anybody, jit(3389, ['*'], 7200)],
    { kind: 'unexplained', atLimit: false },
  ],
  [
    'the prefix around it is too wide to be asked for',
    {},
    [jit(3389, ['202.0.0.0/7'])],
    { kind: 'unexplained', atLimit: false },
  ],
];

describe('an opening that Azure takes for outside the JIT policy', () => {
  for (const [what, changes, allowed, explanation] of table)
    it(`is explained where ${what}`, () =>
      assert.deepEqual(outsidePolicy({ ...asked, ...changes }, allowed), explanation));

  it('is only ever offered a prefix of the policy that holds the whole source', () => {
    const prefix = fc
      .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
      .map(([number, length]) => {
        const first = number - (number % 2 ** (32 - length));
        const dotted = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
        return `${dotted}/${length}`;
      });
    fc.assert(
      fc.property(prefix, fc.array(prefix, { minLength: 1, maxLength: 4 }), (source, allowed) => {
        const explained = outsidePolicy({ ...asked, source }, [jit(3389, allowed)]);
        if (explained.kind !== 'part-of-prefix') return;
        const [outer, inner] = [parsePrefix(explained.prefix), parsePrefix(source)];
        assert.ok(outer && inner && covers(outer, inner) && outer.length < inner.length && outer.length >= 8);
        assert.ok(allowed.some((each) => parsePrefix(each)?.first === outer.first));
      }),
    );
  });
});
