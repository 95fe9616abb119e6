// The use cases: somebody asks, somebody clicks. Load, decide, save; what follows is read off what was saved.
import type { AccessRequest, Draft } from '../domain/access-request.ts';
import type { Wish } from '../domain/command/command.ts';
import { asked, type Move } from '../domain/lifecycle.ts';
import type { Pace } from '../domain/pace.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import type { Settle } from './settle.ts';

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

/** How a draft answers a wish or a choice: the dialogs, wired in src/main. */
export interface Dialog<Choice> {
  question(wish: Wish): Parameters<typeof asked>[1];
  move(draft: Draft, choice: Choice, now: Instant): Move | undefined;
}

export interface Broker<Choice> {
  /** Records a new request and shows its card. A message delivered again changes nothing. @throws Fault */
  ask(asker: Asker, wish: Wish): Promise<AccessRequest>;
  /** A click on a request's card by the person the channel authenticated. @throws Fault */
  click(person: Person, requestId: string, choice: Choice): Promise<Clicked>;
  /** The person's requests that have not ended, newest first. @throws Fault */
  currentOf(person: Person): Promise<readonly AccessRequest[]>;
}

interface Parts<Choice> {
  readonly ledger: Ledger;
  readonly settle: Settle;
  readonly dialog: Dialog<Choice>;
  readonly now: () => Instant;
  readonly pace: Pace;
  readonly newId: () => string;
  readonly log: Log;
}

/** If this process dies right after a save, somebody looks again this much later. */
const safetySeconds = 15;
/** More than anybody reads; drafts that pile up must not hide a grant. */
const listed = 200;

export function createBroker<Choice>(parts: Parts<Choice>): Broker<Choice> {
  const { ledger, settle, dialog, now, pace, newId, log } = parts;

  async function ask(asker: Asker, wish: Wish): Promise<AccessRequest> {
    const at = now();
    const start = { id: newId(), requester: asker.person, origin: asker.origin, reader: asker.reader, wish };
    const { request, entries } = asked(start, dialog.question(wish), at);
    const recorded = await ledger.create(request, entries, at + safetySeconds * 1000);
    if (recorded.created) await settle.settleHeld(recorded.request);
    return recorded.request;
  }

  async function click(person: Person, requestId: string, choice: Choice): Promise<Clicked> {
    for (;;) {
      const request = await ledger.load(requestId);
      if (request === undefined) return { kind: 'no-such-request' };
      if (request.requester.id !== person.id) {
        await ledger.note(strangerClicked(person, request, choice, now()));
        return { kind: 'not-yours', request };
      }
      const move = request.state === 'draft' ? dialog.move(request, choice, now()) : undefined;
      if (move === undefined) return { kind: 'dead', request };
      const saved = await ledger.save(answered(move.request), move.entries, now() + safetySeconds * 1000);
      if (saved === 'conflict') continue;
      settleSoon(saved);
      return { kind: 'moved', request: saved };
    }
  }

  /** The clicker's client is about to show the answer; the card itself is updated a moment later. */
  const answered = (request: AccessRequest): AccessRequest => ({
    ...request,
    card: { ...request.card, quietUntil: now() + pace.answer * 1000 },
  });

  /** Opening a port is never awaited inside a turn; the job saved with the move makes up for a crash. */
  function settleSoon(request: AccessRequest): void {
    settle.settle(request.id).catch((error: unknown) => {
      log.error({ request: request.id, err: error }, 'settling was put off: the ledger did not answer');
    });
  }

  return { ask, click, currentOf: (person) => ledger.currentOf(person.id, listed) };
}

const strangerClicked = <Choice>(person: Person, request: AccessRequest, choice: Choice, at: Instant) => ({
  at,
  actor: person.id,
  kind: 'click-refused',
  facts: { request: request.id, state: request.state, choice },
});
