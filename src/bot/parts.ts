// What turns are answered with, wired in src/main.
import type { Choice } from '../../dialogs/next-move.ts';
import type { Admins } from '../access/admins.ts';
import type { Inventory, Jit, PortWatch } from '../access/azure-ports.ts';
import type { Broker } from '../access/broker.ts';
import type { Decisions } from '../access/decisions.ts';
import type { CsvLink } from '../access/drift/csv-link.ts';
import type { FindingsBook } from '../access/drift/findings-book.ts';
import type { DriftWatch } from '../access/drift/watch.ts';
import type { Hear } from '../access/happenings.ts';
import type { Knowledge } from '../access/knowledge.ts';
import type { Ledger } from '../access/ledger-port.ts';
import type { Life } from '../access/life.ts';
import type { Log } from '../access/log-port.ts';
import type { Presenter } from '../access/presenter-port.ts';
import type { Settle } from '../access/settle.ts';
import type { SetupPlanner } from '../access/setup/plan-setup.ts';
import type { SetupDesk } from '../access/setup/setup-desk.ts';
import type { SetupPresenter } from '../access/setup/setup-presenter.ts';
import type { DefenderPlans, EstateReader, MachineList } from '../access/setup-ports.ts';
import type { Steps } from '../access/steps.ts';
import type { Pace } from '../domain/pace.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { SigningIn } from './sign-in.ts';

export interface BotParts {
  readonly broker: Broker<Choice>;
  readonly decisions: Decisions;
  readonly life: Life;
  readonly ledger: Ledger;
  readonly settle: Pick<Settle, 'settle'>;
  readonly inventory: Inventory;
  readonly machines: MachineList;
  /** Reads whole subscriptions as they are. */
  readonly estate: EstateReader;
  readonly plans: Pick<DefenderPlans, 'planOf'>;
  /** What is open beside JIT, as it was last seen; and looking for it now. */
  readonly findings: FindingsBook;
  readonly driftWatch: Pick<DriftWatch, 'look'>;
  readonly csvLink: CsvLink;
  /** Whether admins may change JIT policies and plans from chat. */
  readonly setup: boolean;
  readonly setupPlanner: SetupPlanner;
  readonly setupDesk: SetupDesk;
  readonly setupPresenter: Pick<SetupPresenter, 'card'>;
  readonly knowledge: Knowledge;
  readonly presenter: Presenter;
  /** Reads NSGs as they are. */
  readonly watch: PortWatch;
  readonly jit: Pick<Jit, 'listed'>;
  /** Waits so many seconds; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
  /** Who may set channels, read the audit trail and set JIT up. */
  readonly admins: Admins;
  /** Whether the bot may end a grant early by deleting its rule. */
  readonly revoke: boolean;
  /** Left out: Azure is never asked in people's own names. */
  readonly signingIn?: SigningIn | undefined;
  readonly pace: Pace;
  readonly now: () => Instant;
  readonly log: Log;
  /** Left out: nobody listens. */
  readonly hear?: Hear;
  /** Left out: nobody traces. */
  readonly steps?: Steps;
}
