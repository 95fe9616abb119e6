// What can happen to a grant while its port is open: seen again, lost, gone, ended by somebody who is done.
import type { Closing, Open } from './access-request.ts';
import type { Done, Early, Kept } from './early-end.ts';
import { granting, type Move } from './move.ts';
import type { Pace } from './pace.ts';
import type { Person } from './person.ts';
import type { Lost } from './sight.ts';
import { type Instant, isoOf } from './time.ts';

/** Seen open again, or still. Only the end of a loss that was sure is worth an entry. */
export function seenOpen(open: Open, sight: Open['sight'], lookAt: Instant, now: Instant): Move<Open> {
  const { lost, ...rest } = open;
  return {
    request: { ...rest, sight, lookAt },
    entries: lost?.sure ? [{ at: now, actor: 'bot', kind: 'found-again', facts: { sight } }] : [],
  };
}

/**
 * Not seen open. One look is not believed: rules are rewritten now and then, and reads can be stale. Once it is sure, a
 * rule of JIT's that is not there any more ends the grant; anything else is told and watched.
 */
export function seenLost(open: Open, sight: Lost, pace: Pace, now: Instant): Move<Open | Closing> {
  const since = open.lost?.since ?? now;
  if (now - since < pace.lost * 1000)
    return { request: { ...open, lost: { since, sight }, lookAt: now + pace.look * 1000 }, entries: [] };
  if (sight.kind === 'no-jit-rule') return endedEarly(open, { why: 'gone', endsAt: open.endsAt }, now);
  const known = open.lost?.sure && JSON.stringify(open.lost.sight) === JSON.stringify(sight);
  return {
    request: { ...open, lost: { since, sight, sure: true }, lookAt: now + pace.lookLate * 1000 },
    entries: known ? [] : [{ at: now, actor: 'bot', kind: 'lost', facts: { sight } }],
  };
}

/** Somebody is done with it. `kept`: why it stays open until its end all the same. */
export function doneSaid(open: Open, by: Person, kept: Kept | undefined, now: Instant): Move<Open> {
  const done: Done = { at: now, by, ...(kept && { kept }) };
  return {
    request: { ...open, done },
    entries: [{ at: now, actor: by.id, kind: 'done', facts: kept ? { kept } : {} }],
  };
}

/** They are done, but its rule could not be, or must not be, deleted. */
export function keptOpen(open: Open & { readonly done: Done }, kept: Kept, now: Instant): Move<Open> {
  return {
    request: { ...open, done: { ...open.done, kept } },
    entries: [{ at: now, actor: 'bot', kind: 'revoke-kept', facts: { kept } }],
  };
}

/** JIT's rule for it was deleted, by the bot. Whether the port is shut is looked at from now on. */
export function revoked(
  open: Open & { readonly done: Done },
  rules: readonly string[],
  now: Instant,
): Move<Closing> {
  const early: Early = { why: 'done', by: open.done.by, endsAt: open.endsAt };
  const { request, entries } = endedEarly(open, early, now);
  return { request, entries: [{ at: now, actor: 'bot', kind: 'revoked', facts: { rules } }, ...entries] };
}

function endedEarly(open: Open, early: Early, now: Instant): Move<Closing> {
  const { openedAt, extension } = open;
  return {
    request: {
      ...granting(open),
      state: 'closing',
      openedAt,
      endsAt: now,
      lookAt: now,
      early,
      ...(extension !== undefined && { extension }),
    },
    entries:
      early.why === 'gone'
        ? [{ at: now, actor: 'bot', kind: 'gone-early', facts: { wouldEndAt: isoOf(early.endsAt) } }]
        : [{ at: now, actor: 'bot', kind: 'ended', facts: { endsAt: isoOf(now) } }],
  };
}
