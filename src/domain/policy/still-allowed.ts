// Whether what was let in a while ago would be let in today, when Azure has not been asked yet.
import type { Approved } from '../access-request.ts';
import type { Machine } from '../machine.ts';
import type { GrantTime } from '../terms.ts';
import type { Instant } from '../time.ts';
import type { Known } from './question.ts';
import { type Hearing, rulingOn } from './ruling.ts';

// What is not known now may be known in a minute.
const passing: ReadonlySet<string> = new Set(['rule-unknown', 'no-access-policy']);

/**
 * Who agreed is not asked again; but where today's rule is another, or wants more of them, what they agreed to is not enough.
 * @param time the time that Azure would be asked for @returns `undefined`: it cannot be told now
 */
export function stillAllowed(
  { terms, grounds }: Pick<Approved, 'terms' | 'grounds'>,
  { machine, time }: { readonly machine: Machine; readonly time: GrantTime },
  hearing: Hearing,
  now: Instant,
): Known {
  const breakGlass = grounds.kind === 'break-glass';
  // Who agreed was asked already: for that, their channel need not be set any more.
  const channels =
    grounds.kind === 'approval' ? new Set([...hearing.channels, grounds.asking.channel]) : hearing.channels;
  const ruling = rulingOn({ ...hearing, channels }, { ...terms, machine, time, breakGlass }, now);
  switch (ruling.kind) {
    case 'granted':
      return true;
    case 'refused':
      return ruling.refusals.some(({ code }) => passing.has(code)) ? undefined : false;
    case 'ask':
      return (
        grounds.kind === 'approval' &&
        grounds.waivedBy === undefined &&
        grounds.rule === ruling.grounds.rule &&
        grounds.approvals.length >= ruling.grounds.asking.quorum
      );
  }
}
