// Who asks, and when: what the access policy makes of a wish depends on both.
import type { Hearing } from '../src/domain/policy/ruling.ts';
import type { Instant } from '../src/domain/time.ts';

export interface Asker {
  readonly hearing: Hearing;
  readonly now: Instant;
}
