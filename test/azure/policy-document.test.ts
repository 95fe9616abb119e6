// One machine's entry in a policy's JSON is changed, and nothing else.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exactJson } from '../../src/azure/exact-json.ts';
import { isoDurationOf, isoDurationSeconds } from '../../src/azure/iso-duration.ts';
import {
  bodyWith,
  isUnchanged,
  type PolicyDocument,
  policyDocument,
  settingsIn,
} from '../../src/azure/policy-document.ts';
import { type PortSetting, sameSettings } from '../../src/domain/setup/port-setting.ts';
import { ids, jitPort, policy } from '../support/arm-bodies.ts';
import { thrownBy } from './faults.ts';

const setting = (port: number, more: Partial<PortSetting> = {}): PortSetting => ({
  port,
  protocol: '*',
  maximumSeconds: 10_800,
  allowedSources: ['*'],
  ...more,
});
const machine = (ports: readonly object[], more: object = {}, id = ids.machine) => ({ id, ports, ...more });
const other = machine([jitPort(22)], {}, `${ids.machine}-other`);
const read = (machines: readonly object[], requests: readonly object[] = []) =>
  policyDocument(policy(machines, requests));
const entriesOf = (document: PolicyDocument) => document.properties.virtualMachines;
/** The entries after the change. */
const changed = (machines: readonly object[], wanted: readonly PortSetting[]) =>
  entriesOf(bodyWith(read(machines), ids.machine, wanted));

describe('the body of a changed JIT policy', () => {
  it('leaves out what only Azure writes, and keeps the requests', () => {
    const requests = [{ startTimeUtc: '2026-03-02T09:00:00.1234567Z', requestor: '', odd: 1 }];
    assert.deepEqual(bodyWith(read([other], requests), ids.machine, [setting(3389)]), {
      kind: 'Basic',
      properties: { virtualMachines: [other, machine([jitPort(3389)])], requests },
    });
  });

  it('is a policy of its own where there was none', () => {
    assert.deepEqual(bodyWith(undefined, ids.machine, [setting(3389)]), {
      kind: 'Basic',
      properties: { virtualMachines: [machine([jitPort(3389)])] },
    });
  });

  it('keeps what nobody knows of the policy, of the entry and of a port that stays', () => {
    const before = {
      ...policy([machine([jitPort(22, { odd: [1] }), jitPort(3389)], { strange: {} })]),
      new: true,
    };
    const document = policyDocument({ ...before, properties: { ...before.properties, audit: { level: 3 } } });
    assert.deepEqual(bodyWith(document, ids.machine, [setting(22, { maximumSeconds: 3600 })]), {
      kind: 'Basic',
      new: true,
      properties: {
        requests: [],
        audit: { level: 3 },
        virtualMachines: [
          machine([jitPort(22, { odd: [1], maxRequestAccessDuration: 'PT1H' })], { strange: {} }),
        ],
      },
    });
  });

  const sources: readonly [string, Readonly<Record<string, unknown>>, readonly string[], object][] = [
    ['one in the singular field', {}, ['192.0.2.1'], { allowedSourceAddressPrefix: '192.0.2.1' }],
    [
      'several in the plural field alone',
      {},
      ['192.0.2.1', '192.0.2.2'],
      { allowedSourceAddressPrefixes: ['192.0.2.1', '192.0.2.2'] },
    ],
    [
      'one in the plural field where Azure did so',
      { allowedSourceAddressPrefix: null, allowedSourceAddressPrefixes: ['192.0.2.9'] },
      ['192.0.2.1'],
      { allowedSourceAddressPrefixes: ['192.0.2.1'] },
    ],
    [
      'one in the singular field where the plural was empty',
      { allowedSourceAddressPrefix: '*', allowedSourceAddressPrefixes: [] },
      ['192.0.2.1'],
      { allowedSourceAddressPrefix: '192.0.2.1' },
    ],
  ];
  for (const [what, before, allowedSources, after] of sources)
    it(`writes sources: ${what}`, () => {
      const { allowedSourceAddressPrefix: _, ...rest } = jitPort(22);
      assert.deepEqual(changed([machine([jitPort(22, before)])], [setting(22, { allowedSources })]), [
        machine([{ ...rest, ...after }]),
      ]);
    });

  it("keeps Azure's spelling of what stays the same", () => {
    const port = jitPort(22, { protocol: 'tcp', maxRequestAccessDuration: 'PT180M' });
    const wanted = [setting(22, { protocol: 'TCP', allowedSources: ['192.0.2.1'] })];
    assert.deepEqual(changed([machine([port])], wanted), [
      machine([{ ...port, allowedSourceAddressPrefix: '192.0.2.1' }]),
    ]);
  });

  it('makes one entry of two, and one port of two, in the place of the first', () => {
    const machines = [
      machine([jitPort(22, { one: 1 })], { first: 1 }, ids.machine.toUpperCase()),
      other,
      machine([jitPort(22, { one: 2, two: 2 }), jitPort(3389)], { first: 2, second: 2 }),
    ];
    assert.deepEqual(changed(machines, [setting(3389), setting(22), setting(5985)]), [
      machine(
        [jitPort(22, { one: 1, two: 2 }), jitPort(3389), jitPort(5985)],
        { first: 1, second: 2 },
        ids.machine.toUpperCase(),
      ),
      other,
    ]);
  });

  it('takes the machine out, and leaves an empty list where it was the last', () => {
    assert.deepEqual(
      [changed([machine([jitPort(22)]), other, machine([])], []), changed([machine([jitPort(22)])], [])],
      [[other], []],
    );
  });

  const setting$ = fc.record({
    port: fc.integer({ min: 0, max: 65_535 }),
    protocol: fc.constantFrom('*', 'TCP', 'UDP'),
    maximumSeconds: fc.integer({ min: 300, max: 86_400 }),
    allowedSources: fc.uniqueArray(fc.ipV4(), { minLength: 1, maxLength: 3 }),
  }) satisfies fc.Arbitrary<PortSetting>;
  const settings$ = fc.uniqueArray(setting$, { selector: ({ port }) => port, maxLength: 5 });
  const fields$ = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true, maxKeys: 4 });
  const known = [
    'number',
    'protocol',
    'maxRequestAccessDuration',
    'allowedSourceAddressPrefix',
    'allowedSourceAddressPrefixes',
  ];
  const port$ = fc
    .tuple(setting$, fields$, fc.boolean())
    .map(([{ port, protocol, maximumSeconds, allowedSources }, more, plural]) => ({
      ...without(more, known),
      number: port,
      protocol,
      maxRequestAccessDuration: isoDurationOf(maximumSeconds),
      ...(plural
        ? { allowedSourceAddressPrefixes: allowedSources }
        : { allowedSourceAddressPrefix: allowedSources[0] }),
    }));
  const own$ = fc
    .tuple(fc.array(port$, { maxLength: 4 }), fields$, fc.boolean())
    .map(([ports, more, loud]) => ({ ...more, id: loud ? ids.machine.toUpperCase() : ids.machine, ports }));
  const others$ = fc.oneof(
    fc.jsonValue(),
    fields$.map((more) => ({ ...more, id: `${ids.machine}-other` })),
  );
  const document$ = fc
    .tuple(
      fields$,
      fields$,
      fc.array(others$, { maxLength: 6 }),
      fc.option(own$),
      fc.nat({ max: 6 }),
      fc.jsonValue(),
    )
    .map(([top, properties, others, own, at, requests]) => ({
      others,
      own,
      document: policyDocument({
        ...top,
        properties: {
          ...properties,
          requests,
          virtualMachines: own === null ? others : others.toSpliced(at, 0, own),
        },
      }),
    }));

  it('says what is wanted of the machine, and the same as before of everything else', () => {
    fc.assert(
      fc.property(document$, settings$, ({ document, others, own }, wanted) => {
        const body = bodyWith(document, ids.machine, wanted);
        const [mine] = entriesOf(body).filter((entry) => !others.includes(entry as never));
        assert.deepEqual(
          entriesOf(body).filter((entry) => entry !== mine),
          others,
        );
        assert.ok(sameSettings(settingsIn(body, ids.machine), wanted));
        const top = ['id', 'name', 'type', 'location', 'kind', 'properties'];
        assert.deepEqual(without(body, top), without(document, top));
        const inside = ['virtualMachines', 'provisioningState'];
        assert.deepEqual(without(body.properties, inside), without(document.properties, inside));
        if (own !== null && wanted.length > 0)
          assert.deepEqual(without(mine as object, ['ports']), without(own, ['ports']));
        assert.deepEqual(bodyWith(body, ids.machine, wanted), body);
      }),
    );
  });
});

describe('what a JIT policy says of a machine', () => {
  it('is nothing where there is no policy, or no entry', () => {
    assert.deepEqual([settingsIn(undefined, ids.machine), settingsIn(read([other]), ids.machine)], [[], []]);
  });

  it('is found in any letter case, in all of its entries, and counted once', () => {
    const machines = [
      machine([jitPort(22), jitPort(22)], {}, ids.machine.toUpperCase()),
      machine([jitPort(22), jitPort(80)]),
    ];
    assert.deepEqual(settingsIn(read(machines), ids.machine), [setting(22), setting(80)]);
  });

  it('is a fault where Azure says only part of it, and not where another machine is meant', async () => {
    const half = [{ number: 22, protocol: '*', allowedSourceAddressPrefix: '*' }];
    const fault = await thrownBy((async () => settingsIn(read([machine(half)]), ids.machine))());
    assert.equal(fault.code, 'unavailable');
    assert.deepEqual(settingsIn(read([machine(half, {}, `${ids.machine}-other`)]), ids.machine), []);
  });

  for (const answer of [
    null,
    [],
    'policy',
    {},
    { properties: {} },
    { properties: { virtualMachines: null } },
  ])
    it(`is unknown, and not nothing, where Azure answers ${JSON.stringify(answer)}`, async () => {
      assert.equal((await thrownBy((async () => policyDocument(answer))())).code, 'unavailable');
    });
});

describe('two reads of a JIT policy', () => {
  const one = read([other, machine([jitPort(22)])], [{ status: 'Initiating' }]);
  const cases: readonly [string, PolicyDocument | undefined, boolean][] = [
    ['nothing', one, true],
    ['the requests', read([other, machine([jitPort(22)])], [{ status: 'Initiated' }, {}]), true],
    ['the order of machines', read([machine([jitPort(22)]), other], []), true],
    ["another machine's entry", read([{ ...other, odd: 1 }, machine([jitPort(22)])]), false],
    ['an unknown field', policyDocument({ ...one, odd: 1 }), false],
    ['that it is gone', undefined, false],
  ];
  for (const [what, later, expected] of cases)
    it(`${expected ? 'are' : 'are not'} the same when they differ in ${what}`, () =>
      assert.equal(isUnchanged(one, later), expected));
});

describe('JSON that is written back', () => {
  it('keeps the digits of every number', () => {
    const text = '{"a":12345678901234567890,"b":[1.0,5,-0,1e3],"c":"x","__proto__":{"d":0.10}}';
    assert.equal(JSON.stringify(exactJson(text)), text);
  });

  it('is a fault when it is none', async () => {
    const fault = await thrownBy((async () => exactJson('<html>'))());
    assert.deepEqual([fault.code, fault.message.includes('html')], ['unavailable', false]);
  });
});

describe('durations as they are written', () => {
  for (const [seconds, expected] of [
    [300, 'PT5M'],
    [5400, 'PT1H30M'],
    [10_800, 'PT3H'],
    [86_400, 'PT24H'],
    [90, 'PT1M30S'],
  ] as const)
    it(`writes ${seconds} s as ${expected}`, () => assert.equal(isoDurationOf(seconds), expected));

  it('are read as what was written', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        (seconds) => isoDurationSeconds(isoDurationOf(seconds)) === seconds,
      ),
    ));
});

function without(object: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
