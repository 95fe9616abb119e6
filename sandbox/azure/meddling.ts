// What somebody else does at the worst moment: after a call was carried out, and before its answer leaves.
import { isMeant } from './faults.ts';

export interface Meddling {
  /** `act` is called once, after the `nth` call from now on that `match` means (as in faults). A promise is waited for. */
  add(match: string, nth: number, act: () => unknown): void;
  /** A call was carried out. @returns when everybody is done */
  after(method: string, path: string): Promise<void>;
  clear(): void;
}

/** Nobody meddles until it is told to. */
export const createMeddling = (): Meddling => {
  let waiting: { readonly match: string; left: number; readonly act: () => unknown }[] = [];
  return {
    add: (match, nth, act) => {
      waiting = [...waiting, { match, left: nth, act }];
    },
    after: async (method, path) => {
      const meant = waiting.filter(({ match }) => isMeant(match, method, path));
      for (const one of meant) one.left -= 1;
      const due = meant.filter(({ left }) => left <= 0);
      waiting = waiting.filter((one) => !due.includes(one));
      for (const { act } of due) await act();
    },
    clear: () => {
      waiting = [];
    },
  };
};
