// What happens, as counters and histograms of this process. Names as Prometheus wants them, with their units; labels from closed sets.
import type { Attributes, Counter, Histogram, Meter } from '@opentelemetry/api';
import type { CallOutcome, Happening, Hear, Outcome } from '../access/happenings.ts';
import { noticeKinds } from '../domain/notice-due.ts';

/** Upper bounds in seconds: of what people and ports wait for, of calls over the network, of the database. */
const waits = [0.5, 1, 2, 5, 10, 15, 30, 45, 60, 90, 120, 180, 300, 600, 1800, 3600];
const calls = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const statements = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const outcomes: Readonly<Record<Outcome, true>> = {
  closed: true,
  'still-open': true,
  denied: true,
  lapsed: true,
  refused: true,
  failed: true,
  withdrawn: true,
  superseded: true,
  'form-dropped': true,
  'form-lapsed': true,
};
const callOutcomes: Readonly<Record<CallOutcome, true>> = {
  ok: true,
  throttled: true,
  refused: true,
  broken: true,
  'no-answer': true,
};

/** @returns what makes numbers of happenings */
export function createInstruments(meter: Meter): Hear {
  const counter = (name: string, description: string): Counter => meter.createCounter(name, { description });
  const seconds = (name: string, description: string, explicitBucketBoundaries: number[]): Histogram =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries } });

  const asked = counter('jit_access_requests_asked', 'Access requests that were begun');
  const requested = counter('jit_access_requests_sent', 'Access requests that were sent, within all limits');
  const ended = counter('jit_access_requests_ended', 'Access requests that ended, by outcome');
  const opened = counter('jit_access_grants_opened', 'Grants whose port was seen open');
  const lost = counter('jit_access_grants_lost', 'Grants whose port was found not open any more, or unknown');
  const setbacks = counter('jit_access_setbacks', 'Steps that failed and are tried again');
  const told = counter('jit_access_notices', 'Notices that were told, or came to nothing');
  const toReady = seconds(
    'jit_access_time_to_ready_seconds',
    'From asking Azure until the port was seen open',
    waits,
  );
  const closing = seconds(
    'jit_access_closing_lateness_seconds',
    'From the end of a grant until its port was seen shut',
    waits,
  );
  const telling = seconds(
    'jit_access_notice_lateness_seconds',
    'From when a notice was due until it was told',
    waits,
  );
  const turns = seconds('jit_access_turn_duration_seconds', 'Turns, by kind', calls);
  const azure = seconds('jit_access_azure_call_duration_seconds', 'Calls to Azure Resource Manager', calls);
  const throttles = counter('jit_access_azure_throttles', 'Calls to Azure that were answered 429');
  const teams = counter('jit_access_teams_calls', 'Messages and changes of messages that were sent to Teams');
  const database = seconds('jit_access_database_duration_seconds', 'Statements of the ledger', statements);

  // A counter that is not there yet cannot be told from one that is missing: rates need its zero.
  for (const outcome of Object.keys(outcomes)) ended.add(0, { outcome });
  for (const outcome of Object.keys(callOutcomes)) teams.add(0, { outcome });
  for (const how of ['sentence', 'again', 'extension']) asked.add(0, { how });
  for (const how of ['grant', 'extension']) opened.add(0, { how });
  for (const notice of noticeKinds)
    for (const delivered of ['true', 'false']) told.add(0, { notice, delivered });
  lost.add(0);
  throttles.add(0);
  setbacks.add(0, { debt: 'look' });
  requested.add(0, { grounds: 'automatic' });

  return (happening: Happening) => {
    switch (happening.what) {
      case 'asked':
        return asked.add(1, { how: happening.how });
      case 'requested':
        return requested.add(1, { grounds: happening.grounds });
      case 'ended':
        return ended.add(1, { outcome: happening.outcome });
      case 'opened':
        if (happening.how === 'grant') toReady.record(happening.seconds);
        return opened.add(1, { how: happening.how });
      case 'shut':
        return closing.record(happening.seconds);
      case 'lost':
        return lost.add(1);
      case 'setback':
        return setbacks.add(1, { debt: happening.debt });
      case 'told': {
        const labels: Attributes = { notice: happening.notice };
        if (happening.seconds !== undefined) telling.record(happening.seconds, labels);
        return told.add(1, { ...labels, delivered: String(happening.delivered) });
      }
      case 'turn':
        return turns.record(happening.seconds, {
          kind: happening.kind,
          answered: String(happening.answered),
        });
      case 'azure-call':
        if (happening.outcome === 'throttled') throttles.add(1);
        return azure.record(happening.seconds, { action: happening.action, outcome: happening.outcome });
      case 'teams-call':
        return teams.add(1, { outcome: happening.outcome });
      case 'database':
        return database.record(happening.seconds, { step: happening.step, done: String(happening.done) });
    }
  };
}
