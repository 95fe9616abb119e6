// The HTTP side and the adapter with a turn of the test's choice, in front of a fake Teams.
import { type BotServer, createServer, type ServerParts } from '../../src/server.ts';
import { createAdapter, type TeamsAdapter, type Turn } from '../../src/teams/adapter.ts';
import type { Outgoing } from '../../src/teams/outgoing.ts';
import { type FakeTeams, startFakeTeams } from './fake-teams.ts';
import { keptLog } from './kept-log.ts';

export interface RunningBot {
  readonly teams: FakeTeams;
  readonly adapter: TeamsAdapter;
  readonly log: ReturnType<typeof keptLog>;
  /** Milliseconds the bot would have waited between tries. */
  readonly pauses: readonly number[];
  readonly server: BotServer;
  readonly origin: string;
  /** Where activities go. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts both, without authentication. Nothing waits between tries. Stop it. */
export async function runBot(
  onTurn: Turn,
  overrides: Partial<Outgoing> & Partial<Pick<ServerParts, 'adapter' | 'bodyLimitBytes' | 'ready'>> = {},
): Promise<RunningBot> {
  const { adapter: given, bodyLimitBytes = 100_000, ready = readyAlways, ...outgoing } = overrides;
  const teams = await startFakeTeams();
  const log = keptLog();
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const adapter =
    given ?? createAdapter({ localMode: true, cloud: 'public' }, { pause, random: () => 0, ...outgoing });
  const server = createServer({ adapter, onTurn, ready, log, host: '127.0.0.1', port: 0, bodyLimitBytes });
  const origin = `http://127.0.0.1:${await server.listen()}`;
  return {
    teams,
    adapter,
    log,
    pauses,
    server,
    origin,
    url: `${origin}/api/messages`,
    async stop() {
      await server.close(0);
      await teams.close();
    },
  };
}

const readyAlways = async () => ({ ok: true, details: [] });
