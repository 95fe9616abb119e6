// A book of findings in memory; test/ledger/memory-findings.test.ts holds it to the real one.
import type { FindingsBook, LookedAt } from '../../src/access/drift/findings-book.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { afterLook, goneEntry, seenEntry } from '../../src/domain/drift/after-look.ts';
import { machineIdOf, rankOf, subscriptionOf } from '../../src/domain/drift/finding.ts';
import type { KnownFinding } from '../../src/domain/drift/known-finding.ts';

/** What several processes share. */
export interface FindingsKept {
  readonly rows: Map<number, KnownFinding>;
  readonly looks: Map<string, LookedAt>;
  readonly entries: AuditEntry[];
}

export const newFindings = (): FindingsKept => ({ rows: new Map(), looks: new Map(), entries: [] });

const copy = <T>(value: T): T => structuredClone(value);

export function memoryFindings({ rows, looks, entries }: FindingsKept): FindingsBook {
  const byNumber = () => [...rows.values()].sort((one, other) => one.number - other.number);
  return {
    async record(scope, seen, at) {
      const keys = new Set(seen.map(({ key }) => key));
      const known = byNumber().filter(({ finding, goneSince }) => {
        if (keys.has(finding.key)) return true;
        if (goneSince !== undefined) return false;
        return scope.kind === 'subscription'
          ? subscriptionOf(finding).id === scope.subscription.id
          : finding.kind === 'open' && machineIdOf(finding) === scope.machineId;
      });
      const { found, there, gone } = afterLook(known, seen, at);
      const added = found
        .toSorted((one, other) => rankOf(one) - rankOf(other))
        .map((finding, index): KnownFinding => {
          const number = rows.size + 1 + index;
          return { number, finding, firstSeenAt: at, since: at, lastSeenAt: at, acknowledgements: 0 };
        });
      for (const each of [...added, ...there])
        entries.push(...[seenEntry(each, at, rows.get(each.number)) ?? []].flat());
      entries.push(...gone.map((each) => goneEntry(each, at)));
      for (const each of [...added, ...there, ...gone]) rows.set(each.number, copy(each));
      if (scope.kind === 'subscription') {
        const { subscription } = scope;
        if ((looks.get(subscription.id)?.triedAt ?? 0) <= at)
          looks.set(subscription.id, { subscription, readAt: at, triedAt: at });
      }
      return { found: added.length, gone: gone.length };
    },
    async unread(subscription, at, problem) {
      const { readAt, triedAt = 0 } = looks.get(subscription.id) ?? {};
      if (triedAt > at) return;
      looks.set(subscription.id, {
        subscription,
        ...(readAt === undefined ? {} : { readAt }),
        triedAt: at,
        problem,
      });
    },
    looks: async () =>
      copy(
        [...looks.values()].sort((one, other) => (one.subscription.name < other.subscription.name ? -1 : 1)),
      ),
    current: async () => copy(byNumber().filter(({ goneSince }) => goneSince === undefined)),
    untold: async () =>
      copy(
        byNumber().filter(
          ({ goneSince, toldAt, since, acknowledgement }) =>
            goneSince === undefined &&
            (toldAt === undefined || toldAt < since || acknowledgement !== undefined),
        ),
      ),
    byNumber: async (number) => copy(rows.get(number)),
    toldEver: async () => byNumber().some(({ toldAt }) => toldAt !== undefined),
    async told(numbers, at, entry) {
      for (const number of numbers) {
        const known = rows.get(number);
        if (known !== undefined) rows.set(number, { ...known, toldAt: at });
      }
      entries.push(copy(entry));
    },
    async acknowledge({ number, acknowledgements }, given, entry) {
      const known = rows.get(number);
      if (known?.acknowledgements !== acknowledgements || known.goneSince !== undefined) return 'conflict';
      const { acknowledgement: _, ...rest } = known;
      const moved = {
        ...rest,
        ...(given === undefined ? {} : { acknowledgement: given }),
        acknowledgements: acknowledgements + 1,
      };
      rows.set(number, copy(moved));
      entries.push(copy(entry));
      return copy(moved);
    },
  };
}
