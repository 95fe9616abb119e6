// A ledger full of grants that are open, written by the ledger's own code as if the bot had opened them a while ago.
import { fewAtOnce } from '../src/access/few-at-once.ts';
import type { Open } from '../src/domain/access-request.ts';
import { debtKey } from '../src/domain/debt.ts';
import * as lifecycle from '../src/domain/lifecycle.ts';
import { choiceOf } from '../src/domain/machine.ts';
import { owed } from '../src/domain/owed.ts';
import { defaultPace } from '../src/domain/pace.ts';
import type { Instant } from '../src/domain/time.ts';
import { viewOf } from '../src/domain/view.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { createLog } from '../src/log.ts';
import { openSeconds, openSource, type Standing } from './standing.ts';

/** How long ago they were opened; and looked at last, longer than the pause between two looks. */
const openedMilliseconds = 600_000;
/** The embedded database takes one statement at a time; a server more. */
const atOnce = 16;

export interface Books {
  readonly databaseUrl?: string;
  readonly dataDir: string;
}

/** Fills the books, each grant's next look due since a moment. @throws Error when a grant would owe more than that look */
export async function seedOpenGrants(books: Books, standing: readonly Standing[]): Promise<void> {
  const { ledger, close } = await openLedger({ ...books, log: createLog('error') });
  try {
    const now = Date.now();
    await fewAtOnce([...standing.entries()], atOnce, async ([number, one]) => {
      const request = openGrant(number, one, now);
      const made = await ledger.create(request, [], now);
      await ledger.release(made.request, now);
    });
  } finally {
    await close();
  }
}

/** A grant of somebody's own, its card and its notices told. */
function openGrant(number: number, standing: Standing, now: Instant): Open {
  const { azureId, policyId, interfaceId, privateAddress, nsg, rule, priority } = standing;
  const [, , subscription = '', , resourceGroup = '', , , , name = ''] = azureId.split('/');
  const at = now - openedMilliseconds;
  const machine = {
    id: azureId.toLowerCase(),
    azureId,
    name,
    subscription: { id: subscription, name: `Subscription ${subscription}` },
    resourceGroup,
    region: 'westeurope',
    addresses: [{ interfaceId, privateAddress, primary: true }],
  };
  const reason = `INC-${number} something to mend`;
  const values = { port: '3389', source: openSource, time: '3 h', reason };
  const offered = [{ port: 3389, maximumSeconds: openSeconds, allowedSources: ['*'] }];
  const { request: draft } = lifecycle.asked(
    {
      id: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
      requester: {
        id: `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`,
        name: `Person ${number}`,
      },
      origin: { conversationId: `chat-${number}`, activityId: `said-${number}` },
      reader: { timeZone: 'Europe/Berlin', locale: 'en-GB' },
      wish: { machine: name, ports: [3389] },
    },
    {
      kind: 'form',
      machine: choiceOf(machine),
      offered,
      values,
      outlook: [],
      refusals: [],
      holes: [],
    },
    at,
  );
  if (draft.state !== 'draft') throw new Error('a form makes a draft');
  const time = { kind: 'for', seconds: openSeconds } as const;
  const terms = { machine, policyId, port: 3389, protocol: '*', source: openSource, time, reason } as const;
  const approved = lifecycle.approved(draft, terms, { kind: 'automatic', rule: 'everything' }, at).request;
  const endsAt = at + openSeconds * 1000;
  const sent = lifecycle.attempting(approved, endsAt, at).request;
  const taken = lifecycle.attemptKnown(sent, at, 'accepted', { lookAt: at }, at).request;
  const sight = { kind: 'open', address: privateAddress, rule: { nsg, name: rule, priority } } as const;
  const open = lifecycle.opened(taken, sight, now, at).request;
  const told = owed(open, now, defaultPace).due.filter(({ kind }) => kind === 'tell');
  const request: Open = {
    ...open,
    card: { messageId: `card-${number}`, shown: viewOf(open, now, defaultPace) },
    told: Object.fromEntries(told.map((debt) => [debtKey(debt), { at, messageId: `told-${number}` }])),
  };
  const left = owed(request, now, defaultPace).due.map(({ kind }) => kind);
  if (left.join() !== 'look') throw new Error(`an open grant owes ${left.join()}`);
  return request;
}
