// What turns are answered with, wired in src/main.
import type { Choice } from '../../dialogs/next-move.ts';
import type { Inventory, Jit, PortWatch } from '../access/azure-ports.ts';
import type { Broker } from '../access/broker.ts';
import type { Decisions } from '../access/decisions.ts';
import type { Knowledge } from '../access/knowledge.ts';
import type { Ledger } from '../access/ledger-port.ts';
import type { Life } from '../access/life.ts';
import type { Log } from '../access/log-port.ts';
import type { Presenter } from '../access/presenter-port.ts';
import type { Settle } from '../access/settle.ts';
import type { Pace } from '../domain/pace.ts';
import type { Instant, Seconds } from '../domain/time.ts';

export interface BotParts {
  readonly broker: Broker<Choice>;
  readonly decisions: Decisions;
  readonly life: Life;
  readonly ledger: Ledger;
  readonly settle: Pick<Settle, 'settle'>;
  readonly inventory: Inventory;
  readonly knowledge: Knowledge;
  readonly presenter: Presenter;
  /** Reads NSGs as they are. */
  readonly watch: PortWatch;
  readonly jit: Pick<Jit, 'listed'>;
  /** Waits so many seconds; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
  /** Entra object ids, lower case, of those who may set channels and read the audit trail. */
  readonly admins: readonly string[];
  /** Whether the bot may end a grant early by deleting its rule. */
  readonly revoke: boolean;
  readonly pace: Pace;
  readonly now: () => Instant;
  readonly log: Log;
}
