// What a look at the NSGs proves of a written change, and what it does not.
import assert from 'node:assert/strict';
import { proofOf } from '../../../src/access/setup/prove.ts';
import { choiceOf } from '../../../src/domain/machine.ts';
import type { Target } from '../../../src/domain/setup/setup-change.ts';
import { azureDefaults, filters, jitAllow, jitDeny } from '../../domain/nsg/rule-builder.ts';
import { policyId, rdp } from '../../support/setup-changes.ts';
import { machineNumber } from '../../support/setup-world.ts';

const machine = machineNumber(1);
const target: Target = {
  machine: choiceOf(machine),
  azureId: machine.azureId,
  policyIds: [policyId],
  before: [],
  wanted: [rdp],
};
const guarded = filters({ onInterface: [jitDeny, ...azureDefaults] });

describe('The proof that JIT is on', () => {
  it('is JIT’s Deny, and nothing that lets the world in', () =>
    assert.deepEqual(proofOf(target, [guarded], []), { outcome: { kind: 'effective' } }));

  it('is none where another address of the machine has no NSG: there the port is open, and no rule is to blame', () => {
    const bare = filters({ privateAddress: '10.9.0.4', primary: false });
    assert.deepEqual(proofOf(target, [guarded, bare], []), {
      outcome: {
        kind: 'unproven',
        why: 'JIT’s Deny rule is there, but another address of the machine has no NSG in front of it: port 3389 is open there.',
      },
    });
  });
});

describe('The proof that JIT is off', () => {
  const off: Target = { ...target, before: [rdp], wanted: [] };

  it('waits while JIT’s Deny is there', () =>
    assert.deepEqual(proofOf(off, [guarded], []), {
      waiting: 'JIT’s Deny rule for port 3389 is still in front of the machine.',
    }));

  it('says nothing is open where nothing is', () =>
    assert.deepEqual(proofOf(off, [filters({ onInterface: azureDefaults })], []), {
      outcome: { kind: 'off', leaves: [{ port: 3389, world: 'none', rules: [] }] },
    }));

  it('names JIT’s own Allow of access that was given before, which lets in until Azure takes it away', () =>
    assert.deepEqual(proofOf(off, [filters({ onInterface: [jitAllow, ...azureDefaults] })], []), {
      outcome: {
        kind: 'off',
        leaves: [
          { port: 3389, world: 'some', rules: [{ nsg: jitAllow.nsg, name: jitAllow.name, priority: 100 }] },
        ],
      },
    }));
});
