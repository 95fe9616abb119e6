// The figures of many lives: one object for the JSON, and its lines for people.
import type { Account } from './account.ts';
import type { Window } from './notices-check.ts';

type Counts = Readonly<Record<string, number>>;

/** What a run came to on one engine. */
export interface Report {
  readonly engine: 'pglite' | 'postgres';
  readonly seed: number;
  readonly seconds: number;
  readonly lives: number;
  readonly kills: number;
  readonly killsByPhase: Counts;
  readonly starts: number;
  readonly requestsByEnd: Counts;
  readonly initiates: { readonly received: number; readonly accepted: number; readonly grants: number };
  readonly notices: {
    readonly recorded: number;
    readonly posted: number;
    /** Said a second time, each after a kill between its post and its record. */
    readonly twice: number;
    /** Posted or due, and overtaken by newer news while the bot was down. */
    readonly overtaken: number;
    /** The longest time from such a post to the kill, in milliseconds. */
    readonly longestWindow: number;
  };
  readonly windows: readonly Window[];
  readonly cardsTwice: number;
  readonly auditEntries: number;
  /** Named steps that were walked, by chain. */
  readonly chains: readonly string[];
  readonly problems: readonly string[];
}

const added = (counts: readonly Counts[]): Counts => {
  const sum: Record<string, number> = {};
  for (const each of counts)
    for (const [word, count] of Object.entries(each)) sum[word] = (sum[word] ?? 0) + count;
  return sum;
};
const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

export function reportOf(
  accounts: readonly Account[],
  about: Pick<Report, 'engine' | 'seed' | 'seconds' | 'chains'>,
): Report {
  const killsByPhase = added(accounts.map(({ kills }) => kills));
  const windows = accounts.flatMap((account) => account.windows);
  const sum = (of: (account: Account) => number): number => total(accounts.map(of));
  return {
    ...about,
    lives: accounts.length,
    kills: total(Object.values(killsByPhase)),
    killsByPhase,
    starts: sum(({ starts }) => starts),
    requestsByEnd: added(accounts.map(({ ends }) => ends)),
    initiates: {
      received: sum(({ initiates }) => initiates.received),
      accepted: sum(({ initiates }) => initiates.accepted),
      grants: sum(({ initiates }) => initiates.grants),
    },
    notices: {
      recorded: sum(({ notices }) => notices.recorded),
      posted: sum(({ notices }) => notices.posted),
      twice: windows.filter(({ after }) => after === 'again').length,
      overtaken:
        sum(({ notices }) => notices.overtaken) + windows.filter(({ after }) => after === 'overtaken').length,
      longestWindow: Math.max(0, ...windows.map(({ milliseconds }) => milliseconds)),
    },
    windows,
    cardsTwice: sum(({ cards }) => cards.twice),
    auditEntries: sum(({ entries }) => entries),
    problems: accounts.flatMap(({ problems }) => problems),
  };
}

const listed = (counts: Counts): string =>
  Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');

/** For the terminal. */
export function linesOf(report: Report): readonly string[] {
  const { initiates, notices } = report;
  return [
    `${report.engine}, seed ${report.seed}: ${report.kills} kills in ${report.lives} lives, ${report.starts} starts, ${Math.round(report.seconds)} s`,
    `  killed: ${listed(report.killsByPhase)}`,
    `  requests by end: ${listed(report.requestsByEnd)}`,
    `  initiates: ${initiates.received} received, ${initiates.accepted} accepted, ${initiates.grants} grants`,
    `  notices: ${notices.recorded} recorded, ${notices.posted} posted, ${notices.twice} said twice (each with a kill between post and record, ${notices.longestWindow} ms at most), ${notices.overtaken} overtaken by newer news`,
    `  cards posted twice: ${report.cardsTwice}; audit entries: ${report.auditEntries}`,
    ...(report.chains.length === 0 ? [] : [`  named steps: ${report.chains.join('; ')}`]),
    ...report.problems.map((problem) => `  WRONG: ${problem}`),
    report.problems.length === 0 ? '  The books are in order.' : `  ${report.problems.length} problems.`,
  ];
}
