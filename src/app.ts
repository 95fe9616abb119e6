// The bot, wired: the parts in the order in which they start, and the way they stop.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { dialogOn } from '../dialogs/dialog-on.ts';
import type { Choice } from '../dialogs/next-move.ts';
import { createAdmins } from './access/admins.ts';
import { createBroker } from './access/broker.ts';
import { startDailySummary } from './access/daily-summary.ts';
import { createDecisions } from './access/decisions.ts';
import { createDriftWatch } from './access/drift/watch.ts';
import { createExtensionJudge } from './access/extension-judging.ts';
import { followingInventory, revokeFollowing } from './access/following-inventory.ts';
import { createKnowledge } from './access/knowledge.ts';
import { createLife } from './access/life.ts';
import type { Log } from './access/log-port.ts';
import { createOnDuty } from './access/on-duty.ts';
import { createOpenWatch } from './access/open-watch/open-watch.ts';
import { startOutageWatch } from './access/outage-watch.ts';
import { createPolicyNews } from './access/policy-news.ts';
import { createRightsWatch } from './access/rights-watch.ts';
import { createSettle } from './access/settle.ts';
import { createSetupPlanner } from './access/setup/plan-setup.ts';
import { createSetupSettle } from './access/setup/settle-setup.ts';
import { createSetupDesk } from './access/setup/setup-desk.ts';
import { startSetupSweep } from './access/setup/setup-sweep.ts';
import { createSurvey } from './access/survey.ts';
import { createArm } from './azure/arm.ts';
import { createArmBudget } from './azure/arm-budget.ts';
import { createAzureClock } from './azure/azure-clock.ts';
import { inBackground } from './azure/call-urgency.ts';
import { createDefenderPlans } from './azure/defender-plans.ts';
import { createEstateReader } from './azure/estate-reader.ts';
import { createDirectory, noDirectory } from './azure/graph-directory.ts';
import { createInventory } from './azure/inventory.ts';
import { createJit } from './azure/jit.ts';
import { createJitEditor } from './azure/jit-editor.ts';
import { createJitPlaces } from './azure/jit-places.ts';
import { createPortWatch } from './azure/port-watch.ts';
import { createRevoke } from './azure/revoke.ts';
import { createRights } from './azure/rights.ts';
import { inTheirLanguage } from './bot/their-language.ts';
import { createTurn } from './bot/turn.ts';
import { welcoming } from './bot/welcome.ts';
import type { Config } from './config.ts';
import { defaultPace, type Pace } from './domain/pace.ts';
import type { Database } from './ledger/database.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { openPolicyFile } from './policy/open-policy-file.ts';
import { createPresenter, createWords, setupPresenter } from './present.ts';
import { createReadiness } from './readiness.ts';
import { createServer } from './server.ts';
import { createAdapter } from './teams/adapter.ts';
import { remembering } from './teams/conversations.ts';
import { createNotifier } from './teams/notifier.ts';
import { createTeamsQueue } from './teams/queue/teams-queue.ts';
import { readUpTo } from './teams/read-body.ts';
import { createRosters } from './teams/rosters.ts';
import { createLinks } from './web/links.ts';
import { createWeb } from './web/web.ts';

export interface App {
  readonly port: number;
  /** Takes no more turns, finishes what is under way, closes the books. */
  stop(): Promise<void>;
}

/** Longest time one exchange with Azure may take; an initiate without an answer is a doubt after it. */
const azureMilliseconds = 20_000;
const stopMilliseconds = 10_000;
/** How long the first answers of Azure's are waited for; without them the machine's clock has to do. */
const clockPatience = 5;
/** How long after the start the first look for what is open beside JIT begins. */
const driftDelaySeconds = 10;
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
  const clock = createAzureClock({ log });
  const { now } = clock;
  const pace: Pace = {
    ...defaultPace,
    openTimeout: config.openTimeoutSeconds,
    closeGrace: config.closeGraceSeconds,
    warn: config.warnSeconds,
    watch: config.watchSeconds,
  };

  const budget = createArmBudget(log);
  const arm = createArm({
    cloud: config.azure.cloud,
    timeLimitMilliseconds: azureMilliseconds,
    budget,
    onAnswer: clock.heard,
    onCall: (call) => log.debug({ ...call }, 'Azure'),
    ...(config.azure.armEndpoint === undefined ? {} : { armEndpoint: config.azure.armEndpoint }),
  });
  const inventory = createInventory(arm, {
    refreshSeconds: config.azure.refreshSeconds,
    log,
    now,
    ...(config.azure.subscriptions === undefined ? {} : { subscriptions: config.azure.subscriptions }),
  });

  // Reading Azure takes about as long as opening the books.
  inBackground(() => inventory.start());
  const books = await openLedger({
    dataDir: config.dataDir,
    log,
    now,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
    ...(database === undefined ? {} : { database }),
  }).catch((error: unknown) => {
    inventory.stop();
    throw error;
  });
  const { ledger, findings, wakeUps, setups } = books;
  const linksKey = await ledger.key('links').catch(async (error: unknown) => {
    inventory.stop();
    await books.close();
    throw error;
  });
  const conversations = {
    remember: ledger.rememberConversation,
    recall: ledger.recallConversation,
    rememberPersonalChat: ledger.rememberPersonalChat,
  };

  const rights = createRights(arm, config.azure.subscriptions);
  const rightsWatch = createRightsWatch({
    rights,
    settings: { revoke: config.revoke === 'delete-rule', setup: config.setup },
    log,
    pause: unawaited,
  });

  const adapter = createAdapter(
    {
      ...config.identity,
      // Teams reaches bots from its public cloud also where the machines are in China's.
      cloud: config.azure.cloud === 'usgovernment' ? 'usgovernment' : 'public',
      localMode: config.identity === undefined,
    },
    { queue: createTeamsQueue(config.messagesPerSecond) },
  );
  adapter.use(inTheirLanguage(config.language));
  adapter.use(welcoming(conversations));
  adapter.use(remembering(conversations, log));
  const appId = config.identity?.appId ?? '';
  const notifier = createNotifier(adapter, appId, conversations);
  const rosters = createRosters(adapter, appId, conversations, { log, now });

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
  const common = { ledger, now, pace, log };
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
    watch,
    revoke: revokeFollowing(createRevoke(arm), inventory),
    judge,
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
    dialog: dialogOn(inventory),
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

  const plans = createDefenderPlans(arm);
  const setupSettle = createSetupSettle({
    ...common,
    setup: config.setup,
    book: setups,
    editor: createJitEditor(arm),
    plans,
    watch,
    inventory,
    notifier,
    presenter: setupPresenter,
    refresh: () => inBackground(inventory.refreshAnew),
    pause: unawaited,
  });
  const setupDesk = createSetupDesk({
    ...common,
    book: setups,
    settle: setupSettle,
    newId: randomUUID,
  });

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
      plans,
      setupDesk,
      setupPlanner: createSetupPlanner({
        watch,
        jit,
        estate,
        plans,
        places: createJitPlaces(arm),
        rights,
      }),
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
    }),
    ready: createReadiness({
      ledger,
      inventory,
      policySource: policyFile,
      directory,
      groupsOff: groups.kind === 'off',
      rights: rightsWatch,
      azure: [budget, clock],
    }),
    pages: createWeb({
      ...common,
      findings,
      admins,
      settle,
      inventory,
      links,
      publicUrl,
      trustedProxies: config.trustedProxies,
      clientAddressHeader: config.clientAddressHeader,
      readBody: readUpTo,
    }),
    log,
    host: config.host,
    port: config.port,
    bodyLimitBytes,
  });
  const port = await server.listen().catch(async (error: unknown) => {
    inventory.stop();
    policyFile.stop();
    await books.close();
    throw error;
  });
  if (config.identity === undefined) localUrl = `http://127.0.0.1:${port}`;
  inBackground(() => rightsWatch.start());
  // What is due is judged by Azure's clock: a wrong one would see ends that have not come.
  await clock.learned(clockPatience);
  await wakeUps.start(settle.settle);
  openWatch.start();
  const sweep = startSetupSweep({ ...common, book: setups, settle: setupSettle, pause: unawaited });
  // What the bot itself has opened is looked at first, and then what is open besides.
  void unawaited(driftDelaySeconds).then(() => inBackground(() => driftWatch.start()));
  const outages = startOutageWatch({ ...common, replica: `${hostname()}/${process.pid}`, pause: unawaited });
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
        setupSettle.stop(),
      ]);
      await server.close(stopMilliseconds);
      // What is still under way then is resumed at the next start; an orchestrator waits for nobody.
      await Promise.race([
        Promise.all([openWatch.stop(), wakeUps.stop().then(settle.idle), said]),
        pause(stopMilliseconds, undefined, { ref: false }),
      ]);
      await books.close();
    },
  };
}
