// Looks whether a written change took effect in the NSGs: JIT's Deny has come, or has gone, and what is open all the same.
import { exposureOf } from '../../domain/nsg/exposure.ts';
import { holesIn } from '../../domain/nsg/holes.ts';
import type { AddressFilters } from '../../domain/nsg/rule.ts';
import { isGuarded, portsNow } from '../../domain/setup/ports-left.ts';
import type { Outcome, Target } from '../../domain/setup/setup-change.ts';

/** What a look showed; `waiting`: Azure has not done it yet, `for` a sentence. */
export type Proof = { readonly outcome: Outcome } | { readonly waiting: string };

/** @param filters of the machine, just read; none: it is gone */
export function proofOf(
  target: Target,
  filters: readonly AddressFilters[],
  /** Ports that stay under JIT by other policies. */
  elsewhere: readonly number[],
): Proof {
  if (filters.length === 0) return { outcome: { kind: 'gone' } };
  return target.wanted.length === 0 ? proofOfOff(target, filters, elsewhere) : proofOfOn(target, filters);
}

function proofOfOn({ wanted }: Target, filters: readonly AddressFilters[]): Proof {
  const missing = wanted.filter(({ port }) => !isGuarded(filters, port)).map(({ port }) => port);
  if (missing.length > 0)
    return { waiting: `JIT’s Deny rule for port ${missing.join(', ')} is not in front of the machine.` };
  const holes = wanted.flatMap((asked) => holesIn(filters, asked));
  if (holes.length > 0) return { outcome: { kind: 'defeated', holes } };
  const reached = wanted.map((asked) => ({
    port: asked.port,
    lets: exposureOf(filters, asked).worldWithoutGrants.lets,
  }));
  // What surely gets in without any rule that allows it comes where there is no NSG.
  const open = reached.find(({ lets }) => lets === 'all' || lets === 'some');
  if (open !== undefined)
    return unproven(
      `JIT’s Deny rule is there, but another address of the machine has no NSG in front of it: port ${open.port} is open there.`,
    );
  const unclear = reached.find(({ lets }) => lets === 'unknown');
  if (unclear !== undefined)
    return unproven(
      `JIT’s Deny rule is there, and another rule of the NSGs cannot be told to leave port ${unclear.port} shut.`,
    );
  return { outcome: { kind: 'effective' } };
}

const unproven = (why: string): Proof => ({ outcome: { kind: 'unproven', why } });

function proofOfOff(target: Target, filters: readonly AddressFilters[], elsewhere: readonly number[]): Proof {
  const ports = target.before.filter(({ port }) => !elsewhere.includes(port));
  const guarded = ports.filter(({ port }) => isGuarded(filters, port)).map(({ port }) => port);
  return guarded.length > 0
    ? { waiting: `JIT’s Deny rule for port ${guarded.join(', ')} is still in front of the machine.` }
    : { outcome: { kind: 'off', leaves: portsNow(filters, ports) } };
}
