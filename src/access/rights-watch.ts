// Looks now and then whether the bot may do what it is set up to do, and says in sentences what is missing.
import type { Seconds } from '../domain/time.ts';
import { Fault } from './fault.ts';
import type { Log } from './log-port.ts';
import { type Feature, featuresOn, type Rights, type SubscriptionRights } from './rights-port.ts';

export interface RightsWatch {
  /** Looks now and from then on, in the background. */
  start(): void;
  stop(): void;
  /** Looks once. Never rejects. */
  look(): Promise<void>;
  /** What is missing or not known, as of the last look: sentences for /readyz. From memory. */
  problems(): readonly string[];
}

const betweenLooks: Seconds = 600;

/** Knows nothing before its first look, and says so. */
export function createRightsWatch(parts: {
  readonly rights: Pick<Rights, 'look'>;
  readonly settings: Parameters<typeof featuresOn>[0];
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
}): RightsWatch {
  const { rights, log, pause } = parts;
  const wanted: readonly Feature[] = featuresOn(parts.settings);
  let problems: readonly string[] = ['The bot has not asked Azure yet which rights it has.'];
  let said: string | undefined;
  let running = false;

  async function look(): Promise<void> {
    try {
      problems = (await rights.look(wanted)).flatMap(sentencesOf);
    } catch (error) {
      const why = error instanceof Fault ? error.message : 'The bot failed to ask Azure.';
      problems = [`Whether the bot has all the rights it needs in Azure is not known. ${why}`];
    }
    const now = problems.join('\n');
    if (now === said) return;
    said = now;
    if (problems.length > 0) log.warn({ problems }, 'Rights of the bot in Azure are missing, or not known');
    else log.info({}, 'The bot has all the rights it needs in Azure');
  }

  async function lookForEver(): Promise<void> {
    while (running) {
      await look();
      await pause(betweenLooks);
    }
  }

  return {
    look,
    problems: () => problems,
    start() {
      if (running) return;
      running = true;
      void lookForEver();
    },
    stop() {
      running = false;
    },
  };
}

/** @returns what is missing in a subscription, and what it means; nothing where all is there */
export function sentencesOf({ subscription: { id, name }, seen }: SubscriptionRights): readonly string[] {
  const where = `Subscription ${name} (${id})`;
  if (seen.kind === 'unknown')
    return [`${where}: whether the bot has all the rights it needs is not known. ${seen.why}`];
  const needed = seen.missing.filter(({ features }) => features.length > 0);
  const spared = seen.missing.filter(({ features }) => features.length === 0);
  const actions = (rights: typeof needed) => rights.map(({ action }) => action).join(', ');
  const roles = seen.roles.map(({ name, file }) => `“${name}” (${file})`).join(' and ');
  return [
    ...(needed.length === 0
      ? []
      : [
          `${where}: the bot lacks ${actions(needed)}, needed for ${featuresIn(needed)}. Missing role: ${roles}.`,
        ]),
    ...(spared.length === 0
      ? []
      : [`${where}: the bot goes on without ${actions(spared)}. ${withoutIn(spared).join(' ')}`]),
  ];
}

type Missing = Extract<SubscriptionRights['seen'], { kind: 'known' }>['missing'];

const withoutIn = (missing: Missing): readonly string[] => [
  ...new Set(missing.flatMap(({ without }) => without)),
];
const featuresIn = (missing: Missing): string =>
  [...new Set(missing.flatMap(({ features }) => features))]
    .map((feature) => featureWords[feature])
    .join('; ');

/** What each feature is, for those who run the bot. */
export const featureWords: Readonly<Record<Feature, string>> = {
  list: 'finding machines',
  tags: 'tags of machines',
  ask: 'asking for access',
  watch: 'watching ports',
  status: '`jit status`',
  drift: 'the drift watch and `audit ports`',
  rights: 'looking at its own rights',
  revoke: 'ending access early (REVOKE=delete-rule)',
  setup: 'setting JIT up (SETUP=on)',
  defender: 'turning on Defender for Servers (SETUP=on)',
};
