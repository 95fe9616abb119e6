// One look for all who ask at the same time: what keeps /readyz from being a way to wear the database out.
import assert from 'node:assert/strict';
import { sharedLook } from '../src/shared-look.ts';

describe('a shared look', () => {
  it('is one for all who ask at the same time, and a new one for who asks later', async () => {
    const looks: PromiseWithResolvers<string>[] = [];
    const look = sharedLook(() => {
      const next = Promise.withResolvers<string>();
      looks.push(next);
      return next.promise;
    });
    const asked = [look(), look(), look()];
    looks[0]?.resolve('first');
    assert.deepEqual(await Promise.all(asked), ['first', 'first', 'first']);
    const later = look();
    looks[1]?.resolve('second');
    assert.deepEqual([await later, looks.length], ['second', 2]);
  });

  it('that failed is forgotten', async () => {
    let fails = true;
    const look = sharedLook(async () => {
      if (fails) throw new Error('away');
      return 'there';
    });
    await assert.rejects(look(), /away/);
    fails = false;
    assert.equal(await look(), 'there');
  });
});
