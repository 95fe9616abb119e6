// The account of one world, once its bot has come to rest: every check, and the figures for the report.

import { checkCards } from './cards-check.ts';
import { checkGrants } from './grants-check.ts';
import { type Books, unfinished } from './ledger-read.ts';
import { checkNotices, type Window } from './notices-check.ts';
import { setupProblems } from './setup-check.ts';
import type { StoryKind } from './stories.ts';
import { trailProblems } from './trail-check.ts';
import type { DoomedWorld } from './world.ts';

export interface Account {
  readonly kills: Readonly<Record<string, number>>;
  readonly starts: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly initiates: { readonly received: number; readonly accepted: number; readonly grants: number };
  readonly notices: { readonly recorded: number; readonly posted: number; readonly overtaken: number };
  readonly windows: readonly Window[];
  readonly cards: { readonly cards: number; readonly twice: number };
  readonly entries: number;
  /** Empty: the books are in order. */
  readonly problems: readonly string[];
}

const countOf = (words: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));

/** @param told which kinds of stories were lived */
export function accountOf(world: DoomedWorld, books: Books, told: readonly StoryKind[]): Account {
  const { requests, entries, setups } = books;
  const grants = checkGrants(world, books);
  const notices = checkNotices(world, books);
  const cards = checkCards(world, books);
  const killed = world.runs.flatMap(({ end }) => (end?.how === 'killed' ? [end.phase] : []));
  const fallen = world.runs.flatMap(({ end }) => (end?.how === 'fell' ? [end.phase] : []));
  const trails = requests.flatMap((request) =>
    trailProblems(
      request,
      entries.filter(({ requestId }) => requestId === request.id),
    ),
  );
  const extended = requests.filter((request) => request.extends !== undefined).length;
  const asked = told.filter((kind) => kind !== 'setup').length;
  const setupsAsked = told.length - asked;
  return {
    kills: countOf(killed),
    starts: world.runs.length,
    ends: countOf([...requests.map(endOf), ...setups.map(({ state }) => `setup ${state}`)]),
    initiates: grants,
    notices,
    windows: notices.windows,
    cards,
    entries: entries.length,
    problems: [
      ...fallen.map((how) => `the bot ended by itself: ${how}`),
      ...unfinished(books, Date.now()),
      ...books.leased.map((id) => `nobody gave the lease of ${id} back`),
      ...(requests.length - extended === asked
        ? []
        : [`${asked} sentences made ${requests.length} requests`]),
      ...(setups.length === setupsAsked ? [] : [`${setupsAsked} sentences made ${setups.length} changes`]),
      ...trails,
      ...grants.problems,
      ...notices.problems,
      ...cards.problems,
      ...setupProblems(world, books),
    ],
  };
}

/** How a request ended, as the report says it. */
function endOf(request: Books['requests'][number]): string {
  if (request.state !== 'closed') return request.state;
  if (request.openedAt === undefined) return 'closed, never seen open';
  return request.early === undefined ? 'closed' : `closed early (${request.early.why})`;
}
