// An approver's yes in advance: somebody may have a port of a machine in a window, without being asked about again.
import type { Person } from './person.ts';
import type { Instant } from './time.ts';

export interface Allowance {
  /** Opaque id. */
  readonly id: string;
  readonly person: Person;
  /** The approver, as the channel authenticated them. Looked at again whenever the allowance is used. */
  readonly by: Person;
  /** ARM id, lower case. */
  readonly machineId: string;
  /** The machine's name, for sentences. */
  readonly machine: string;
  readonly port: number;
  readonly from: Instant;
  readonly until: Instant;
}
