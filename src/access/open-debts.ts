// Pays what an open request owes: look whether it still is open, and delete its rule for somebody who is done.
import type { AccessRequest, Open } from '../domain/access-request.ts';
import { keptOpen, revoked, seenLost, seenOpen } from '../domain/grant-moves.ts';
import type { Move } from '../domain/move.ts';
import { nextWatch, type Pace } from '../domain/pace.ts';
import { sightOfOpening } from '../domain/sight.ts';
import { sameBlock } from '../domain/source-prefix.ts';
import type { Instant } from '../domain/time.ts';
import type { Jit, PortWatch, Revoke } from './azure-ports.ts';
import { newEnough, proven } from './evidence.ts';
import { Fault } from './fault.ts';
import type { Ledger } from './ledger-port.ts';
import { othersListed } from './listed-grants.ts';
import { othersInBooks } from './neighbours.ts';
import type { Recording } from './recording.ts';

interface Parts {
  readonly ledger: Pick<Ledger, 'grants'>;
  readonly jit: Jit;
  readonly watch: PortWatch;
  readonly revoke: Revoke;
  readonly now: () => Instant;
  readonly pace: Pace;
}

/** One for each extension that was accepted, and some to spare. */
const mostRules = 50;

const sharedRule = 'Azure’s rule lets in more than this grant, so deleting it would end more than yours.';

type DoneSaid = Open & { readonly done: NonNullable<Open['done']> };

export function createOpenDebts({ ledger, jit, watch, revoke, now, pace }: Parts) {
  /** Infrastructure as code, or a person, may have taken JIT's rule away; or another rule blocks the way now. */
  async function lookOpen(request: Open): Promise<Recording> {
    const since = newEnough(now(), request.openedAt);
    const sight = await proven(
      async (way) =>
        sightOfOpening(await watch.filtersOf(request.terms.machine, { since, way }), request.terms),
      ({ kind }) => kind !== 'open',
    );
    return onOpen((open, at) => {
      switch (sight.kind) {
        case 'open':
          return seenOpen(open, sight, nextWatch(open, at, pace), at);
        case 'no-jit-rule':
        case 'blocked':
        case 'unknown':
          return seenLost(open, sight, pace, at);
        case 'shut':
        case 'jit-rule-remains':
        case 'open-by-other-rule':
        case 'open-by-other-grant':
          throw new Error(`${sight.kind} is no sight of a port that should be open`);
      }
    });
  }

  /**
   * That somebody is done was recorded before. Their rule is deleted by its ETag, after a look at who else needs it; asked
   * again after a doubt it finds the rule gone. What cannot be done is recorded, and said: Azure closes at the end.
   * Only rules that stood before that look are deleted: what comes after it may be for somebody whom it did not find.
   */
  async function endNow(request: Open): Promise<Recording> {
    const { machine, source, port } = request.terms;
    try {
      const standing = await revoke.standing(machine, { source, port });
      if (standing.length === 0 && (await letsMoreIn(request)))
        return onDone((open, at) => keptOpen(open, { why: 'fault', message: sharedRule }, at));
      const until = standing.length === 0 ? undefined : await neededUntil(request);
      if (until !== undefined) return onDone((open, at) => keptOpen(open, { why: 'shared', until }, at));
      const deleted = await deleteAll(request, new Set(standing.map(({ id }) => id)));
      return onDone((open, at) => revoked(open, deleted, pace, at));
    } catch (error) {
      const message = whyKept(error, request);
      if (message === undefined) throw error;
      return onDone((open, at) => keptOpen(open, { why: 'fault', message }, at));
    }
  }

  /** `undefined`: it may pass, and is tried again; but not for so long that nobody is told. */
  function whyKept(error: unknown, { done }: Open): string | undefined {
    const known = error instanceof Fault;
    const waited = done !== undefined && now() >= done.at + pace.closeGrace * 1000;
    if (!waited && !(known && ['forbidden', 'rejected'].includes(error.code))) return undefined;
    return known ? error.message : 'Something went wrong inside the bot.';
  }

  /** Read again after each: a deletion changes the ETags of its neighbours. @returns names of the rules @throws Fault */
  async function deleteAll(
    { terms: { machine, source, port } }: Open,
    looked: ReadonlySet<string>,
  ): Promise<readonly string[]> {
    const deleted: string[] = [];
    while (deleted.length < mostRules) {
      const rule = (await revoke.standing(machine, { source, port })).find(({ id }) => looked.has(id));
      if (rule === undefined) return deleted;
      if ((await revoke.remove(rule)) === 'changed')
        throw new Fault('unavailable', 'The rule was changed while it was being deleted.');
      deleted.push(rule.rule.name);
    }
    throw new Fault('unavailable', 'There are more rules for this grant than there can be.');
  }

  /** A rule of JIT's is there, and none that is for this grant alone. */
  async function letsMoreIn({ terms }: Open): Promise<boolean> {
    const { kind } = sightOfOpening(await watch.filtersOf(terms.machine), terms);
    return kind === 'open' || kind === 'blocked';
  }

  /** Another grant from the same source uses the same rule, or one that cannot be told from it. */
  async function neededUntil(request: Open): Promise<Instant | undefined> {
    const at = now();
    // A status that nobody knows is no proof that it is over.
    const listed = (await othersListed(jit, request)).filter(
      ({ status, sources }) =>
        status !== 'Revoked' && sources.some((source) => sameBlock(source, request.terms.source)),
    );
    // What Azure was asked for, or is about to be, may not be listed yet.
    const ends = [...listed, ...(await othersInBooks(ledger, request, at))]
      .map(({ endsAt }) => endsAt)
      .filter((endsAt) => endsAt > at);
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  return { lookOpen, endNow };
}

const onOpen =
  (move: (open: Open, at: Instant) => Move): Recording =>
  (fresh: AccessRequest, at) =>
    fresh.state === 'open' ? move(fresh, at) : undefined;

const onDone = (move: (open: DoneSaid, at: Instant) => Move): Recording =>
  onOpen((open, at) => {
    const { done } = open;
    if (done === undefined) throw new Error('nobody said that they are done');
    return move({ ...open, done }, at);
  });
