// Given what somebody wishes and which machines exist: the next question, or why there is none to ask.
import { absentRefusal } from '../src/domain/absent-machine.ts';
import type { Wish, WishedTime } from '../src/domain/command/command.ts';
import { formatSeconds } from '../src/domain/duration.ts';
import type { Asking, FormValues, OfferedPort } from '../src/domain/form.ts';
import type { RefusedAtOnce } from '../src/domain/lifecycle.ts';
import { choiceOf, type Machine } from '../src/domain/machine.ts';
import { inPlace, nameIn } from '../src/domain/machine-pattern.ts';
import { jitPortFor, offeredPorts } from '../src/domain/machine-ports.ts';
import { rulingOn } from '../src/domain/policy/ruling.ts';
import { networksIn, type SourceMeant, sourceMeant } from '../src/domain/policy/source-meant.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import type { Seconds } from '../src/domain/time.ts';
import type { Asker } from './asker.ts';
import { outlookOn, type Prospects } from './outlook-on.ts';
import { knownSource, saidSource } from './source-field.ts';

/** The machines a dialog can name: the inventory, or a list in a test. */
export interface Machines {
  /** Whether a subscription's machines were read: one that is not there is gone then. */
  knows(subscriptionId: string): boolean;
  byId(id: string): Machine | undefined;
  byName(name: string): readonly Machine[];
  nearest(name: string, count: number): readonly Machine[];
}

/** The next question, or a refusal that ends the dialog. */
export type Answer = Asking | RefusedAtOnce;

const usualSeconds: Seconds = 3600;
const nearestShown = 5;
// A name shared by more machines than a card can show as buttons is narrowed by typing its group, not by scrolling.
const sameNameShown = 12;

/** What to ask next for a wish as typed. */
export function nextQuestion(wish: Wish, machines: Machines, asker: Asker): Answer {
  if (asker.machineId !== undefined) return formOf(asker.machineId, wish, machines, asker);
  // A name copied from a card carries invisible characters, which keep it from becoming a link there.
  const typed = wish.machine?.replace(/\p{Cf}/gu, '');
  if (typed === undefined || typed === '') return { kind: 'machine', why: 'unnamed', typed: '', choices: [] };
  const [found, ...others] = inPlace(typed, machines.byName(nameIn(typed)));
  if (found === undefined) {
    const choices = machines.nearest(nameIn(typed), nearestShown).map(choiceOf);
    return { kind: 'machine', why: 'unknown', typed, choices };
  }
  if (others.length === 0) return formFor(wish, found, asker);
  const choices = [found, ...others].slice(0, sameNameShown).map(choiceOf);
  const more = others.length + 1 - choices.length;
  return { kind: 'machine', why: 'several', typed, choices, ...(more > 0 && { more }) };
}

function formOf(id: string, wish: Wish, machines: Machines, asker: Asker): Answer {
  const machine = machines.byId(id);
  if (machine !== undefined) return formFor(wish, machine, asker);
  return { kind: 'refused', refusals: [absentRefusal(machines, { id, name: wish.machine ?? '' })] };
}

/** The form for a machine that is known, with everything filled in that was said. */
export function formFor(wish: Wish, machine: Machine, asker: Asker): Answer {
  const byJit = offeredPorts(machine);
  if (byJit.length === 0) return refusedFor(machine, [{ code: 'no-jit-policy', machine: machine.name }]);
  const prospects = outlookOn(byJit, machine, wish.breakGlass === true, asker);
  if (prospects.offered.length === 0) return refusedFor(machine, prospects.refusalsFor(byJit));
  const { offered } = prospects;

  const wished = wish.ports?.find((port) => offered.some((offer) => offer.port === port));
  const only = offered.length === 1 && wish.ports === undefined ? offered[0]?.port : undefined;
  const offer = offered.find(({ port }) => port === (wished ?? only));
  const ports = offer === undefined ? offered : [offer];
  const meant =
    wish.source === undefined
      ? undefined
      : sourceMeant(wish.source, {
          publicMachine: machine.publicAddress !== undefined,
          allowedSources: ports.flatMap(({ allowedSources }) => allowedSources),
          networks: networksIn(asker.hearing.policy),
        });
  const { source, network } =
    wish.source === undefined || meant === undefined
      ? knownSource(asker.learned, machine, ports, asker.now)
      : saidSource(wish.source, meant);
  const values: FormValues = {
    port: offer === undefined ? '' : String(offer.port),
    source,
    time: timeText(wish.time, offer?.maximumSeconds ?? usualSeconds),
    reason: wish.reason ?? '',
  };
  const forbidden = byJit.filter(({ port }) => wish.ports?.includes(port) && offer === undefined);
  return {
    kind: 'form',
    machine: choiceOf(machine),
    offered,
    values,
    outlook: offer === undefined ? prospects.rules : prospects.rulesFor(offer.port),
    refusals:
      forbidden.length > 0
        ? prospects.refusalsFor(forbidden)
        : refusalsOfWish({ wish, machine, offered, offer, meant }, asker, prospects),
    ...(network && { network }),
    // Found out where Azure can be asked, before the form is recorded.
    holes: [],
  };
}

const refusedFor = ({ id, name }: Machine, refusals: readonly Refusal[]): RefusedAtOnce => ({
  kind: 'refused',
  refusals,
  machine: { id, name },
});

/** A wish for a machine, with what it says of port and source looked up. `undefined`: it says nothing of it. */
interface Said {
  readonly wish: Wish;
  readonly machine: Machine;
  readonly offered: readonly OfferedPort[];
  readonly offer: OfferedPort | undefined;
  readonly meant: SourceMeant | undefined;
}

/** What is wrong with what was said already; what was not said yet is no mistake. */
function refusalsOfWish(said: Said, asker: Asker, prospects: Prospects): readonly Refusal[] {
  const { wish, machine, offered, offer, meant } = said;
  const refusals: Refusal[] = [];
  if (wish.ports !== undefined && offer === undefined)
    refusals.push({
      code: 'port-not-offered',
      port: wish.ports[0],
      offered: offered.map(({ port }) => port),
    });
  if (meant !== undefined && !meant.ok) refusals.push(meant.refusal);
  if (wish.time?.kind === 'for' && offer !== undefined) {
    const byJit = jitPortFor(machine, offer.port)?.maximumSeconds ?? 0;
    if (wish.time.seconds > byJit) refusals.push({ code: 'too-long', maximumSeconds: byJit });
    else if (meant === undefined) refusals.push(...tooLongForAll(wish.time.seconds, offer, prospects));
  }
  return refusals.length > 0 ? refusals : rehearsed(said, asker, prospects);
}

/** Longer than any rule gives, whatever the source will be. The most generous rule is named. */
function tooLongForAll(
  seconds: Seconds,
  { port, maximumSeconds }: OfferedPort,
  prospects: Prospects,
): readonly Refusal[] {
  if (seconds <= maximumSeconds) return [];
  const rule = prospects.rulesFor(port).find(({ longest }) => longest === maximumSeconds)?.rule;
  return [{ code: 'too-long', maximumSeconds, ...(rule === undefined ? {} : { rule }) }];
}

/** The ruling that sending the form as it is would get. A reason that is not given yet is no mistake yet. */
function rehearsed(
  { wish: { time, reason = '', breakGlass }, machine, offer, meant }: Said,
  { hearing, now }: Asker,
  prospects: Prospects,
): readonly Refusal[] {
  if (offer === undefined || !meant?.ok || time?.kind !== 'for') return [];
  const asked = {
    machine,
    port: offer.port,
    source: meant.source,
    time,
    reason,
    breakGlass:
      breakGlass === true && prospects.rulesFor(offer.port).some((rule) => rule.breakGlass === true),
  };
  const ruling = rulingOn(hearing, asked, now);
  if (ruling.kind !== 'refused') return [];
  return ruling.refusals.filter(
    ({ code }) => reason.trim() !== '' || (code !== 'reason-missing' && code !== 'ticket-missing'),
  );
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** The time field's first value, in words that the field itself understands. */
function timeText(time: WishedTime | undefined, maximumSeconds: Seconds): string {
  if (time?.kind === 'until') return `until ${twoDigits(time.hour)}:${twoDigits(time.minute)}`;
  return formatSeconds(time?.seconds ?? Math.min(usualSeconds, maximumSeconds));
}
