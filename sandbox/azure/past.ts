// How the world was a while ago: for reads that are answered from a copy that lags behind.
import type { Reality } from './reality.ts';
import type { World } from './world.ts';

export interface Past {
  /** Begins to keep how the world was. Large estates make each change dear, so it is off until somebody needs it. */
  keep(): void;
  /** The world as it was then; before it was kept: as it was when that began. */
  at(when: number): World;
}

export const createPast = (reality: Reality): Past => {
  let kept: { readonly since: number; readonly world: World }[] = [];
  const take = (): void => {
    kept = [...kept, { since: reality.now(), world: structuredClone(reality.world()) }];
  };
  return {
    keep: () => {
      if (kept.length > 0) return;
      take();
      reality.listen(({ kind }) => {
        if (kind !== 'call') take();
      });
    },
    at: (when) => (kept.findLast(({ since }) => since <= when) ?? kept[0])?.world ?? reality.world(),
  };
};
