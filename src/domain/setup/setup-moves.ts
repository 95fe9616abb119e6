// The moves of a change of the setup, each with its audit entries. What may be moved from where is in the types.
import type { AuditEntry } from '../audit.ts';
import type { Instant, Seconds } from '../time.ts';
import { countToType } from './count-to-type.ts';
import { enableTargets } from './enable-targets.ts';
import { sameSettings } from './port-setting.ts';
import { readEnableForm, readRows } from './read-setting.ts';
import type {
  Asked,
  EnableForm,
  Plan,
  PortRow,
  SetupChange,
  SetupDraft,
  SetupDropped,
  SetupEnded,
  SetupProblem,
  SetupRunning,
  Step,
} from './setup-change.ts';
import { askedFacts, entryOf, kindOf, planFacts, stepFacts } from './setup-entries.ts';

export interface SetupMove<To extends SetupChange = SetupChange> {
  readonly change: To;
  readonly entries: readonly AuditEntry[];
}

/** What was sent with a card that was confirmed or is to be shown again. */
export interface SetupValues {
  /** A field that did not come back stays as the card had it: what was not sent was not cleared. */
  readonly enable?: Partial<EnableForm>;
  readonly rows?: readonly PortRow[];
  /** The subscription's name, as typed. */
  readonly name?: string;
  /** Which drawing of the card the button stood on. */
  readonly round?: string;
  /** Of how many machines JIT is to be taken off, as typed. */
  readonly count?: string;
}

/** How long a card can be confirmed: what it shows grows old, and a change of another is noticed only when it is written. */
const draftLife: Seconds = 3600;

/** What an admin asked for, to be confirmed within the hour. */
export function drafted(
  start: Pick<SetupDraft, 'id' | 'by' | 'origin' | 'reader'>,
  asked: Asked,
  now: Instant,
): SetupMove<SetupDraft> {
  const change: SetupDraft = {
    shape: 1,
    version: 0,
    ...start,
    askedAt: now,
    card: {},
    state: 'draft',
    expiresAt: now + draftLife * 1000,
    asked,
    problems: [],
    round: 0,
  };
  return { change, entries: [entryOf(change, 'setup-asked', start.by.id, now, askedFacts(asked))] };
}

/** From the lines of ports that a card showed to what was typed into them. */
export type TypedRows = (shown: readonly PortRow[]) => readonly PortRow[];

/** The lines of a machine's ports were sent: the difference is shown, or what is wrong with them. */
export function reviewed(draft: SetupDraft, typed: TypedRows): SetupMove<SetupDraft> | undefined {
  if (draft.asked.kind !== 'configure') return undefined;
  const { target } = draft.asked;
  const rows = typed(draft.asked.rows);
  const read = readRows(rows, target.before);
  if (!read.ok) return shownAgain(draft, { ...draft.asked, rows }, read.problems);
  if (sameSettings(read.value, target.before))
    return shownAgain(draft, { ...draft.asked, rows }, [{ code: 'nothing-changes' }]);
  return shownAgain(draft, { ...draft.asked, rows, wanted: read.value }, []);
}

/** From the difference back to the lines. */
export function backToRows(draft: SetupDraft): SetupMove<SetupDraft> | undefined {
  if (draft.asked.kind !== 'configure' || draft.asked.wanted === undefined) return undefined;
  const { wanted: _, ...asked } = draft.asked;
  return shownAgain(draft, asked, []);
}

/**
 * The card was confirmed. It runs, or is shown again with what is wrong; `undefined`: it was not ready to be confirmed.
 */
export function confirmed(
  draft: SetupDraft,
  values: SetupValues,
  now: Instant,
): SetupMove<SetupDraft | SetupRunning> | undefined {
  const { asked } = draft;
  switch (asked.kind) {
    case 'defender':
      return values.name?.trim() === asked.subscription.name.trim()
        ? running(draft, { kind: 'defender', subscription: asked.subscription }, 1, now)
        : shownAgain(draft, asked, [{ code: 'name-differs' }]);
    case 'enable': {
      const form = { ...asked.form, ...values.enable };
      const read = readEnableForm(form);
      if (!read.ok) return shownAgain(draft, { ...asked, form }, read.problems);
      const targets = enableTargets(asked.machines, read.value);
      return targets.ok
        ? running(draft, { kind: 'enable', targets: targets.value }, targets.value.length, now)
        : shownAgain(draft, { ...asked, form }, targets.problems);
    }
    case 'configure': {
      const { target, wanted } = asked;
      // What is written is the difference that was looked at: another device may show an earlier one.
      if (wanted === undefined || values.round !== String(draft.round)) return undefined;
      return running(draft, { kind: 'configure', targets: [{ ...target, wanted }] }, 1, now);
    }
    case 'disable': {
      const count = countToType(asked.targets);
      return count === undefined || values.count?.trim() === String(count)
        ? running(draft, { kind: 'disable', targets: asked.targets }, asked.targets.length, now)
        : shownAgain(draft, asked, [{ code: 'count-differs', count }]);
    }
  }
}

/** Nothing was written, and nothing will be. */
export function dropped(draft: SetupDraft, why: SetupDropped['why'], now: Instant): SetupMove<SetupDropped> {
  const change: SetupDropped = { ...common(draft), state: 'dropped', at: now, why, asked: draft.asked };
  const kind = why === 'cancelled' ? 'setup-cancelled' : 'setup-lapsed';
  const actor = why === 'cancelled' ? draft.by.id : 'bot';
  return { change, entries: [entryOf(change, kind, actor, now, askedFacts(draft.asked))] };
}

/** One step of a running change goes on. What is said of it in the audit trail follows from where it goes. */
export function stepped(change: SetupRunning, at: number, step: Step, now: Instant): SetupMove<SetupRunning> {
  const before = change.steps[at];
  const next = { ...change, steps: change.steps.map((one, place) => (place === at ? step : one)) };
  const repeated = step.stage === 'proving' && before?.stage === 'proving';
  if (repeated) return { change: next, entries: [] };
  return {
    change: next,
    entries: [
      entryOf(change, kindOf(step), 'bot', now, {
        confirmedBy: change.by,
        ...stepFacts(change.plan, at, step),
      }),
    ],
  };
}

/** Every step is done. */
export function ended(change: SetupRunning, now: Instant): SetupMove<SetupEnded> | undefined {
  const steps = change.steps.filter((step) => step.stage === 'done');
  if (steps.length < change.steps.length) return undefined;
  const { plan, confirmedAt } = change;
  const next: SetupEnded = { ...common(change), state: 'ended', confirmedAt, endedAt: now, plan, steps };
  const outcomes = Object.fromEntries(
    [...Map.groupBy(steps, ({ outcome }) => outcome.kind)].map(([kind, of]) => [kind, of.length]),
  );
  return { change: next, entries: [entryOf(next, 'setup-ended', 'bot', now, { kind: plan.kind, outcomes })] };
}

function running(draft: SetupDraft, plan: Plan, steps: number, now: Instant): SetupMove<SetupRunning> {
  const change: SetupRunning = {
    ...common(draft),
    state: 'running',
    confirmedAt: now,
    plan,
    steps: Array.from({ length: steps }, () => ({ stage: 'waiting' })),
  };
  return { change, entries: [entryOf(change, 'setup-confirmed', draft.by.id, now, planFacts(plan))] };
}

const shownAgain = (
  draft: SetupDraft,
  asked: Asked,
  problems: readonly SetupProblem[],
): SetupMove<SetupDraft> => ({ change: { ...draft, asked, problems, round: draft.round + 1 }, entries: [] });

const common = ({ shape, id, version, by, origin, reader, askedAt, card }: SetupChange) => ({
  shape,
  id,
  version,
  by,
  origin,
  reader,
  askedAt,
  card,
});
