// Who is on call is asked of the policy in force, each time anew.
import assert from 'node:assert/strict';
import { createOnDuty } from '../../src/access/on-duty.ts';
import type { NamedPerson, OnCall, PolicyInForce } from '../../src/domain/policy/access-policy.ts';
import { policyOf } from '../support/hearings.ts';
import { noon } from '../support/requests.ts';

const person = (name: string): NamedPerson => ({ kind: 'person', id: `id-${name}`, name });

describe('createOnDuty', () => {
  const policyWith = (onCall: OnCall): PolicyInForce => {
    const inForce = policyOf();
    assert.ok(inForce.kind === 'in-force');
    return { ...inForce, policy: { ...inForce.policy, onCall } };
  };
  const turns: OnCall = {
    duty: {
      kind: 'rotation',
      people: [person('omar'), person('grace')],
      starts: Date.UTC(2026, 10, 23),
      handOver: { day: 2, minute: 0 },
      timeZone: 'UTC',
    },
  };
  let policy: PolicyInForce;
  let clock = noon;
  const onDuty = createOnDuty({ current: () => policy }, () => clock);
  const names = () => onDuty.now().map(({ name }) => name);

  it('follows the clock and the policy', () => {
    policy = policyWith(turns);
    const before = names();
    clock = noon + 12 * 3600_000;
    const after = names();
    policy = policyWith({ duty: { kind: 'always', people: [person('linus')] } });
    assert.deepEqual([before, after, names()], [['omar'], ['grace'], ['linus']]);
  });

  it('names nobody where the policy does not say who, or there is none', () => {
    policy = policyOf();
    const silent = names();
    policy = { kind: 'none', why: 'missing' };
    assert.deepEqual([silent, names()], [[], []]);
  });
});
