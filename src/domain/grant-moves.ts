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
  const { lost } = open;
  const same = lost?.sight.kind === sight.kind;
  const since = same ? lost.since : now;
  const confirmed = now - since >= pace.lost * 1000;
  if (!confirmed && !lost?.sure)
    return { request: { ...open, lost: { since, sight }, lookAt: now + pace.look * 1000 }, entries: [] };
  // Of the rule itself, too, one look is not believed: until now it may have been there, and blocked.
  const missing = sight.kind === 'no-jit-rule';
  if (missing && confirmed) return endedEarly(open, goneOf(open), openedAtOf(open), now);
  const known = lost?.sure && JSON.stringify(lost.sight) === JSON.stringify(sight);
  const again = missing ? pace.lost : pace.lookLate;
  return {
    request: { ...open, lost: { since, sight, sure: true }, lookAt: now + again * 1000 },
    entries: known ? [] : [{ at: now, actor: 'bot', kind: 'lost', facts: { sight } }],
  };
}

/**
 * Nobody could look. Azure is away now and then, and the port with it seldom; but once that has lasted, "ready" is more
 * than is known. What was seen otherwise before stays what is known.
 */
export function unseen(open: Open, because: string, pace: Pace, now: Instant): Open {
  const { lost } = open;
  if (lost?.sure && lost.sight.kind !== 'unknown') return open;
  const since = lost?.sight.kind === 'unknown' ? lost.since : now;
  const sure = lost?.sure || now - since >= pace.closeGrace * 1000;
  return { ...open, lost: { since, sight: { kind: 'unknown', because }, ...(sure && { sure }) } };
}

/** Where the bot could not delete the rule for somebody who is done, nobody can tell whether that did not come true later. */
const goneOf = ({ done, endsAt }: Open): Early =>
  done?.kept?.why === 'fault' ? { why: 'done', by: done.by, endsAt } : { why: 'gone', endsAt };

/** Somebody is done with it. `kept`: why it stays open until its end all the same. */
export function doneSaid(open: Open, by: Person, kept: Kept | undefined, now: Instant): Move<Open> {
  const done: Done = { at: now, by, ...(kept && { kept }) };
  return {
    // Deleting its rule waits for nothing.
    request: { ...open, done, ...(kept === undefined && { lookAt: now }) },
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

/**
 * JIT's rules for it that stood were deleted, by the bot. Whether the port is shut is looked at from now on; but where
 * another rule may still come, what comes is deleted first.
 * @param rules names of those deleted just now
 */
export function revoked(
  open: Open & { readonly done: Done },
  rules: readonly string[],
  pace: Pace,
  now: Instant,
): Move<Open | Closing> {
  const deleted = [...new Set([...(open.done.deleted ?? []), ...rules])];
  const told = rules.length > 0 ? [{ at: now, actor: 'bot', kind: 'revoked', facts: { rules } }] : [];
  if (ownRuleMayCome(open, deleted, pace, now)) {
    const lookAt = now + pace.look * 1000;
    return { request: { ...open, done: { ...open.done, deleted }, lookAt }, entries: told };
  }
  const early: Early = { why: 'done', by: open.done.by, endsAt: open.endsAt };
  const { request, entries } = endedEarly(open, early, undefined, now);
  return { request, entries: [...told, ...entries] };
}

/**
 * Whether Azure may still make the rule of an extension: until it has, the rule of the grant before looks like its own. It
 * has come when more rules were deleted than those before it can have; and at the latest when its time for that is over.
 */
const ownRuleMayCome = (
  { extends: before, openedAt }: Open,
  deleted: readonly string[],
  pace: Pace,
  now: Instant,
): boolean =>
  before !== undefined && deleted.length <= before.chain.length && now < openedAt + pace.openTimeout * 1000;

/** From when on the rule of an extension may come, after it was seen open by the one of the grant it extends. */
const openedAtOf = ({ extends: before, openedAt }: Open): Instant | undefined =>
  before === undefined ? undefined : openedAt;

/** @param askedAzureAt a rule of its own may still come, as long as one may after that moment */
function endedEarly(
  open: Open,
  early: Early,
  askedAzureAt: Instant | undefined,
  now: Instant,
): Move<Closing> {
  const { openedAt, extension } = open;
  return {
    request: {
      ...granting(open),
      state: 'closing',
      openedAt,
      ...(askedAzureAt !== undefined && { askedAzureAt }),
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
