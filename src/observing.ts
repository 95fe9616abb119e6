// Who listens to what the parts do: their calls, saves and statements, handed to metrics and traces where a setting wants those.
import { hostname } from 'node:os';
import itself from '../package.json' with { type: 'json' };
import type { Dialog } from './access/broker.ts';
import { callOutcome } from './access/happenings.ts';
import { heardLedger } from './access/heard-ledger.ts';
import type { Ledger } from './access/ledger-port.ts';
import type { Log } from './access/log-port.ts';
import { knownAction } from './azure/actions.ts';
import type { ArmCall } from './azure/http-client.ts';
import type { Listener } from './azure/listening-client.ts';
import { createRemainingCalls } from './azure/remaining-calls.ts';
import type { Pace } from './domain/pace.ts';
import type { Database } from './ledger/database.ts';
import { heardDatabase } from './ledger/heard-database.ts';
import type { Telemetry, TelemetrySettings } from './telemetry/parts.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { tracedDialog } from './telemetry/traced-dialog.ts';

export interface Observing extends Telemetry {
  /** This process among the replicas. */
  readonly replica: string;
  readonly azureCall: (call: ArmCall) => void;
  readonly azureAnswer: Listener;
  readonly azureRemaining: ReturnType<typeof createRemainingCalls>['least'];
  readonly teamsCall: (status: number | undefined, milliseconds: number) => void;
  readonly ledger: (ledger: Ledger, pace: Pace) => Ledger;
  readonly database: (database: Database) => Database;
  readonly dialog: <Choice>(dialog: Dialog<Choice>) => Dialog<Choice>;
}

/** Where no setting wants to know, all that is left of it is what Azure says of remaining calls, and the log's ids. */
export async function createObserving(settings: TelemetrySettings, log: Log): Promise<Observing> {
  const replica = `${hostname()}/${process.pid}`;
  const telemetry = await createTelemetry(settings, { version: itself.version, instance: replica }, log);
  const { on, hear, steps } = telemetry;
  const remaining = createRemainingCalls();
  return {
    ...telemetry,
    replica,
    azureCall(call) {
      log.debug({ ...call }, 'Azure');
      const { status, milliseconds } = call;
      const action = knownAction(call.operation);
      const outcome = callOutcome(status);
      hear({ what: 'azure-call', action, outcome, seconds: milliseconds / 1000 });
      steps.past('azure call', { action, ...statusFact(status) }, milliseconds, outcome);
    },
    azureAnswer: remaining.heard,
    azureRemaining: remaining.least,
    teamsCall(status, milliseconds) {
      const outcome = callOutcome(status);
      hear({ what: 'teams-call', outcome });
      steps.past('teams call', statusFact(status), milliseconds, outcome);
    },
    ledger: (ledger, pace) => (on ? heardLedger(ledger, hear, pace) : ledger),
    database: (database) => (on ? heardDatabase(database, hear) : database),
    dialog: (dialog) => (on ? tracedDialog(dialog, steps) : dialog),
  };
}

const statusFact = (status: number | undefined) => (status === undefined ? {} : { status });
