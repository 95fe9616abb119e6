// Whether a grant may be extended now: judged as a request for the time from now to the new end, by today's policies.

import { absentRefusal } from '../domain/absent-machine.ts';
import type { Open } from '../domain/access-request.ts';
import type { Grounds } from '../domain/grounds.ts';
import { jitPortFor, jitRefusals } from '../domain/machine-ports.ts';
import { type Hearing, rulingOn } from '../domain/policy/ruling.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Terms } from '../domain/terms.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Inventory } from './azure-ports.ts';
import { Fault } from './fault.ts';
import type { Freshness, Knowledge } from './knowledge.ts';

export type Judged =
  | { readonly ok: true; readonly terms: Terms; readonly grounds: Grounds }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** What cards offer to extend by. */
export const extensionChoices: readonly Seconds[] = [900, 1800, 3600];

export interface ExtensionJudge {
  /** @throws Fault when the ledger is away, or the machines are not known yet */
  judge(open: Open, seconds: Seconds, freshness: Freshness): Promise<Judged>;
  /** Of what cards offer, what could be had now. Never rejects: what cannot be found out is offered, and judged at the click. */
  choicesFor(open: Open): Promise<readonly Seconds[]>;
}

interface Parts {
  readonly knowledge: Pick<Knowledge, 'hearingOf'>;
  readonly inventory: Pick<Inventory, 'byId' | 'loaded' | 'knows'>;
  readonly now: () => Instant;
}

export function createExtensionJudge({ knowledge, inventory, now }: Parts): ExtensionJudge {
  async function judge(open: Open, seconds: Seconds, freshness: Freshness): Promise<Judged> {
    return judgedBy(await hearingOn(open, freshness), open, seconds);
  }

  async function hearingOn({ requester }: Open, freshness: Freshness): Promise<Hearing> {
    // Right after a start, a machine that is not known is not gone.
    if (!inventory.loaded) throw new Fault('unavailable', 'The machines are still being read.');
    return knowledge.hearingOf(requester.id, freshness);
  }

  function judgedBy(hearing: Hearing, open: Open, seconds: Seconds): Judged {
    const at = now();
    const machine = inventory.byId(open.terms.machine.id);
    if (machine === undefined) return { ok: false, refusals: [absentRefusal(inventory, open.terms.machine)] };
    const listed = jitPortFor(machine, open.terms.port);
    const terms: Terms = {
      ...open.terms,
      // Another JIT policy may list the port by now.
      ...(listed && { policyId: listed.policyId, protocol: listed.protocol }),
      time: { kind: 'until', at: open.endsAt + seconds * 1000 },
    };
    const byJit = jitRefusals(machine, terms, at);
    if (byJit.length > 0) return { ok: false, refusals: byJit };
    // Glass is broken for an emergency, once: more time is asked for like any other.
    const ruling = rulingOn(hearing, { ...terms, machine, breakGlass: false }, at);
    return ruling.kind === 'refused'
      ? { ok: false, refusals: ruling.refusals }
      : { ok: true, terms, grounds: ruling.grounds };
  }

  async function choicesFor(open: Open): Promise<readonly Seconds[]> {
    try {
      const hearing = await hearingOn(open, 'lately');
      return extensionChoices.filter((seconds) => mayBeHad(judgedBy(hearing, open, seconds)));
    } catch {
      return extensionChoices;
    }
  }

  return { judge, choicesFor };
}

const mayBeHad = (judged: Judged): boolean =>
  judged.ok || judged.refusals.some(({ code }) => code === 'machine-unread');
