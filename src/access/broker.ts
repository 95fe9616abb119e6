// The use cases: somebody asks, somebody clicks. Load, decide, save; what follows is read off what was saved.
import { type AccessRequest, type Draft, isEnded } from '../domain/access-request.ts';
import type { Wish } from '../domain/command/command.ts';
import type { FormValues } from '../domain/form.ts';
import { formKept } from '../domain/form-kept.ts';
import type { LearnedAddress } from '../domain/learned-address.ts';
import { asked, withdrawn } from '../domain/lifecycle.ts';
import type { Move } from '../domain/move.ts';
import type { Pace } from '../domain/pace.ts';
import type { Person } from '../domain/person.ts';
import type { Hearing } from '../domain/policy/ruling.ts';
import type { Instant } from '../domain/time.ts';
import { wishAgain } from '../domain/wish-again.ts';
import type { Knowledge } from './knowledge.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { answeredByClick, notAwaited, safetySeconds } from './saving.ts';
import type { Settle } from './settle.ts';
import type { Survey } from './survey.ts';
import { moveWithHoles, withHoles } from './with-holes.ts';

/** Who asks, where, and how they read times. */
export interface Asker {
  readonly person: Person;
  readonly origin: AccessRequest['origin'];
  readonly reader: AccessRequest['reader'];
}

/** What became of a click. In every case `request` is the state as stored, to be shown as it is. */
export type Clicked =
  | { readonly kind: 'moved'; readonly request: AccessRequest }
  /** The card was answered before: the state tells by what. */
  | { readonly kind: 'dead'; readonly request: AccessRequest }
  /** Only the requester answers the form. Nothing changed. */
  | { readonly kind: 'not-yours'; readonly request: AccessRequest }
  | { readonly kind: 'no-such-request' };

/** What came of asking again for what has ended. */
export type AskedAgain =
  /** `request` is the new one; its card is posted where the old one's is. */
  { readonly kind: 'asked'; readonly request: AccessRequest } | Exclude<Clicked, { readonly kind: 'moved' }>;

/** What bears on a question besides the words it is asked for. */
export interface Context {
  /** The address that the asker confirmed last. */
  readonly learned?: LearnedAddress;
  /** The machine that is meant. ARM id, lower case. */
  readonly machineId?: string;
}

/** How a draft answers a wish or a choice: the dialogs, wired in src/main. */
export interface Dialog<Choice> {
  question(wish: Wish, hearing: Hearing, now: Instant, context: Context): Parameters<typeof asked>[1];
  move(draft: Draft, choice: Choice, hearing: Hearing, now: Instant): Move | undefined;
  /** The form sent as it was filled in by the sentence; `undefined`: something is missing in it. */
  unasked(draft: Draft, hearing: Hearing, now: Instant): Move | undefined;
}

export interface Broker<Choice> {
  /**
   * Records a new request and shows its card. A message delivered again changes nothing. Who breaks glass and has said
   * all that is needed is not asked again, provided that all they said was understood.
   * @param unknown words of the sentence that were not understood @throws Fault
   */
  ask(asker: Asker, wish: Wish, unknown?: readonly string[]): Promise<AccessRequest>;
  /** A click on a request's card by the person the channel authenticated. @throws Fault */
  click(person: Person, requestId: string, choice: Choice): Promise<Clicked>;
  /**
   * The requester is about to open the address page: keeps what they typed so far, unjudged, and sees to it that the
   * form's link can be used. The posted card is not drawn again for it. @throws Fault
   */
  keep(person: Person, requestId: string, values: FormValues): Promise<Clicked>;
  /**
   * A new form with what a request that has ended was about. Only its requester can. A click that is delivered again
   * (`activityId` is the same) makes no other one. @throws Fault
   */
  again(person: Person, requestId: string, activityId: string): Promise<AskedAgain>;
  /** Drops a form that was not sent. Only its requester can. @throws Fault */
  drop(person: Person, requestId: string): Promise<Clicked>;
  /** Takes back what waits for approvers. Only its requester can. @throws Fault */
  withdraw(person: Person, requestId: string): Promise<Clicked>;
  /** The person's requests that have not ended, newest first. @throws Fault */
  currentOf(person: Person): Promise<readonly AccessRequest[]>;
}

interface Parts<Choice> {
  readonly ledger: Ledger;
  readonly settle: Settle;
  readonly dialog: Dialog<Choice>;
  readonly knowledge: Pick<Knowledge, 'hearingOf'>;
  readonly survey: Survey;
  readonly now: () => Instant;
  readonly pace: Pace;
  readonly newId: () => string;
  readonly log: Log;
}

/** More than anybody reads; drafts that pile up must not hide a grant. */
export const mostCurrent = 200;

export function createBroker<Choice>(parts: Parts<Choice>): Broker<Choice> {
  const { ledger, settle, dialog, knowledge, survey, now, pace, newId, log } = parts;

  async function ask(asker: Asker, wish: Wish, unknown: readonly string[] = []): Promise<AccessRequest> {
    // A form is judged again when it is sent; what may be sent without one is judged once, so by what is true now.
    const atOnce = wish.breakGlass === true && unknown.length === 0;
    const { recorded, hearing } = await record(asker, wish, atOnce);
    if (!recorded.created) return recorded.request;
    const sent = atOnce ? await sendAtOnce(recorded.request, hearing) : undefined;
    if (sent === undefined) await settle.settleHeld(recorded.request);
    else notAwaited(settle.settleHeld(sent), sent.id, log);
    return sent ?? recorded.request;
  }

  async function record(asker: Asker, wish: Wish, atOnce: boolean, ended?: Ended) {
    const { person, origin, reader } = asker;
    const [hearing, confirmed] = await Promise.all([
      knowledge.hearingOf(person.id, atOnce ? 'now' : 'lately'),
      // Others would read it on the form.
      origin.private === true ? ledger.confirmedAddress(person.id) : undefined,
    ]);
    const at = now();
    const known = confirmed && { learned: { ...confirmed, how: 'earlier' } as const };
    const machineId = ended?.machineId;
    const question = dialog.question(wish, hearing, at, { ...known, ...(machineId && { machineId }) });
    const who = { id: newId(), requester: person, origin, reader };
    const start = { ...who, wish, ...known, ...(ended && { again: ended.id }) };
    const unwarned = asked(start, question, at);
    // Who sees no form needs no warning on it, and breaks glass because they cannot wait.
    const isForm = !atOnce || unaskedMove(unwarned.request, hearing) === undefined;
    const { request, entries } = isForm ? asked(start, await withHoles(question, survey), at) : unwarned;
    return { hearing, recorded: await ledger.create(request, entries, at + safetySeconds * 1000) };
  }

  /** `undefined`: the form has to ask. */
  async function sendAtOnce(request: AccessRequest, hearing: Hearing): Promise<AccessRequest | undefined> {
    const move = unaskedMove(request, hearing);
    if (move === undefined) return undefined;
    const saved = await ledger.save(move.request, move.entries, now() + safetySeconds * 1000);
    // Nobody else knows of the request yet; if somebody were faster after all, the form would be shown as it is.
    return saved === 'conflict' ? undefined : saved;
  }

  const unaskedMove = (request: AccessRequest, hearing: Hearing): Move | undefined =>
    request.state === 'draft' ? dialog.unasked(request, hearing, now()) : undefined;

  async function click(person: Person, requestId: string, choice: Choice): Promise<Clicked> {
    return change(person, requestId, choice, async (request) => {
      if (request.state !== 'draft') return undefined;
      const move = dialog.move(request, choice, await knowledge.hearingOf(person.id, 'now'), now());
      // A click the form has no use for keeps what was typed; its link may have expired meanwhile.
      return move === undefined ? formKept(request, undefined, now()) : moveWithHoles(request, move, survey);
    });
  }

  const keep: Broker<Choice>['keep'] = (person, requestId, values) =>
    change(person, requestId, { verb: 'my-address', values }, async (request) =>
      request.state === 'draft' ? formKept(request, values, now()) : undefined,
    );

  async function again(person: Person, requestId: string, activityId: string): Promise<AskedAgain> {
    const request = await ledger.load(requestId);
    if (request === undefined) return { kind: 'no-such-request' };
    if (request.requester.id !== person.id) {
      await ledger.note(strangerClicked(person, request, { verb: 'again' }, now()), request.id);
      return { kind: 'not-yours', request };
    }
    if (!isEnded(request)) return { kind: 'dead', request };
    const { wish, machineId } = wishAgain(request, now());
    const asker = { person, origin: { ...request.origin, activityId }, reader: request.reader };
    const ended = { id: request.id, ...(machineId !== undefined && { machineId }) };
    const { recorded } = await record(asker, wish, false, ended);
    if (recorded.created) notAwaited(settle.settleHeld(recorded.request), recorded.request.id, log);
    return { kind: 'asked', request: recorded.request };
  }

  const drop: Broker<Choice>['drop'] = (person, requestId) =>
    change(person, requestId, { verb: 'cancel' }, async (request) =>
      request.state === 'draft' ? withdrawn(request, now()) : undefined,
    );

  const withdraw: Broker<Choice>['withdraw'] = (person, requestId) =>
    change(person, requestId, { verb: 'withdraw' }, async (request) =>
      request.state === 'pending' ? withdrawn(request, now()) : undefined,
    );

  /** Only the requester changes a request of theirs. */
  async function change(
    person: Person,
    requestId: string,
    choice: unknown,
    moveOf: (request: AccessRequest) => Promise<Move | undefined>,
  ): Promise<Clicked> {
    for (;;) {
      const request = await ledger.load(requestId);
      if (request === undefined) return { kind: 'no-such-request' };
      if (request.requester.id !== person.id) {
        await ledger.note(strangerClicked(person, request, choice, now()), request.id);
        return { kind: 'not-yours', request };
      }
      const move = await moveOf(request);
      if (move === undefined) return { kind: 'dead', request };
      const clicked = answeredByClick(move.request, now(), pace);
      const saved = await ledger.save(clicked, move.entries, now() + safetySeconds * 1000);
      if (saved === 'conflict') continue;
      settleSoon(saved);
      return { kind: 'moved', request: saved };
    }
  }

  /** Opening a port is never awaited inside a turn; the job saved with the move makes up for a crash. */
  const settleSoon = ({ id }: AccessRequest): void => notAwaited(settle.settle(id), id, log);

  return {
    ask,
    click,
    keep,
    again,
    drop,
    withdraw,
    currentOf: (person) => ledger.currentOf(person.id, mostCurrent),
  };
}

/** What is asked for again. */
interface Ended {
  readonly id: string;
  readonly machineId?: string;
}

const strangerClicked = (person: Person, request: AccessRequest, choice: unknown, at: Instant) => ({
  at,
  actor: person.id,
  kind: 'click-refused',
  facts: { request: request.id, state: request.state, choice },
});
