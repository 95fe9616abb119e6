// What somebody may do with a grant they have: end it before its time, or extend it.
import { type AccessRequest, endedWithoutGrant, type Open } from '../domain/access-request.ts';
import { extensionAsked, extensionOf } from '../domain/extension-moves.ts';
import { doneSaid } from '../domain/grant-moves.ts';
import { withdrawn } from '../domain/lifecycle.ts';
import type { Move } from '../domain/move.ts';
import type { Pace } from '../domain/pace.ts';
import type { Person } from '../domain/person.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { ExtensionJudge } from './extension-judging.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { answeredByClick, notAwaited, safetySeconds } from './saving.ts';
import type { Settle } from './settle.ts';
import { type Steps, untraced } from './steps.ts';

/** Who acts: the person the channel authenticated. */
export interface Actor {
  readonly person: Person;
  /** Admins may end what others have. */
  readonly admin: boolean;
}

/** What came of a click; `request` is the state as stored. Only `moved` and `extending` change anything. */
export type DoneAnswer =
  /** It is being closed, or (with `done.kept`) stays open until its end: the state tells. */
  | { readonly kind: 'moved'; readonly request: AccessRequest }
  /** It is not open any more, or somebody has said so before. */
  | { readonly kind: 'dead'; readonly request: AccessRequest }
  | { readonly kind: 'not-yours'; readonly request: AccessRequest }
  | { readonly kind: 'no-such-request' };

export type ExtendAnswer =
  /** `extension` is the request made for it: approved, or waiting for approvers. */
  | { readonly kind: 'extending'; readonly request: AccessRequest; readonly extension: AccessRequest }
  /** An extension is under way already. */
  | { readonly kind: 'already'; readonly request: AccessRequest; readonly extension: AccessRequest }
  | { readonly kind: 'refused'; readonly request: AccessRequest; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'dead'; readonly request: AccessRequest }
  | { readonly kind: 'not-yours'; readonly request: AccessRequest }
  | { readonly kind: 'no-such-request' };

export interface Life {
  /** The requester, or an admin, is done with it. @throws Fault when the ledger is away */
  done(actor: Actor, requestId: string): Promise<DoneAnswer>;
  /**
   * Its requester wants it for `seconds` longer than its end. Judged by today's policies.
   * @param activityId of the message in which they said so: delivered again, when another grant has taken over, it asks for no more
   * @throws Fault
   */
  extend(person: Person, requestId: string, seconds: Seconds, activityId?: string): Promise<ExtendAnswer>;
  /** By how many seconds it could be extended now, of those that cards offer. Never rejects. */
  extensionsFor(request: Open): Promise<readonly Seconds[]>;
}

interface Parts {
  readonly ledger: Ledger;
  readonly settle: Settle;
  readonly judge: ExtensionJudge;
  /** Whether the bot may end a grant by deleting its rule. */
  readonly revokes: boolean;
  readonly now: () => Instant;
  readonly pace: Pace;
  readonly newId: () => string;
  readonly log: Log;
  /** Left out: nobody traces. */
  readonly steps?: Steps;
}

export function createLife(parts: Parts): Life {
  const { ledger, settle, judge, revokes, now, pace, newId, log, steps = untraced } = parts;

  async function done(actor: Actor, requestId: string): Promise<DoneAnswer> {
    for (;;) {
      const request = await ledger.load(requestId);
      if (request === undefined) return { kind: 'no-such-request' };
      const own = request.requester.id === actor.person.id;
      // Where nothing can be closed, somebody else's word for it would only be in the way.
      if (!own && !(actor.admin && revokes)) return notYours(request, actor.person, 'done');
      if (request.state !== 'open') return { kind: 'dead', request };
      // First: what nothing owes any more once "done" is written down would be left undone by a crash in between.
      if (request.extension !== undefined) await dropExtension(actor.person, request.extension);
      if (request.done !== undefined) return { kind: 'dead', request };
      const kept = revokes ? undefined : ({ why: 'not-set' } as const);
      const move = doneSaid(request, actor.person, kept, now());
      const saved = await save(move);
      if (saved === 'conflict') continue;
      return { kind: 'moved', request: saved };
    }
  }

  /** Who is done wants no more time either; what approvers or Azure have said yes to already goes its way. */
  async function dropExtension(person: Person, id: string): Promise<void> {
    for (;;) {
      const extension = await ledger.load(id);
      if (extension?.state !== 'pending') return;
      const { request, entries } = withdrawn(extension, now());
      const by = entries.map((entry) => ({ ...entry, actor: person.id }));
      if ((await save({ request, entries: by })) !== 'conflict') return;
    }
  }

  async function extend(
    person: Person,
    requestId: string,
    seconds: Seconds,
    activityId?: string,
  ): Promise<ExtendAnswer> {
    for (;;) {
      const request = await ledger.load(requestId);
      if (request === undefined) return { kind: 'no-such-request' };
      if (request.requester.id !== person.id) return notYours(request, person, 'extend');
      if (request.state !== 'open' || request.done !== undefined) return { kind: 'dead', request };
      const under = request.extension === undefined ? undefined : await ledger.load(request.extension);
      if (under !== undefined && !endedWithoutGrant(under))
        return { kind: 'already', request, extension: under };

      const judged = await steps.step('policy decision', { request: request.id }, { of: 'extension' }, () =>
        judge.judge(request, seconds, 'now'),
      );
      if (!judged.ok) {
        await ledger.note(refusedEntry(person, seconds, judged.refusals), request.id);
        return { kind: 'refused', request, refusals: judged.refusals };
      }
      const id = newId();
      const endsAt = request.endsAt + seconds * 1000;
      const from = extensionAsked(request, { id, seconds, endsAt }, now());
      const saidIn = activityId === undefined ? id : `said in ${activityId}`;
      const made = extensionOf(request, { id, saidIn }, judged.terms, judged.grounds, now());
      const wakeAt = now() + safetySeconds * 1000;
      const saved = await ledger.createFrom(
        { request: answeredByClick(from.request, now(), pace), entries: from.entries },
        made.request,
        made.entries,
        wakeAt,
      );
      if (saved === 'conflict') continue;
      if (!saved.created) return { kind: 'already', request: saved.from, extension: saved.request };
      notAwaited(settle.settleHeld(saved.request), id, log);
      notAwaited(settle.settle(request.id), request.id, log);
      return { kind: 'extending', request: saved.from, extension: saved.request };
    }
  }

  async function save({ request, entries }: Move): Promise<AccessRequest | 'conflict'> {
    const clicked = answeredByClick(request, now(), pace);
    const saved = await ledger.save(clicked, entries, now() + safetySeconds * 1000);
    if (saved !== 'conflict') notAwaited(settle.settle(saved.id), saved.id, log);
    return saved;
  }

  async function notYours(request: AccessRequest, person: Person, verb: 'done' | 'extend') {
    const facts = { request: request.id, state: request.state, choice: { verb } };
    await ledger.note({ at: now(), actor: person.id, kind: 'click-refused', facts }, request.id);
    return { kind: 'not-yours', request } as const;
  }

  const refusedEntry = (person: Person, seconds: Seconds, refusals: readonly Refusal[]) => ({
    at: now(),
    actor: person.id,
    kind: 'extension-refused',
    facts: { seconds, refusals },
  });

  return { done, extend, extensionsFor: judge.choicesFor };
}
