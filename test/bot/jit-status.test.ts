// How far JIT is set up, as an admin is told.
import assert from 'node:assert/strict';
import { development, production } from '../../sandbox/azure/estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { Fault } from '../../src/access/fault.ts';
import type { DefenderPlans, EstateReader } from '../../src/access/setup-ports.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createEstateReader } from '../../src/azure/estate-reader.ts';
import { jitStatus } from '../../src/bot/jit-status.ts';
import { textsOf } from '../cards/card-reading.ts';
import { deny, seenMachine, seenOf } from '../domain/setup/seen.ts';
import { quietLog } from '../support/chat-model.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace } from '../support/people.ts';
import { noon } from '../support/requests.ts';

const now = () => noon;
const subs = (...names: readonly string[]) => names.map((name) => ({ id: `id-${name}`, name }));
const said = {
  conversationId: 'c',
  conversationType: 'personal',
  activityId: 'a',
  person: grace,
  text: '',
  marked: '',
  mentioned: [],
} as const;

describe('jit status', () => {
  const books = newBooks();
  beforeEach(() => {
    books.audit.length = 0;
  });

  const readEstate: EstateReader['read'] = async (subscription) => ({
    ...seenOf([seenMachine({ nic: [deny] })]),
    subscription,
  });
  const planOf: DefenderPlans['planOf'] = async () => ({ tier: 'Standard', subPlan: 'P2' });
  const partsWith = (given: object = {}) => ({
    ledger: memoryLedger(books, 'p0', now),
    admins: { isAdmin: async (id: string) => id === grace.id },
    machines: { all: () => [], subscriptions: () => subs('Production', 'Development') },
    estate: { read: readEstate },
    plans: { planOf },
    setup: true,
    /** Nothing is given up for being slow. */
    pause: () => new Promise<never>(() => {}),
    now,
    log: quietLog,
    ...given,
  });

  /** What a person is told: the texts of the card, or the sentence. */
  async function told(subscription?: string, given: object = {}, person = grace): Promise<string> {
    const command = { kind: 'jit-status', ...(subscription !== undefined && { subscription }) } as const;
    const answer = await jitStatus(partsWith(given), said, person, command);
    if (typeof answer === 'string') return answer;
    assert.equal(answer.kind, 'card');
    return 'card' in answer ? textsOf(answer.card).join('\n') : '';
  }

  const refusals = [
    ['is no admin', ada, {}, {}, /^Only an admin can see how JIT is set up/],
    [
      'may or may not be an admin',
      grace,
      { admins: { isAdmin: async () => undefined } },
      { admin: 'unknown' },
      /^I could not find out whether you are an admin, so nothing was done\./,
    ],
  ] as const;
  for (const [who, person, given, noted, says] of refusals)
    it(`is refused to who ${who}, and written down`, async () => {
      const read = () => assert.fail('nothing may be read');
      assert.match(
        await told('Production', { estate: { read }, plans: { planOf: read }, ...given }, person),
        says,
      );
      assert.deepEqual(
        books.audit.map(({ actor, kind, facts }) => ({ actor, kind, facts })),
        [{ actor: person.id, kind: 'jit-status-refused', facts: { subscription: 'Production', ...noted } }],
      );
    });

  it('tells of all subscriptions by name, and writes nothing down', async () => {
    const texts = await told();
    assert.match(texts, /^Just-in-time access in 2 subscriptions\nDevelopment\n.*\nProduction\n/s);
    assert.deepEqual(books.audit, []);
  });

  for (const typed of ['production', 'id-Production', 'PRODUCTION'])
    it(`tells of the one that “${typed}” means`, async () => {
      assert.match(await told(typed), /^Just-in-time access in Production\n/);
    });

  it('names the nearest where there is none of the name', async () => {
    assert.match(
      await told('Prodction'),
      /^I see no subscription called “Prodction”\. Is it Production or Development\?/,
    );
  });

  it('asks which of two of one name is meant', async () => {
    const twins = [...subs('Twin'), { id: 'other', name: 'twin' }];
    const answer = await told('TWIN', { machines: { subscriptions: () => twins } });
    assert.match(answer, /^2 subscriptions are called “TWIN”/);
    assert.match(answer, /Write the id instead of the name: id-Twin or other\.$/);
  });

  it('says so where Azure shows no subscription', async () => {
    assert.match(
      await told(undefined, { machines: { subscriptions: () => [] } }),
      /^Azure does not show any/,
    );
  });

  it('reads ten at most, four at a time, and names the others', async () => {
    const names = Array.from({ length: 13 }, (_, at) => `Sub ${String(at).padStart(2, '0')}`);
    const read: string[] = [];
    let running = 0;
    let most = 0;
    const estate: EstateReader = {
      async read(subscription) {
        read.push(subscription.name);
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        return readEstate(subscription);
      },
    };
    const texts = await told(undefined, { estate, machines: { subscriptions: () => subs(...names) } });
    assert.deepEqual([read.toSorted(), most], [names.slice(0, 10), 4]);
    assert.match(texts, /Not looked at, being too many: Sub 10, Sub 11, Sub 12\. Write “jit status Sub 10”/);
  });

  const rightMissing = (permission: string) =>
    new Fault('forbidden', `The bot lacks the right ${permission} in Azure.`, { permission });
  const thrown = (fault: Fault) => async () => {
    throw fault;
  };

  it('says which right is missing for the plan, and tells of the machines all the same', async () => {
    const plans = { planOf: thrown(rightMissing('Microsoft.Security/pricings/read')) };
    const texts = await told('Production', { plans });
    assert.match(
      texts,
      /is not known: The bot lacks the right Microsoft\.Security\/pricings\/read in Azure\./,
    );
    assert.match(texts, /■\n 1 on and effective/);
  });

  it('says which right is missing for the machines, and tells of the plan and the others all the same', async () => {
    const estate: EstateReader = {
      read: (subscription) =>
        subscription.name === 'Production'
          ? thrown(rightMissing('Microsoft.Network/networkSecurityGroups/read'))()
          : readEstate(subscription),
    };
    const texts = await told(undefined, { estate });
    assert.match(
      texts,
      /Production\nStandard P2\n.*\nThe machines could not be read: The bot lacks the right Microsoft\.Network\/networkSecurityGroups\/read in Azure\./,
    );
    assert.match(texts, /■\n 1 on and effective/);
  });

  it('gives up what takes too long, once for all', async () => {
    let waits = 0;
    const late = Promise.withResolvers<void>();
    const answer = told(undefined, {
      estate: { read: () => new Promise(() => {}) },
      pause: () => {
        waits += 1;
        return late.promise;
      },
    });
    late.resolve();
    const texts = await answer;
    assert.equal(waits, 1);
    assert.equal(texts.match(/The machines could not be read: Azure does not answer\./g)?.length, 2);
  });

  it('does not swallow what is no fault of Azure’s', async () => {
    const read = async () => {
      throw new TypeError('a mistake');
    };
    await assert.rejects(told('Production', { estate: { read } }), TypeError);
  });

  describe('of the example estate, read over HTTP', () => {
    let simulator: AzureSimulator;
    before(async () => {
      simulator = await startAzureSimulator();
    });
    after(() => simulator.close());

    it('tells which machine has JIT in name only, and which could have it', async () => {
      const arm = createArm({ cloud: 'public', armEndpoint: simulator.url, timeLimitMilliseconds: 5000 });
      const texts = await told(undefined, {
        estate: createEstateReader(arm, now),
        machines: {
          subscriptions: () => [
            { id: production, name: 'Production' },
            { id: development, name: 'Development' },
          ],
        },
      });
      assert.match(texts, /■\n 3 on and effective\n {3}■\n 1 could have it/);
      assert.match(texts, /■\n 9 on and effective\n {3}■\n 1 on in name only/);
      assert.match(
        texts,
        /legacy-01 port 3389 \(RDP\) is open to any source by rule default-allow-rdp, priority 300 in nsg-legacy-01/,
      );
      assert.match(texts, /build-01\. Write “enable jit on build-01”\./);
    });
  });
});
