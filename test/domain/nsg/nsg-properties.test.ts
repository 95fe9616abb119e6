// What must hold for any rules: compared with a slow judge that tries every packet, and laws of adding rules.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideRules } from '../../../src/domain/nsg/decide-rules.ts';
import { judgePort } from '../../../src/domain/nsg/judge-port.ts';
import { filters } from './rule-builder.ts';
import { anyModel, anyModels, anyQuestion, fatesOf, packetsOf, type RuleModel } from './rule-models.ts';

const RUNS = { numRuns: 1000 };
const destination = '10.0.0.4';
const rulesOf = (models: readonly RuleModel[]) => models.map(({ rule }) => rule);

type Fates = ReadonlySet<'in' | 'out'>;
const both = (a: Fates, b: Fates): Fates =>
  new Set([
    ...(a.has('in') && b.has('in') ? ['in' as const] : []),
    ...(a.has('out') || b.has('out') ? ['out' as const] : []),
  ]);

/** The truth about a set of packets, each with the ways it may fare. */
const truthOf = (fates: readonly Fates[]): 'all' | 'some' | 'unknown' | 'none' => {
  const surely = (fate: 'in' | 'out') => (one: Fates) => one.size === 1 && one.has(fate);
  if (fates.every(surely('in'))) return 'all';
  if (fates.every(surely('out'))) return 'none';
  return fates.some(surely('in')) && fates.some(surely('out')) ? 'some' : 'unknown';
};

const OUTCOMES = { all: 'allowed', some: 'partly', none: 'denied', unknown: 'unknown' } as const;

describe('decideRules, for any rules', () => {
  it('says what trying every packet says', () => {
    fc.assert(
      fc.property(anyModels, anyQuestion, (models, { octets, asked }) => {
        const verdict = decideRules(rulesOf(models), { ...asked, destination });

        const fates = packetsOf(octets, asked.protocol).map((packet) => fatesOf(models, packet));
        assert.equal(verdict.outcome, OUTCOMES[truthOf(fates)]);
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the list', () => {
    const shuffled = anyModels.chain((models) =>
      fc.tuple(fc.constant(models), fc.shuffledSubarray([...models], { minLength: models.length })),
    );
    fc.assert(
      fc.property(shuffled, anyQuestion, ([models, otherwise], { asked }) => {
        assert.deepEqual(
          decideRules(rulesOf(otherwise), { ...asked, destination }),
          decideRules(rulesOf(models), { ...asked, destination }),
        );
      }),
      RUNS,
    );
  });
});

describe('judgePort, for any rules', () => {
  const judge = (onInterface: readonly RuleModel[], onSubnet: readonly RuleModel[], asked: Asked) =>
    judgePort([filters({ onInterface: rulesOf(onInterface), onSubnet: rulesOf(onSubnet) })], asked).lets;
  type Asked = Parameters<typeof judgePort>[1];

  it('says what trying every packet through both NSGs says', () => {
    fc.assert(
      fc.property(anyModels, anyModels, anyQuestion, (onInterface, onSubnet, { octets, asked }) => {
        const lets = judge(onInterface, onSubnet, asked);

        const fates = packetsOf(octets, asked.protocol).map((packet) =>
          both(fatesOf(onInterface, packet), fatesOf(onSubnet, packet)),
        );
        assert.equal(lets, truthOf(fates));
      }),
      RUNS,
    );
  });

  it('still lets all in after an Allow rule is added', () => {
    fc.assert(
      fc.property(anyModels, anyModels, anyModel('Allow'), anyQuestion, (ours, theirs, added, { asked }) => {
        fc.pre(judge(ours, theirs, asked) === 'all');

        assert.equal(judge([...ours, added], theirs, asked), 'all');
      }),
      { numRuns: 150, maxSkipsPerRun: 1000 },
    );
  });

  it('is still shut after a Deny rule is added', () => {
    fc.assert(
      fc.property(anyModels, anyModels, anyModel('Deny'), anyQuestion, (ours, theirs, added, { asked }) => {
        fc.pre(judge(ours, theirs, asked) === 'none');

        assert.equal(judge([...ours, added], theirs, asked), 'none');
      }),
      RUNS,
    );
  });

  it('is not opened to all by a Deny rule', () => {
    fc.assert(
      fc.property(anyModels, anyModels, anyModel('Deny'), anyQuestion, (ours, theirs, added, { asked }) => {
        fc.pre(judge(ours, theirs, asked) !== 'all');

        assert.notEqual(judge([...ours, added], theirs, asked), 'all');
      }),
      RUNS,
    );
  });

  it('lets every address of a source in when it lets all of the source in', () => {
    fc.assert(
      fc.property(anyModels, anyModels, anyQuestion, (onInterface, onSubnet, { octets, asked }) => {
        fc.pre(judge(onInterface, onSubnet, asked) === 'all');

        for (const octet of octets)
          assert.equal(judge(onInterface, onSubnet, { ...asked, source: `203.0.113.${octet}` }), 'all');
      }),
      { numRuns: 150, maxSkipsPerRun: 1000 },
    );
  });
});
