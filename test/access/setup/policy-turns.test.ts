// One process at a time writes a JIT policy.
import assert from 'node:assert/strict';
import { createPolicyTurns } from '../../../src/access/setup/policy-turns.ts';
import { noon } from '../../support/requests.ts';
import { policyId } from '../../support/setup-changes.ts';

/** Processes that share claims in a database. */
function processes() {
  const claims = new Map<string, { owner: string; until: number }>();
  let clock = noon;
  const turnsOf = (owner: string) =>
    createPolicyTurns(
      {
        claim: async (key, at, seconds) => {
          const held = claims.get(key);
          if (held !== undefined && held.owner !== owner && held.until > at) return false;
          claims.set(key, { owner, until: at + seconds * 1000 });
          return true;
        },
        unclaim: async (key) => {
          if (claims.get(key)?.owner === owner) claims.delete(key);
        },
      },
      () => clock,
    );
  return {
    one: turnsOf('one'),
    other: turnsOf('other'),
    pass: (seconds: number) => (clock += seconds * 1000),
  };
}

const ok = async () => 'written';

describe('Turns at a JIT policy', () => {
  it('are given back when a write has ended, well or not', async () => {
    const { one, other } = processes();
    const first = await one.within(policyId, ok);
    const failed = await one
      .within(policyId, async () => {
        throw new Error('no');
      })
      .catch(() => 'failed');
    assert.deepEqual([first, failed, await other.within(policyId, ok)], ['written', 'failed', 'written']);
  });

  it('stay with a process until the last of its own writes has ended, in any spelling of the policy', async () => {
    const { one, other } = processes();
    const [slow, quick] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slowWrite = one.within(policyId, () => slow.promise);
    const quickWrite = one.within(policyId.toUpperCase(), () => quick.promise);
    quick.resolve();
    await quickWrite;
    const meanwhile = await other.within(policyId, ok);
    slow.resolve();
    await slowWrite;
    assert.deepEqual([meanwhile, await other.within(policyId, ok)], ['busy', 'written']);
  });

  it('pass on when a process died in its own', async () => {
    const { one, other, pass } = processes();
    void one.within(policyId, () => new Promise(() => {}));
    pass(14);
    const early = await other.within(policyId, ok);
    pass(1);
    assert.deepEqual([early, await other.within(policyId, ok)], ['busy', 'written']);
  });

  it('are not needed where no policy is written', async () => {
    const { one, other } = processes();
    void one.within(undefined, () => new Promise(() => {}));
    assert.equal(await other.within(undefined, ok), 'written');
  });
});
