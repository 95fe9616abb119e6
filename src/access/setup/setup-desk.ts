// Takes what admins ask for and click, and records it; carrying it out is settled from the books.
import type { Person } from '../../domain/person.ts';
import type { Asked, SetupChange, SetupDraft } from '../../domain/setup/setup-change.ts';
import { strangerEntry } from '../../domain/setup/setup-entries.ts';
import {
  backToRows,
  confirmed,
  drafted,
  dropped,
  reviewed,
  type SetupMove,
  type SetupValues,
  type TypedRows,
} from '../../domain/setup/setup-moves.ts';
import type { Instant, Seconds } from '../../domain/time.ts';
import type { Asker } from '../broker.ts';
import type { Ledger } from '../ledger-port.ts';
import type { Log } from '../log-port.ts';
import { notAwaited } from '../saving.ts';
import type { SetupSettle } from './settle-setup.ts';
import type { SetupBook } from './setup-book.ts';

/** What a click on a card came to. */
export type SetupClicked =
  | { readonly kind: 'moved'; readonly change: SetupChange }
  /** The button has no use any more: the change is as it is. */
  | { readonly kind: 'dead'; readonly change: SetupChange }
  | { readonly kind: 'not-yours'; readonly change: SetupChange }
  | { readonly kind: 'no-such-change' };

/** Who may do any of it is asked before: here it only counts whose card it is. Each throws Fault when the database is away. */
export interface SetupDesk {
  /** Records what is asked, and sees to it that its card is posted. A message delivered again changes nothing. */
  ask(asker: Asker, asked: Asked): Promise<SetupChange>;
  review(person: Person, changeId: string, typed: TypedRows): Promise<SetupClicked>;
  back(person: Person, changeId: string): Promise<SetupClicked>;
  confirm(person: Person, changeId: string, values: SetupValues): Promise<SetupClicked>;
  cancel(person: Person, changeId: string): Promise<SetupClicked>;
  /** Drops every card of theirs that was not confirmed. @returns how many */
  cancelAll(person: Person): Promise<number>;
}

interface Parts {
  readonly book: SetupBook;
  readonly ledger: Pick<Ledger, 'note'>;
  readonly settle: Pick<SetupSettle, 'settle'>;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** How long a clicked card is left to show the click's own answer. */
  readonly pace: { readonly answer: Seconds };
  readonly log: Log;
}

/** More cards than anybody leaves lying about. */
const mostCancelled = 100;

/** Records first; what is recorded is then settled in the background. */
export function createSetupDesk({ book, ledger, settle, now, newId, pace, log }: Parts): SetupDesk {
  async function click(
    person: Person,
    changeId: string,
    verb: string,
    moveOf: (draft: SetupDraft) => SetupMove | undefined,
  ): Promise<SetupClicked> {
    for (;;) {
      const change = await book.load(changeId);
      if (change === undefined) return { kind: 'no-such-change' };
      if (change.by.id !== person.id) {
        await ledger.note(strangerEntry(change, person, verb, now()));
        return { kind: 'not-yours', change };
      }
      if (change.state !== 'draft') return { kind: 'dead', change };
      const isLate = now() >= change.expiresAt;
      const move = isLate ? dropped(change, 'lapsed', now()) : moveOf(change);
      if (move === undefined) return { kind: 'dead', change };
      // The clicker's client is about to show the answer; the posted card is drawn again a moment later.
      const card = { ...move.change.card, quietUntil: now() + pace.answer * 1000 };
      const saved = await book.save({ ...move.change, card }, move.entries, now());
      if (saved === 'conflict') continue;
      notAwaited(settle.settle(saved.id), saved.id, log);
      return { kind: 'moved', change: saved };
    }
  }

  return {
    async ask({ person, origin, reader }, asked) {
      const { change, entries } = drafted({ id: newId(), by: person, origin, reader }, asked, now());
      const recorded = await book.create(change, entries, now());
      await settle.settle(recorded.change.id);
      return recorded.change;
    },
    review: (person, changeId, typed) =>
      click(person, changeId, 'setup-review', (draft) => reviewed(draft, typed)),
    back: (person, changeId) => click(person, changeId, 'setup-back', backToRows),
    confirm: (person, changeId, values) =>
      click(person, changeId, 'setup-confirm', (draft) => confirmed(draft, values, now())),
    cancel: (person, changeId) =>
      click(person, changeId, 'setup-cancel', (draft) => dropped(draft, 'cancelled', now())),
    async cancelAll(person) {
      const drafts = await book.draftsOf(person.id, mostCancelled);
      const clicks = await Promise.all(
        drafts.map(({ id }) =>
          click(person, id, 'setup-cancel', (draft) => dropped(draft, 'cancelled', now())),
        ),
      );
      return clicks.filter(({ kind }) => kind === 'moved').length;
    },
  };
}
