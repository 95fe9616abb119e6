// The use cases and turns wired as src/app.ts wires them, on the models of a test. Whatever a test is about it gives itself.

import { dialogOn } from '../../dialogs/dialog-on.ts';
import type { Choice } from '../../dialogs/next-move.ts';
import type { Admins } from '../../src/access/admins.ts';
import { createBroker } from '../../src/access/broker.ts';
import { createDecisions } from '../../src/access/decisions.ts';
import type { FindingsBook } from '../../src/access/drift/findings-book.ts';
import type { DriftWatch } from '../../src/access/drift/watch.ts';
import { Fault } from '../../src/access/fault.ts';
import type { Knowledge } from '../../src/access/knowledge.ts';
import type { Life } from '../../src/access/life.ts';
import { createSettle, type Settle, type SettleParts } from '../../src/access/settle.ts';
import type { SetupPlanner } from '../../src/access/setup/plan-setup.ts';
import type { SetupDesk } from '../../src/access/setup/setup-desk.ts';
import type { SetupPresenter } from '../../src/access/setup/setup-presenter.ts';
import { noSurvey, type Survey } from '../../src/access/survey.ts';
import { createTurn } from '../../src/bot/turn.ts';
import type { Turn } from '../../src/teams/adapter.ts';
import type { AzureModel } from './azure-model.ts';
import { barePresenter, noExtensions, quietLog } from './chat-model.ts';
import { knowledgeOn, nobodyOnDuty, rostersOf } from './hearings.ts';
import { knownMachines } from './known-machines.ts';
import { memoryFindings, newFindings } from './memory-findings.ts';
import { web01 } from './requests.ts';
import { unwatchedPace } from './unwatched-pace.ts';

type Needed = Pick<SettleParts, 'ledger' | 'notifier' | 'now'> & { readonly azure: AzureModel };

/** Settling, with cards that say the bare facts and offer no extension. */
export const settleOn = ({ azure, ...parts }: Needed & Partial<SettleParts>): Settle =>
  createSettle({
    jit: azure,
    watch: azure,
    revoke: azure,
    judge: noExtensions,
    judgeAnew: async () => ({ kind: 'allowed' }),
    presenter: barePresenter,
    rosters: rostersOf(undefined),
    onDuty: nobodyOnDuty,
    pace: unwatchedPace,
    log: quietLog,
    ...parts,
  });

/** What a test may give in place of the usual: web-01, a policy that lets everybody have everything, no holes. */
export type Given = Needed &
  Partial<SettleParts> & {
    readonly settle?: Settle;
    readonly inventory?: ReturnType<typeof knownMachines> & { readonly loaded: boolean };
    readonly knowledge?: Knowledge;
    readonly survey?: Survey;
    readonly setupDesk?: SetupDesk;
    readonly setupPlanner?: SetupPlanner;
    readonly findings?: FindingsBook;
    readonly driftWatch?: Pick<DriftWatch, 'look'>;
    readonly newId: () => string;
  };

/** Asking and deciding, and all that turns need besides. */
export function wiredOn(given: Given) {
  const { ledger, now, azure, newId, survey = noSurvey } = given;
  const {
    settle = settleOn(given),
    inventory = { ...knownMachines([web01]), loaded: true },
    knowledge = knowledgeOn(ledger, now),
    presenter = barePresenter,
    pace = unwatchedPace,
  } = given;
  const common = { ledger, now, pace, log: quietLog, settle, knowledge };
  return {
    ...common,
    inventory,
    presenter,
    watch: azure,
    jit: azure,
    setup: false,
    machines: { all: () => [web01], subscriptions: () => [web01.subscription] },
    estate: { read: unread },
    plans: { planOf: unread },
    setupDesk: given.setupDesk ?? noDesk,
    setupPlanner: given.setupPlanner ?? {
      defender: unread,
      enable: unread,
      configure: unread,
      disable: unread,
    },
    setupPresenter: bareSetupPresenter,
    findings: given.findings ?? memoryFindings(newFindings()),
    driftWatch: given.driftWatch ?? { look: unread },
    csvLink: () => undefined,
    /** Nothing is given up for being slow. */
    pause: () => new Promise(() => {}),
    broker: createBroker<Choice>({ ...common, survey, dialog: dialogOn(inventory), newId }),
    decisions: createDecisions({ ...common, inventory }),
  };
}

const unread = async () => {
  throw new Fault('unavailable', 'Azure does not answer.');
};

const noDesk: SetupDesk = {
  ask: unread,
  review: unread,
  back: unread,
  confirm: unread,
  cancel: unread,
  cancelAll: async () => 0,
};

/** Says the bare state. */
export const bareSetupPresenter: SetupPresenter = {
  card: ({ id, state }) => ({ kind: 'card', card: { id, state }, summary: state }),
  ended: ({ id }) => ({ kind: 'text', text: `ended ${id}` }),
};

const noGrant = async () => ({ kind: 'no-such-request' }) as const;
/** A life of which nothing comes. */
const noLife: Life = { done: noGrant, extend: noGrant, extensionsFor: async () => [] };

/** Turns. @param more `admins` by id, or who knows them; `revoke`: whether the bot may delete rules */
export const turnOn = (
  wired: ReturnType<typeof wiredOn>,
  more: {
    readonly life?: Life;
    readonly admins?: readonly string[] | Admins;
    readonly revoke?: boolean;
  } = {},
): Turn =>
  createTurn({ ...wired, life: noLife, revoke: false, ...more, admins: adminsOf(more.admins ?? []) });

const adminsOf = (admins: readonly string[] | Admins): Admins =>
  'isAdmin' in admins ? admins : { isAdmin: async (personId) => admins.includes(personId) };
