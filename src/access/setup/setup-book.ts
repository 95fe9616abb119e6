// What setting JIT up needs of the database. Implemented in src/ledger.
import type { AuditEntry } from '../../domain/audit.ts';
import type { SetupChange, SetupDraft } from '../../domain/setup/setup-change.ts';
import type { Instant } from '../../domain/time.ts';

/** Changes of the setup. Every method is one transaction; each throws Fault `unavailable` when the database is away. */
export interface SetupBook {
  /** Records a new change (version 1). Idempotent by `origin`: `created` is false and `change` the one made the first time. */
  create(
    change: SetupDraft,
    entries: readonly AuditEntry[],
    wakeAt: Instant,
  ): Promise<{ readonly created: boolean; readonly change: SetupChange }>;
  load(id: string): Promise<SetupChange | undefined>;
  /** Compare-and-set by `change.version`. @param wakeAt when somebody must look at it again; `undefined`: it owes nothing */
  save(
    change: SetupChange,
    entries: readonly AuditEntry[],
    wakeAt: Instant | undefined,
  ): Promise<SetupChange | 'conflict'>;
  /** Cards of a person that were not confirmed, and not dropped. */
  draftsOf(personId: string, limit: number): Promise<readonly SetupChange[]>;
  /** Ids of changes whose time has come, the one waiting longest first. */
  due(now: Instant, limit: number): Promise<readonly string[]>;
}
