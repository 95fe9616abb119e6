// Approvals in virtual time: some replicas on one set of books, people in groups, and a policy that tests can change.
import { createExtensionJudge } from '../../src/access/extension-judging.ts';
import { Fault } from '../../src/access/fault.ts';
import { createJudgeAnew } from '../../src/access/judging-anew.ts';
import { createLife } from '../../src/access/life.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Wish } from '../../src/domain/command/command.ts';
import type { Machine } from '../../src/domain/machine.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';
import type { ApprovalRule, PolicyInForce, Rule } from '../../src/domain/policy/access-policy.ts';
import { azureModel, type Happening } from './azure-model.ts';
import { chatModel, quietLog } from './chat-model.ts';
import { type Groups, knowledgeOn, policyOf } from './hearings.ts';
import { memoryLedger, newBooks } from './memory-ledger.ts';
import { ada, admins, grace, noon, web01 } from './requests.ts';
import { unwatchedPace as pace } from './unwatched-pace.ts';
import { wiredOn } from './wired.ts';

export const linus = { id: 'aaaaaaaa-0000-4000-8000-000000000003', name: 'Linus Admin' };
export const mallory = { id: 'aaaaaaaa-0000-4000-8000-000000000009', name: 'Mallory' };

/** One rule for everything: this many of the group `admins` must approve. */
export const needs = (quorum: number, changes: Partial<ApprovalRule> = {}): ApprovalRule => ({
  name: 'production',
  decision: 'approval',
  when: {},
  limits: { reasonRequired: false },
  approval: { approvers: [admins], quorum, channel: '', wait: 7200, remind: 600 },
  breakGlass: {},
  preApproval: 8 * 3600,
  ...changes,
});

/** @param rules in force from the start; Grace and Linus are admins, and the approvals channel is `approvals`. */
export function approvalWorld(...rules: readonly Rule[]) {
  let revokes = true;
  let clock = noon;
  let policy: PolicyInForce = policyOf(...rules);
  let machines: readonly Machine[] = [web01];
  let ids = 0;
  let said = 0;
  let loaded = true;
  /** `undefined`: the database is there. */
  let savesLeft: number | undefined;
  /** Subscriptions that the bot could not read. */
  const unread = new Set<string>();
  const now = () => clock;
  const books = newBooks();
  books.channels.set('approvals', { conversationId: 'approvals' });
  books.channels.set('on-call', { conversationId: 'on-call' });
  const groups: Groups = new Map([[admins.id, new Set([grace.id, linus.id])]]);
  const happenings: Happening[] = [];
  const azure = azureModel(now, happenings);
  const troubles: boolean[] = [];
  const chat = chatModel(troubles);
  const newId = () => {
    ids += 1;
    return `req-${ids}`;
  };

  const inventory = {
    get loaded() {
      return loaded;
    },
    knows: (subscriptionId: string) => !unread.has(subscriptionId),
    byId: (id: string) => indexMachines(machines).byId(id),
    byName: (name: string) => indexMachines(machines).byName(name),
    nearest: (name: string, count: number) => indexMachines(machines).nearest(name, count),
  };

  /** A process of its own on the same books. */
  function replica(owner: string) {
    const memory = memoryLedger(books, owner, now);
    const ledger: typeof memory = {
      ...memory,
      save: (...saved) => {
        if (savesLeft === 0) return Promise.reject(new Fault('unavailable', 'The database is away.'));
        if (savesLeft !== undefined) savesLeft -= 1;
        return memory.save(...saved);
      },
    };
    const knowledge = knowledgeOn(ledger, now, { policy: () => policy, groups });
    const common = { ledger, now, pace, log: quietLog };
    const judge = createExtensionJudge({ knowledge, inventory, now });
    const judgeAnew = createJudgeAnew({ knowledge, inventory });
    const parts = { ...common, azure, notifier: chat, judge, judgeAnew, inventory, knowledge, newId };
    const { settle, broker, decisions } = wiredOn(parts);
    const life = () => createLife({ ...common, settle, judge, revokes, newId });
    return { ledger, knowledge, settle, broker, decisions, life };
  }

  const main = replica('p0');
  let alone = true;
  const asker = () => {
    said += 1;
    const origin = {
      conversationId: 'chat-1',
      activityId: `said-${said}`,
      ...(alone && { private: true as const }),
    };
    return { person: ada, origin, reader: { timeZone: 'UTC', locale: 'en-GB' } };
  };

  return {
    ...main,
    replica,
    books,
    groups,
    azure,
    /** Consumed one a call of Azure. */
    happenings,
    chat,
    /** Consumed one a chat call: true fails it. */
    troubles,
    newId,
    now,
    setPolicy: (...next: readonly Rule[]) => {
      policy = policyOf(...next);
    },
    setMachines: (next: readonly Machine[]) => {
      machines = next;
    },
    /** What Azure is to do at the next calls. */
    script: (...next: readonly Happening[]) => {
      happenings.push(...next);
    },
    /** Whether nobody else reads what Ada writes and is answered. */
    setAlone: (next: boolean) => {
      alone = next;
    },
    setRevokes: (next: boolean) => {
      revokes = next;
    },
    setLoaded: (next: boolean) => {
      loaded = next;
    },
    /** The database goes away after so many more saves; `undefined`: it is back. */
    failAfterSaves: (saves: number | undefined) => {
      savesLeft = saves;
    },
    setUnread: (subscriptionId: string) => void unread.add(subscriptionId),
    request: (id = 'req-1'): AccessRequest =>
      books.rows.get(id)?.request ?? failWith(`${id} is not in the books`),
    kinds: () => books.audit.map(({ kind }) => kind),
    /** Ada writes a sentence. */
    async ask(wish: Wish = { machine: 'web-01', ports: [3389] }, unknown: readonly string[] = []) {
      const request = await main.broker.ask(asker(), wish, unknown);
      await main.settle.idle();
      return request;
    },
    /** Ada writes a sentence and sends the form. */
    async send(values: object = {}) {
      const { id } = await main.broker.ask(asker(), { machine: 'web-01', ports: [3389] });
      const form = { port: '3389', source: '203.0.113.7', time: '1h', reason: '', ...values };
      await main.broker.click(ada, id, { verb: 'request', values: form });
      await main.settle.idle();
      return id;
    },
    /** Lets so many seconds pass, settling whatever comes due. */
    async pass(seconds: number) {
      const end = clock + seconds * 1000;
      while (clock < end) {
        clock = Math.min(end, clock + 1000);
        for (const id of await main.ledger.overlooked(clock, 100)) await main.settle.settle(id);
        await main.settle.idle();
      }
    },
  };
}

function failWith(message: string): never {
  throw new Error(message);
}
