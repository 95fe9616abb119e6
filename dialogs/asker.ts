// Who asks, and when: what the access policy makes of a wish depends on both.
import type { LearnedAddress } from '../src/domain/learned-address.ts';
import type { Hearing } from '../src/domain/policy/ruling.ts';
import type { Instant } from '../src/domain/time.ts';

export interface Asker {
  readonly hearing: Hearing;
  readonly now: Instant;
  /** Where they connect from, as far as it is known. */
  readonly learned?: LearnedAddress;
  /** The machine they mean, where that is known surer than by its name. ARM id, lower case. */
  readonly machineId?: string;
}
