// The bot, wired: the parts in the order in which they start, and the way they stop.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { dialogOn } from '../dialogs/dialog-on.ts';
import type { Choice } from '../dialogs/next-move.ts';
import { apart } from './access/about.ts';
import { createAdmins } from './access/admins.ts';
import { createBroker } from './access/broker.ts';
import { startDailySummary } from './access/daily-summary.ts';
import { createDecisions } from './access/decisions.ts';
import { createDriftWatch } from './access/drift/watch.ts';
import { createExtensionJudge } from './access/extension-judging.ts';
import { followingInventory, revokeFollowing } from './access/following-inventory.ts';
import { createJudgeAnew } from './access/judging-anew.ts';
import { keptStanding } from './access/kept-standing.ts';
import { createKnowledge } from './access/knowledge.ts';
import { createLife } from './access/life.ts';
import type { Log } from './access/log-port.ts';
import { createOnDuty } from './access/on-duty.ts';
import { createOpenWatch } from './access/open-watch/open-watch.ts';
import { startOutageWatch } from './access/outage-watch.ts';
import { createPolicyNews } from './access/policy-news.ts';
import { createRateLimit } from './access/rate-limit.ts';
import { createRightsWatch } from './access/rights-watch.ts';
import { createSettle } from './access/settle.ts';
import { createSignedIn } from './access/signed-in.ts';
import { createStandingProblems } from './access/standing-problems.ts';
import { createSurvey } from './access/survey.ts';
import { inBackground } from './azure/call-urgency.ts';
import { createEstateReader } from './azure/estate-reader.ts';
import { createDirectory, noDirectory } from './azure/graph-directory.ts';
import { createJit } from './azure/jit.ts';
import { createPortWatch } from './azure/port-watch.ts';
import { createRevoke } from './azure/revoke.ts';
import { createRights } from './azure/rights.ts';
import { azureSide } from './azure-side.ts';
import { createTurn } from './bot/turn.ts';
import type { Config } from './config.ts';
import { databasePlace } from './database-place.ts';
import { defaultPace, type Pace } from './domain/pace.ts';
import type { Database } from './ledger/database.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { createObserving } from './observing.ts';
import { openPolicyFile } from './policy/open-policy-file.ts';
import { createPresenter, createWords, setupPresenter } from './present.ts';
import { createReadiness } from './readiness.ts';
import { createServer } from './server.ts';
import { setupSide } from './setup-side.ts';
import { standingsOf } from './standings.ts';
import { readUpTo } from './teams/read-body.ts';
import { teamsSide } from './teams-side.ts';
import { createLinks } from './web/links.ts';
import { trustedProxies } from './web/trusted-proxies.ts';
import { createVisits } from './web/visits.ts';
import { createWeb } from './web/web.ts';

export interface App {
  readonly port: number;
  /** Takes no more turns, finishes what is under way, closes the books. */
  stop(): Promise<void>;
}

const stopMilliseconds = 10_000;
/** How long the first answers of Azure's are waited for; without them the machine's clock has to do. */
const clockPatience = 5;
/** How long after the start the first look for what is open beside JIT begins. */
const driftDelaySeconds = 10;
/** The window in which visits from an address are counted. */
const visitsSeconds = 60;
/** Teams' own limit for a message is 100 KB of UTF-16. */
const bodyLimitBytes = 256 * 1024;

/** A pause that does not keep the process alive. */
const unawaited = (seconds: number): Promise<unknown> => pause(seconds * 1000, undefined, { ref: false });

/**
 * Starts the bot.
 * @param database where it is being opened already
 * @throws Fault or Error when something it cannot do without is missing; nothing is left running.
 */
export async function startApp(config: Config, log: Log, database?: Promise<Database>): Promise<App> {
  const observing = await createObserving(config.telemetry, log);
  const { hear, steps } = observing;
  const { clock, budget, arm, inventory } = azureSide(config, observing, log);
  const { now } = clock;
  const startedAt = now();
  const pace: Pace = {
    ...defaultPace,
    openTimeout: config.openTimeoutSeconds,
    closeGrace: config.closeGraceSeconds,
    warn: config.warnSeconds,
    watch: config.watchSeconds,
  };

  // Reading Azure takes about as long as opening the books.
  inBackground(() => inventory.start());
  const books = await openLedger({
    ...(await databasePlace(config)),
    log,
    now,
    heard: observing.database,
    ...(database === undefined ? {} : { database }),
  }).catch((error: unknown) => {
    inventory.stop();
    throw error;
  });
  const { findings, wakeUps, setups } = books;
  const ledger = observing.ledger(books.ledger, pace);
  const standing = keptStanding({ read: books.standing, now, pace, pause: unawaited });
  const linksKey = await ledger.key('links').catch(async (error: unknown) => {
    inventory.stop();
    await books.close();
    throw error;
  });
  const rights = createRights(arm, config.azure.subscriptions);
  const rightsWatch = createRightsWatch({
    rights,
    settings: { revoke: config.revoke === 'delete-rule', setup: config.setup },
    log,
    pause: unawaited,
  });

  // By a clock that nobody sets.
  const elapsed = () => performance.now();
  const { queue, adapter, rosters, notifier, signIn } = teamsSide(config, {
    ledger,
    onCall: observing.teamsCall,
    elapsed,
    now,
    pause: unawaited,
    log,
  });

  const words = createWords(config.language);
  const announce = createPolicyNews({
    ledger,
    notifier,
    words: words.policy,
    now,
    log,
    pause: unawaited,
  });
  const policyFile = await openPolicyFile({
    file: config.accessPolicyFile,
    onNews: (news) => void announce(news),
    log,
  });
  const { directory: groups } = config;
  const directory =
    groups.kind === 'off'
      ? noDirectory
      : createDirectory({
          cloud: config.azure.cloud,
          graphEndpoint: groups.endpoint,
          cacheSeconds: groups.cacheSeconds,
          log,
          now,
        });
  // In local mode the port may be known only once it listens; nothing is drawn before.
  let localUrl: string | undefined;
  const publicUrl = () => config.publicUrl ?? localUrl;
  const links = createLinks(linksKey, publicUrl);
  const presenter = createPresenter(links, config.language);
  const knowledge = createKnowledge({ ledger, directory, rosters, policySource: policyFile, now });

  const admins = createAdmins({ named: config.admins, policySource: policyFile, directory });
  const common = { ledger, now, pace, log, hear, steps };
  const judge = createExtensionJudge({ knowledge, inventory, now });
  const jit = createJit(arm);
  const watch = followingInventory(createPortWatch(arm, now), inventory);
  const estate = createEstateReader(arm, now);
  const driftWatch = createDriftWatch({
    ...common,
    findings,
    estate,
    machines: inventory,
    notifier,
    words: words.drift,
    everySeconds: config.driftSeconds,
    pause: unawaited,
  });
  const survey = createSurvey({
    watch,
    inventory,
    onLook: (...seen) => void driftWatch.saw(...seen),
    now,
    log,
    pause: unawaited,
  });
  const settle = createSettle({
    ...common,
    jit,
    ...(signIn && { signIns: signIn.signIns }),
    watch,
    revoke: revokeFollowing(createRevoke(arm), inventory),
    judge,
    judgeAnew: createJudgeAnew({ knowledge, inventory }),
    notifier,
    presenter,
    rosters,
    onDuty: createOnDuty(policyFile, now),
    crowded: wakeUps.crowded,
  });
  const broker = createBroker<Choice>({
    ...common,
    settle,
    knowledge,
    survey,
    dialog: observing.dialog(dialogOn(inventory)),
    newId: randomUUID,
  });
  const openWatch = createOpenWatch({ ...common, settle, watch, inBackground, pause: unawaited });
  const life = createLife({
    ...common,
    settle,
    judge,
    revokes: config.revoke === 'delete-rule',
    newId: randomUUID,
  });
  const decisions = createDecisions({ ...common, settle, knowledge, inventory });

  const setup = setupSide({
    ...common,
    allowed: config.setup,
    book: setups,
    arm,
    watch,
    jit,
    estate,
    rights,
    inventory,
    notifier,
    pause: unawaited,
  });

  const { clientAddressHeader: platformHeader } = config;
  const proxies = {
    isTrusted: trustedProxies(config.trustedProxies),
    ...(platformHeader === undefined ? {} : { platformHeader }),
  };
  const perAddress = { most: config.visitsPerAddress, seconds: visitsSeconds };
  const visits = createVisits(createRateLimit(perAddress, elapsed), proxies);

  const server = createServer({
    adapter,
    onTurn: createTurn({
      ...common,
      broker,
      decisions,
      life,
      revoke: config.revoke === 'delete-rule',
      setup: config.setup,
      settle,
      inventory,
      machines: inventory,
      estate,
      plans: setup.plans,
      setupDesk: setup.desk,
      setupPlanner: setup.planner,
      setupPresenter,
      findings,
      driftWatch,
      csvLink: links.findings,
      knowledge,
      presenter,
      watch,
      jit,
      pause: unawaited,
      admins,
      signingIn: signIn && { desk: signIn.desk, signedIn: createSignedIn({ ...common, settle }) },
    }),
    ready: createReadiness({
      ledger,
      inventory,
      policySource: policyFile,
      directory,
      groupsOff: groups.kind === 'off',
      rights: rightsWatch,
      azure: [budget, clock],
      work: createStandingProblems({
        standing,
        wakeUps: wakeUps.health,
        teams: queue.depth,
        startedAt,
        now,
      }),
    }),
    pages: createWeb({
      ...common,
      findings,
      admins,
      settle,
      inventory,
      links,
      publicUrl,
      proxies,
      visits,
      readBody: readUpTo,
    }),
    visits,
    https: config.publicUrl?.startsWith('https:') ?? false,
    log,
    host: config.host,
    port: config.port,
    bodyLimitBytes,
  });
  const parts = { standing, wakeUps, queue, directory, inventory, startedAt, now };
  const telling = observing.start(
    standingsOf({
      ...parts,
      azureRemaining: observing.azureRemaining,
      policySource: policyFile,
      rights: rightsWatch,
      azure: [budget, clock],
    }),
  );
  // A port for metrics that is taken is found out before anybody may write to the bot.
  const port = await telling.then(server.listen).catch(async (error: unknown) => {
    await observing.stop();
    inventory.stop();
    policyFile.stop();
    await books.close();
    throw error;
  });
  if (config.identity === undefined) localUrl = `http://127.0.0.1:${port}`;
  inBackground(() => rightsWatch.start());
  // What is due is judged by Azure's clock: a wrong one would see ends that have not come.
  await clock.learned(clockPatience);
  await wakeUps.start((id) => apart(() => settle.settle(id)));
  openWatch.start();
  const sweep = setup.startSweep();
  // What the bot itself has opened is looked at first, and then what is open besides.
  void unawaited(driftDelaySeconds).then(() => inBackground(() => driftWatch.start()));
  const outages = startOutageWatch({ ...common, replica: observing.replica, pause: unawaited });
  const summary = startDailySummary({
    ...common,
    notifier,
    rosters,
    policySource: policyFile,
    words: words.summary,
    pause: unawaited,
  });

  return {
    port,
    async stop() {
      inventory.stop();
      rightsWatch.stop();
      policyFile.stop();
      const said = Promise.all([
        outages.stop(),
        summary.stop(),
        driftWatch.stop(),
        sweep.stop(),
        setup.stop(),
      ]);
      await server.close(stopMilliseconds);
      // What is still under way then is resumed at the next start; an orchestrator waits for nobody.
      await Promise.race([
        Promise.all([openWatch.stop(), wakeUps.stop().then(settle.idle), said]),
        pause(stopMilliseconds, undefined, { ref: false }),
      ]);
      // Before the books: a last word on a database that was closed would be that it is down.
      await observing.stop();
      await books.close();
    },
  };
}
