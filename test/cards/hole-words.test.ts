// Sentences about older Allow rules that leave a port open, on the form.
import { deepEqual, equal } from 'node:assert/strict';
import { draftCard } from '../../cards/draft-card.ts';
import { holeWarning } from '../../cards/hole-words.ts';
import type { Hole } from '../../src/domain/nsg/named-rule.ts';
import { evil, isHarmful, ofType, textsOf } from './card-reading.ts';
import { choice, draft, form } from './samples.ts';
import { validCard } from './valid-card.ts';

const hole = (port = 3389, sources: readonly string[] = ['*'], name = 'allow-rdp'): Hole => ({
  port,
  rule: { nsg: 'nsg-web', name, priority: 300 },
  sources,
});
const plain = (text: string) => text.replaceAll('\u200d', '');

describe('the warning of a hole', () => {
  const table: readonly [readonly string[], string][] = [
    [
      ['*'],
      'web-01 is open to any source by rule allow-rdp, priority 300 in nsg-web: JIT protects nothing here.',
    ],
    [
      ['Internet'],
      'web-01 is open to the whole internet by rule allow-rdp, priority 300 in nsg-web: JIT protects nothing here.',
    ],
    [
      ['203.0.113.0/24'],
      'web-01 is open to 203.0.113.0/24 by rule allow-rdp, priority 300 in nsg-web, whether or not anybody has access: JIT does not protect it from them.',
    ],
  ];
  for (const [sources, says] of table)
    it(`of a rule for ${sources.join()}`, () =>
      equal(plain(holeWarning('web-01', hole(3389, sources), false)), says));

  const warnings = (holes: readonly Hole[], port = '3389') => {
    const { card } = draftCard(draft({ ...form, holes, values: { ...form.values, port } }));
    return textsOf(card).filter((text) => /JIT|more such rules/.test(text));
  };

  it('stands on the form, with its port where several are offered', () => {
    deepEqual(warnings([hole()]), [
      'web-01 port 3389 (RDP) is open to any source by rule allow-rdp, priority 300 in nsg-web: JIT protects nothing here.',
    ]);
  });

  it('is about the chosen port only, and about all while none is chosen', () => {
    equal(warnings([hole(22)]).length, 0);
    equal(warnings([hole(22), hole(3389)], '').length, 2);
  });

  it('is cut where there are many, and says so', () => {
    deepEqual(warnings([1, 2, 3, 4, 5].map(() => hole())).at(-1), 'There are 3 more such rules.');
  });

  it('leaves the form as it is without holes', () => {
    equal(
      ofType(draftCard(draft(form)).card, 'Container').some(({ style }) => style === 'warning'),
      false,
    );
  });

  it('is harmless and small whatever the names are', () => {
    const long = hole(3389, Array(50).fill('x'.repeat(200)), evil.repeat(10));
    const drawn = draftCard(draft({ ...form, machine: { ...choice('web-01') }, holes: [long, long, long] }));
    validCard(drawn, 'req-7f3a', 28_000);
    equal(isHarmful(holeWarning(evil, hole(3389, [evil], evil), true)), false);
  });
});
