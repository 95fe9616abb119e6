// The bot's way to Teams, wired: what passes the adapter in which order, the queue of what is said, and people's sign-ins.
import { speaking } from '../cards/language.ts';
import { signInTitle } from '../cards/sign-in-words.ts';
import type { Ledger } from './access/ledger-port.ts';
import type { Log } from './access/log-port.ts';
import { createRateLimit } from './access/rate-limit.ts';
import { pacing } from './bot/pacing.ts';
import { inTheirLanguage } from './bot/their-language.ts';
import { welcoming } from './bot/welcome.ts';
import type { Config } from './config.ts';
import type { Instant, Seconds } from './domain/time.ts';
import type { Observing } from './observing.ts';
import { createAdapter } from './teams/adapter.ts';
import { remembering } from './teams/conversations.ts';
import { createNotifier } from './teams/notifier.ts';
import { createTeamsQueue } from './teams/queue/teams-queue.ts';
import { createRosters } from './teams/rosters.ts';
import { createSignInDesk } from './teams/sign-in-invoke.ts';
import { createSignIns } from './teams/sign-ins.ts';
import { createTokenService } from './teams/token-service.ts';

interface Parts {
  readonly ledger: Ledger;
  readonly onCall: Observing['teamsCall'];
  /** Milliseconds, by a clock that nobody sets. */
  readonly elapsed: () => number;
  readonly now: () => Instant;
  /** Waits so many seconds; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
  readonly log: Log;
}

/** The window in which turns of a person are counted. */
const turnsSeconds = 10;

/** Says nothing yet, and takes nothing. */
export function teamsSide(config: Config, { ledger, onCall, elapsed, now, pause, log }: Parts) {
  const conversations = {
    remember: ledger.rememberConversation,
    recall: ledger.recallConversation,
    rememberPersonalChat: ledger.rememberPersonalChat,
  };
  const queue = createTeamsQueue(config.messagesPerSecond);
  const adapter = createAdapter(
    {
      ...config.identity,
      // Teams reaches bots from its public cloud also where the machines are in China's.
      cloud: config.azure.cloud === 'usgovernment' ? 'usgovernment' : 'public',
      localMode: config.identity === undefined,
      tokenServiceUrl: config.signIn?.tokenServiceUrl,
    },
    { queue, onCall },
  );
  const perPerson = { most: config.turnsPerPerson, seconds: turnsSeconds };
  adapter.use(
    pacing({ acts: createRateLimit(perPerson, elapsed), views: createRateLimit(perPerson, elapsed), log }),
  );
  adapter.use(inTheirLanguage(config.language));
  adapter.use(welcoming(conversations, pause));
  adapter.use(remembering(conversations, log));
  const appId = config.identity?.appId ?? '';
  const rosters = createRosters(adapter, appId, conversations, { log, now });

  /** Asking Azure in people's own names: where their tokens are asked for, and where their sign-ins are taken. */
  function signInOn(connection: string) {
    const tenantId = config.identity?.tenantId.toLowerCase();
    const service = createTokenService(adapter, connection);
    const parts = { adapter, appId, connection, tenantId, service, book: conversations, rosters };
    const signIns = createSignIns({
      ...parts,
      title: speaking(config.language, signInTitle),
      personalChat: ledger.personalChat,
    });
    return { signIns, desk: createSignInDesk(service, connection, tenantId) };
  }

  const signIn = config.signIn && signInOn(config.signIn.connection);
  const notifier = createNotifier(adapter, appId, conversations, signIn?.signIns.asking);
  return { queue, adapter, rosters, notifier, signIn };
}
