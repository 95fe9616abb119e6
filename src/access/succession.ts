// Tells the grant that a request extends what became of it: it is taken over, or free to be extended again.
import type { AccessRequest } from '../domain/access-request.ts';
import {
  extendedSettled,
  extensionEnded,
  type Succession,
  successionOf,
  superseded,
  takesOver,
} from '../domain/extension-moves.ts';
import type { Move } from '../domain/move.ts';
import type { Instant } from '../domain/time.ts';
import type { Ledger } from './ledger-port.ts';
import type { Recording } from './recording.ts';
import { safetySeconds } from './saving.ts';

interface Parts {
  readonly ledger: Pick<Ledger, 'load' | 'save'>;
  readonly now: () => Instant;
  /** Settles the other request, which nobody waits for here. */
  readonly settleSoon: (id: string) => void;
}

/** The other request is moved first, by compare-and-set; a crash before it is recorded here finds that done. */
export function createSuccession({ ledger, now, settleSoon }: Parts) {
  return async function succeed(request: AccessRequest): Promise<Recording> {
    const succession = successionOf(request);
    const [before] = request.extends?.chain ?? [];
    if (succession !== undefined && before !== undefined) await tell(before, request.id, succession);
    return (fresh) => extendedSettled(fresh);
  };

  async function tell(beforeId: string, id: string, succession: Succession): Promise<void> {
    for (;;) {
      const before = await ledger.load(beforeId);
      const move = before && moveOf(before, id, succession, now());
      if (move === undefined) return;
      const saved = await ledger.save(move.request, move.entries, now() + safetySeconds * 1000);
      if (saved === 'conflict') continue;
      settleSoon(beforeId);
      return;
    }
  }
}

/** `undefined`: it has nothing to do with it any more. */
function moveOf(before: AccessRequest, id: string, succession: Succession, now: Instant): Move | undefined {
  if (succession.kind === 'takes-over' && takesOver(before, succession.endsAt))
    return superseded(before, { id, endsAt: succession.endsAt }, now);
  // Approved for less than the grant has anyway: each ends by itself.
  return before.state === 'open' && before.extension === id ? extensionEnded(before, id, now) : undefined;
}
