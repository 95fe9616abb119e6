// What is left over, outlived or unguarded in a subscription; and all of it together.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../../src/domain/access-request.ts';
import { type Finding, rankOf } from '../../../src/domain/drift/finding.ts';
import { findingsIn } from '../../../src/domain/drift/findings-in.ts';
import type { SeenSubscription } from '../../../src/domain/estate.ts';
import { everyFinding } from '../../support/findings.ts';
import { aClosing, anOpen, noon, web01 } from '../../support/requests.ts';
import { filtersOf } from '../nsg/rule-text.ts';
import { aMachine, anEstate, anNsg, anOpening, aPolicy } from './estate.ts';

const deny = '4096 Deny jit to 10.0.0.4 port 3389,5985';
const allow = '100 Allow jit from 203.0.113.7 to 10.0.0.4 port 3389';

const told = (finding: Finding): string => {
  switch (finding.kind) {
    case 'open':
      return `open ${finding.machine.name} ${finding.ports}`;
    case 'unguarded':
      return `unguarded ${finding.machine.name} ${finding.ports}${finding.nsg ? '' : ' no NSG'}`;
    case 'outlived':
      return `outlived ${finding.machine.name} ${finding.ports} ${finding.sources}`;
    case 'leftover':
      return finding.what.kind === 'rule'
        ? `leftover ${finding.what.access} ${finding.what.destinations}`
        : `leftover entry ${finding.what.machine}`;
  }
};
const found = (seen: SeenSubscription, ourGrants: readonly AccessRequest[] = []) =>
  findingsIn(seen, { ourGrants }, noon).map(told);

describe('a subscription in which all is well', () => {
  it('has no findings', () => {
    assert.deepEqual(
      found(anEstate({ nic: [allow, deny] }, { policies: [aPolicy({ openings: [anOpening()] })] })),
      [],
    );
  });
});

describe('JIT’s Allow rule', () => {
  const standing = (openings: Parameters<typeof anOpening>[0][], grants: readonly AccessRequest[] = []) =>
    found(
      anEstate({ nic: [allow, deny] }, { policies: [aPolicy({ openings: openings.map(anOpening) })] }),
      grants,
    );
  const outlived = ['outlived web-01 3389 203.0.113.7'];

  const explained: readonly (readonly [string, Parameters<typeof anOpening>[0]])[] = [
    ['a running opening', {}],
    ['one that ended a moment ago', { endsAt: noon - 599_000 }],
    ['one from the same block, spelt otherwise', { sources: ['203.0.113.7/32'] }],
    ['one whose status nobody knows', { status: 'Pondering' }],
  ];
  for (const [what, opening] of explained)
    it(`is explained by ${what}`, () => assert.deepEqual(standing([opening ?? {}]), []));

  const unexplained: readonly (readonly [string, Parameters<typeof anOpening>[0]])[] = [
    ['one that ended long ago', { endsAt: noon - 600_000 }],
    ['one that was revoked', { status: 'Revoked' }],
    ['one for another port', { port: 5985 }],
    ['one from elsewhere', { sources: ['203.0.113.8'] }],
    ['one for another machine', { machineId: `${web01.id}-2` }],
  ];
  for (const [what, opening] of unexplained)
    it(`has outlived its time beside ${what}`, () => assert.deepEqual(standing([opening ?? {}]), outlived));

  it('has outlived its time where nothing is listed', () => assert.deepEqual(standing([]), outlived));

  it('is explained by a grant of ours, also one that waits for its rule to go', () => {
    assert.deepEqual([standing([], [anOpen()]), standing([], [aClosing()])], [[], []]);
    const elsewhere = { ...anOpen(), terms: { ...anOpen().terms, source: '198.51.100.1' } };
    assert.deepEqual(standing([], [elsewhere]), outlived);
  });

  it('for everybody is explained by an opening for everybody', () => {
    const seen = anEstate(
      { nic: ['100 Allow jit from * to 10.0.0.4 port 3389', deny] },
      { policies: [aPolicy({ openings: [anOpening({ sources: ['0.0.0.0/0'] })] })] },
    );
    assert.deepEqual(found(seen), []);
  });
});

describe('what is left over', () => {
  const gone = [
    '100 Allow jit from 203.0.113.7 to 10.0.0.9 port 3389',
    '4095 Deny old-jit to 10.0.0.9 port 3389',
  ];

  it('are JIT’s rules for addresses that no machine has, of both name families', () => {
    assert.deepEqual(found(anEstate({ nic: [...gone, deny] })), [
      'leftover Allow 10.0.0.9',
      'leftover Deny 10.0.0.9',
    ]);
  });

  it('are rules for an address that only a machine behind another NSG has', () => {
    const other = aMachine(
      {},
      {
        id: `${web01.id}-2`,
        jitPorts: [],
        filters: [{ ...filtersOf({ subnet: [] }), privateAddress: '10.0.0.9' }],
      },
    );
    const estate = anEstate({ nic: [...gone, deny] });
    assert.equal(found({ ...estate, machines: [...estate.machines, other] }).length, 2);
  });

  it('are not rules that hold a machine’s address among others', () => {
    const wide = ['4095 Deny jit to 10.0.0.0/24 port 22'];
    assert.deepEqual(found(anEstate({ nic: [...wide, deny] })), []);
  });

  it('are all of JIT’s rules in an NSG that nothing has', () => {
    const estate = anEstate({ nic: [deny] });
    const loose = anNsg('nsg-loose', [deny], { attached: false });
    assert.deepEqual(found({ ...estate, nsgs: [...estate.nsgs, loose] }), ['leftover Deny 10.0.0.4']);
  });

  it('are entries of policies for machines that are gone', () => {
    const policies = [aPolicy({ machineIds: [web01.id, web01.id.replace('web-01', 'old-01')] })];
    assert.deepEqual(found(anEstate({ nic: [deny] }, { policies })), ['leftover entry old-01']);
  });

  it('are not what other people’s rules say', () => {
    assert.deepEqual(found(anEstate({ nic: ['300 Deny mine to 10.0.0.9 port 3389', deny] })), []);
  });
});

describe('a machine whose JIT policy is not in force', () => {
  it('has ports for which JIT’s Deny rule is missing', () => {
    assert.deepEqual(found(anEstate({ nic: ['4096 Deny jit to 10.0.0.4 port 3389'] })), [
      'unguarded web-01 5985',
    ]);
  });

  it('is guarded by a Deny on either NSG', () => {
    assert.deepEqual(found(anEstate({ nic: [], subnet: [deny] })), []);
  });

  it('is not guarded by somebody else’s Deny', () => {
    assert.deepEqual(found(anEstate({ nic: ['4096 Deny mine to 10.0.0.4 port 3389,5985'] })), [
      'unguarded web-01 3389,5985',
    ]);
  });

  it('has no NSG at all, and is open', () => {
    assert.deepEqual(found(anEstate({})), [
      'open web-01 22,3389,5985,5986',
      'unguarded web-01 3389,5985 no NSG',
    ]);
  });

  it('has no interface, so nobody gets there', () => {
    assert.deepEqual(found(anEstate({}, { machines: [aMachine({}, { filters: [] })] })), []);
  });
});

describe('the rank of findings', () => {
  it('puts the worst first', () => {
    const sorted = everyFinding().toSorted((one, other) => rankOf(one) - rankOf(other));
    assert.deepEqual(
      sorted.map(({ key }) => key),
      [
        'open/rdp',
        'open/may',
        'open/office',
        'unguarded/1',
        'outlived/1',
        'open/inside',
        'leftover/rule',
        'leftover/entry',
      ],
    );
  });
});
