// What /readyz says of the work: ports that are not shut, words that wait, requests that nobody looks at.
import type { Instant, Seconds } from '../domain/time.ts';
import type { WakeUpHealth } from './ledger-port.ts';
import type { Standing } from './standing-port.ts';

/** Sweeps come every ten seconds; without one for so long something hangs. */
const sweepPatience: Seconds = 120;
/** The usual rush is over in less, whatever goes first. */
const teamsPatience: Seconds = 300;
/** Leases and sweeps make up for a dead process within half a minute. */
const behindPatience: Seconds = 60;

interface Parts {
  /** @throws Fault where the database does not answer, which is said elsewhere */
  readonly standing: () => Promise<Standing>;
  readonly wakeUps: () => WakeUpHealth;
  readonly teams: () => { readonly waiting: number; readonly oldestSeconds: Seconds };
  readonly startedAt: Instant;
  readonly now: () => Instant;
}

/** @returns sentences, none where all is well. Never rejects. */
export function createStandingProblems(parts: Parts): () => Promise<readonly string[]> {
  return async () => {
    const standing = await parts.standing().catch(() => undefined);
    return [
      ...(standing === undefined ? [] : ofBooks(standing)),
      ...ofWakeUps(parts.wakeUps(), parts),
      ...ofTeams(parts.teams()),
    ];
  };
}

/** Said with numbers only: whoever may ask for readiness need not learn whose port it is. */
function ofBooks({ overdue, late, behindSeconds }: Standing): readonly string[] {
  return [
    ...(overdue === 0
      ? []
      : [`${grants(overdue)} overdue: their time is over, and their port is not seen shut.`]),
    ...(late === 0 ? [] : [`${grants(late)} late: Azure was asked to open, and the port is not seen open.`]),
    ...(behindSeconds < behindPatience
      ? []
      : [
          `A request should have been looked at ${minutes(behindSeconds)} ago: the bot does not keep up, or no process wakes up.`,
        ]),
  ];
}

function ofWakeUps({ sweptAt }: WakeUpHealth, { startedAt, now }: Parts): readonly string[] {
  const since = (now() - (sweptAt ?? startedAt)) / 1000;
  return since < sweepPatience
    ? []
    : [`This process has not swept for overlooked requests for ${minutes(since)}.`];
}

function ofTeams({ waiting, oldestSeconds }: ReturnType<Parts['teams']>): readonly string[] {
  return waiting === 0 || oldestSeconds < teamsPatience
    ? []
    : [
        `The queue to Teams is stuck: of ${waiting} messages that wait, one has waited for ${minutes(oldestSeconds)}.`,
      ];
}

const grants = (count: number): string => (count === 1 ? '1 grant is' : `${count} grants are`);
const minutes = (seconds: Seconds): string => {
  const whole = Math.floor(seconds / 60);
  return whole === 1 ? '1 minute' : `${whole} minutes`;
};
