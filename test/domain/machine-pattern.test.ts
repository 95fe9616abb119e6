// Names and patterns of machines, and names of subscriptions, as admins type them.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inPlace, isPattern, machinesMatching, nameIn } from '../../src/domain/machine-pattern.ts';
import { subscriptionMeant } from '../../src/domain/subscription-meant.ts';

const production = { id: '11111111-aaaa-4aaa-8aaa-000000000001', name: 'Production' };
const payAsYouGo = { id: '11111111-aaaa-4aaa-8aaa-000000000002', name: 'Pay-As-You-Go – Prod' };
const slashed = { id: '11111111-aaaa-4aaa-8aaa-000000000003', name: 'Dev/Test' };
/** Somebody named theirs after the id of another. */
const posing = { id: '11111111-aaaa-4aaa-8aaa-000000000004', name: production.id };

const machine = (name: string, resourceGroup: string, subscription = production) => ({
  name,
  resourceGroup,
  subscription,
});
const machines = [
  machine('web-01', 'rg-web'),
  machine('web-02', 'rg-web'),
  machine('WEB-01', 'rg-old'),
  machine('web-01', 'rg-web', payAsYouGo),
  machine('db-2', 'rg-data', slashed),
  machine('web-03', 'rg-web', posing),
];

describe('machinesMatching', () => {
  for (const [pattern, found] of [
    ['web-01', [0, 2, 3]],
    ['Web-*', [0, 1, 2, 3, 5]],
    ['web-?2', [1]],
    ['*', [0, 1, 2, 3, 4, 5]],
    ['rg-web/web-01', [0, 3]],
    ['RG-*/db-*', [4]],
    ['production/rg-web/web-*', [0, 1]],
    ['Pay-As-You-Go – Prod/rg-web/web-*', [3]],
    [`${production.id.toUpperCase()}/rg-web/web-*`, [0, 1]],
    ['Dev/Test/rg-data/db-2', [4]],
    ['web\u200b-02', [1]],
    ['Prod*/rg-web/web-01', []],
    ['rg-data/web-01', []],
    ['web', []],
    ['', []],
    ['/', []],
    ['rg-web/', []],
  ] as const)
    it(`finds ${found.length} by ${JSON.stringify(pattern)}`, () =>
      assert.deepEqual(
        machinesMatching(pattern, machines),
        found.map((at) => machines[at]),
      ));

  it('never finds more by a name with a place in front than by the name alone', () => {
    const places = fc.constantFrom('', 'rg-web/', 'rg-*/', 'Production/rg-web/', 'x/', 'Dev/Test/rg-data/');
    fc.assert(
      fc.property(places, fc.constantFrom('web-01', 'web-*', '*', 'db-?', ''), (place, name) => {
        const all = machinesMatching(name, machines);
        assert.ok(machinesMatching(place + name, machines).every((each) => all.includes(each)));
      }),
    );
  });
});

describe('a name with its place in front', () => {
  it('is told from the place', () =>
    assert.deepEqual(
      ['web-01', 'rg-web/web-01', 'Production/rg-*/web-01', 'rg-web/web-*'].map((typed) => [
        nameIn(typed),
        isPattern(typed),
      ]),
      [
        ['web-01', false],
        ['web-01', false],
        ['web-01', false],
        ['web-*', true],
      ],
    ));

  it('keeps machines of the place only', () =>
    assert.deepEqual(inPlace('Production/rg-old/web-01', machines), [machines[2]]));
});

describe('subscriptionMeant', () => {
  const twins = [
    { id: 'a', name: 'Twin' },
    { id: 'b', name: 'twin' },
    { id: 'c', name: 'TWIN' },
  ];
  const all = [posing, production, payAsYouGo, slashed];
  const one = (subscription: object) => ({ kind: 'one', subscription });

  for (const [what, typed, among, expected] of [
    ['an id before a name', production.id.toUpperCase(), all, one(production)],
    ['a name', 'Production', all, one(production)],
    ['a name without regard to case', ' pay-as-you-go – PROD ', all, one(payAsYouGo)],
    ['the name as typed first', 'twin', twins, one({ id: 'b', name: 'twin' })],
    ['several', 'tWIN', twins, { kind: 'several', subscriptions: twins }],
    ['never a name where an id is typed', posing.name, [posing], { kind: 'none', near: [] }],
    ['none, and says which are near', 'Prodcution', all, 'Production'],
    ['none where there is none', 'Production', [], { kind: 'none', near: [] }],
  ] as const)
    it(`finds ${what}`, () => {
      const meant = subscriptionMeant(typed, among);
      if (typeof expected !== 'string') assert.deepEqual(meant, expected);
      else assert.equal(meant.kind === 'none' && meant.near[0]?.name, expected);
    });

  it('shows no more than three that are near', () => {
    const meant = subscriptionMeant('nothing like it', all);
    assert.equal(meant.kind === 'none' && meant.near.length, 3);
  });
});
