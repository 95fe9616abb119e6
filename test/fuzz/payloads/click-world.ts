// A bot on models of its books and of Azure, and people who click: every opening that Azure is asked for is kept.
import type { InvokeResponse } from 'botbuilder';
import { createExtensionJudge } from '../../../src/access/extension-judging.ts';
import { createJudgeAnew } from '../../../src/access/judging-anew.ts';
import { createLife } from '../../../src/access/life.ts';
import { noLinks } from '../../../src/access/links-port.ts';
import type { SetupDesk } from '../../../src/access/setup/setup-desk.ts';
import { answerClick } from '../../../src/bot/click.ts';
import type { BotParts } from '../../../src/bot/parts.ts';
import type { AccessRequest } from '../../../src/domain/access-request.ts';
import type { Wish } from '../../../src/domain/command/command.ts';
import type { Machine } from '../../../src/domain/machine.ts';
import { defaultPace } from '../../../src/domain/pace.ts';
import type { Rule } from '../../../src/domain/policy/access-policy.ts';
import { createPresenter } from '../../../src/present.ts';
import type { Clicked } from '../../../src/teams/clicked.ts';
import { linus, mallory } from '../../support/approval-world.ts';
import { azureModel } from '../../support/azure-model.ts';
import { chatModel, quietLog } from '../../support/chat-model.ts';
import { type Groups, knowledgeOn, policyOf } from '../../support/hearings.ts';
import { knownMachines } from '../../support/known-machines.ts';
import { memoryLedger, newBooks } from '../../support/memory-ledger.ts';
import { ada, admins, grace, noon, web01 } from '../../support/requests.ts';
import { wiredOn } from '../../support/wired.ts';

export const people = { ada, grace, linus, mallory };
export type Who = keyof typeof people;

/** Another machine that forged data can name. */
export const sql01: Machine = {
  ...web01,
  id: web01.id.replace('web-01', 'sql-01'),
  azureId: web01.azureId.replace('web-01', 'sql-01'),
  name: 'sql-01',
};

export interface ClickWorld {
  /** Ada writes a sentence. @returns the new request's id */
  ask(wish: Wish): Promise<string>;
  /** Somebody clicks. Whatever the bot's own log calls an error is kept. */
  click(who: Who, verb: string, data: Readonly<Record<string, unknown>>): Promise<InvokeResponse>;
  /** Seconds pass, and what has come due is settled. */
  pass(seconds: number): Promise<void>;
  now(): number;
  requests(): readonly AccessRequest[];
  openings(): readonly {
    readonly opening: ReturnType<typeof azureModel>['sent'][number];
    readonly at: number;
  }[];
}

/** @param rule the access policy's only one. Grace and Linus are in its group of approvers; Grace is an admin. */
export function clickWorld(rule: Rule): ClickWorld {
  let clock = noon;
  let ids = 0;
  let clicks = 0;
  const now = () => clock;
  const books = newBooks();
  books.channels.set('approvals', { conversationId: 'approvals' });
  const groups: Groups = new Map([[admins.id, new Set([grace.id, linus.id])]]);
  const model = azureModel(now);
  const openings: { opening: (typeof model.sent)[number]; at: number }[] = [];
  const azure: typeof model = {
    ...model,
    open: async (opening) => {
      openings.push({ opening, at: clock });
      return model.open(opening);
    },
    allowed: async (_policy, machineId) =>
      [web01, sql01].find(({ id }) => id === machineId.toLowerCase())?.jitPorts ?? [],
  };
  const newId = () => {
    ids += 1;
    return `req-${ids}`;
  };
  const ledger = memoryLedger(books, 'p0', now);
  const inventory = { ...knownMachines([web01, sql01]), loaded: true };
  const knowledge = knowledgeOn(ledger, now, { policy: () => policyOf(rule), groups });
  const common = { ledger, now, pace: defaultPace, log: quietLog };
  const judge = createExtensionJudge({ knowledge, inventory, now });
  const judgeAnew = createJudgeAnew({ knowledge, inventory });
  const presenter = createPresenter(noLinks);
  // No change of the setup is under way: whatever a payload calls one is none.
  const noChange = async () => ({ kind: 'no-such-change' }) as const;
  const setupDesk: SetupDesk = {
    ask: () => Promise.reject(new Error('clicks ask for no change')),
    review: noChange,
    back: noChange,
    confirm: noChange,
    cancel: noChange,
    cancelAll: async () => 0,
  };
  const wired = wiredOn({
    ...common,
    setupDesk,
    azure,
    notifier: chatModel(),
    judge,
    judgeAnew,
    inventory,
    knowledge,
    presenter,
    newId,
  });
  const { settle, broker } = wired;
  const parts: BotParts = {
    ...wired,
    setup: true,
    life: createLife({ ...common, settle, judge, revokes: true, newId }),
    revoke: true,
    admins: { isAdmin: async (id) => id === grace.id },
  };

  return {
    async ask(wish) {
      const reader = { timeZone: 'UTC', locale: 'en-GB' };
      const origin = { conversationId: 'chat-1', activityId: `said-${ids}` };
      const { id } = await broker.ask({ person: ada, origin, reader }, wish);
      await settle.idle();
      return id;
    },
    async click(who, verb, data) {
      clicks += 1;
      const clicked: Clicked = {
        conversationId: 'chat-1',
        conversationType: 'personal',
        activityId: `click-${clicks}`,
        person: people[who],
        verb,
        data,
        messageId: 'm1',
        trigger: 'manual',
      };
      const answer = await answerClick(parts, clicked);
      await settle.idle();
      return answer;
    },
    async pass(seconds) {
      clock += seconds * 1000;
      for (const id of await ledger.overlooked(clock, 100)) await settle.settle(id);
      await settle.idle();
    },
    now,
    requests: () => [...books.rows.values()].map(({ request }) => request),
    openings: () => openings,
  };
}
