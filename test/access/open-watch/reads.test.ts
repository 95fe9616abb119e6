// How often the watch reads Azure, counted at the simulator: by NSGs and time, not by grants.
import assert from 'node:assert/strict';
import { giveRule, openGrant } from '../../../bench/open-grants.ts';
import { largeEstate, largeNsgName } from '../../../sandbox/azure/large-estate.ts';
import { startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { createOpenWatch } from '../../../src/access/open-watch/open-watch.ts';
import { createArm } from '../../../src/azure/arm.ts';
import { createPortWatch } from '../../../src/azure/port-watch.ts';
import type { Open, Opening } from '../../../src/domain/access-request.ts';
import { defaultPace as pace } from '../../../src/domain/pace.ts';
import { quietLog } from '../../support/chat-model.ts';
import { memoryLedger, newBooks } from '../../support/memory-ledger.ts';
import { noon } from '../../support/requests.ts';

const nsgs = 3;
const mostOfInterfaces = 10;

/** The same grant when Azure has just accepted it: its rule has yet to come. */
function opening(open: Open): Opening {
  const { openedAt: _at, sight: _sight, lookAt, endsAt, ...rest } = open;
  return {
    ...rest,
    state: 'opening',
    approvedAt: noon,
    attempts: [{ sentAt: noon, endsAt, outcome: 'accepted' }],
    lookAt,
  };
}

/**
 * The watch on the real SDK and the simulator, with so many grants; what needs a look of its own is only noted.
 * @param state `opening`: none of their rules has come
 */
async function watching(grants: number, state: 'open' | 'opening' = 'open') {
  let clock = noon;
  const now = () => clock;
  const paths: string[] = [];
  const estate = largeEstate({ machines: grants, subscriptions: 1, nsgs });
  const rules = estate.machines.map((_, number) => giveRule(estate, number));
  if (state === 'opening') for (const nsg of estate.nsgs) nsg.rules.length = 0;
  const azure = await startAzureSimulator({
    estate,
    pageSize: 1000,
    journal: (event) => event.kind === 'call' && paths.push(event.path),
  });
  const ledger = memoryLedger(newBooks(), 'p0', now);
  for (const [number, rule] of rules.entries()) {
    const open = openGrant(estate, number, rule, noon);
    await ledger.create(state === 'open' ? open : opening(open), [], noon + 3600_000);
  }
  const arm = createArm({ cloud: 'public', armEndpoint: azure.url, timeLimitMilliseconds: 5000 });
  const looked: string[] = [];
  const watch = createOpenWatch({
    ledger,
    settle: { look: async (id) => void looked.push(id) },
    watch: createPortWatch(arm, now, now),
    inBackground: (work) => work(),
    now,
    pace,
    log: quietLog,
    pause: () => new Promise(() => {}),
  });
  return {
    azure,
    looked,
    rules,
    /** @returns the reads of so many seconds, by the kind of thing that was read */
    async pass(seconds: number) {
      paths.length = 0;
      for (let second = 0; second < seconds; second += 1) {
        clock += 1000;
        await watch.turn();
        await watch.idle();
      }
      const kinds = Object.groupBy(
        paths,
        (path) => /\/(networkInterfaces|networkSecurityGroups|subnets)\b/.exec(path)?.[1] ?? path,
      );
      return Object.fromEntries(Object.entries(kinds).map(([kind, all]) => [kind, all?.length]));
    },
  };
}

describe('the reads of the watch', function () {
  this.timeout(180_000);

  it('do not grow with the grants behind an NSG', async () => {
    const [few, many] = [await watching(30), await watching(60)];
    try {
      const first = [await few.pass(60), await many.pass(60)];
      const quiet = [await few.pass(180), await many.pass(180)];
      assert.deepEqual(quiet, [{ networkSecurityGroups: 3 * nsgs }, { networkSecurityGroups: 3 * nsgs }]);
      // The first time all ways are walked: eight interfaces by themselves, and all others by a list or two.
      for (const { networkInterfaces = 0, ...others } of first) {
        assert.ok(networkInterfaces <= mostOfInterfaces, `${networkInterfaces} reads of interfaces`);
        assert.deepEqual(others, { subnets: nsgs, networkSecurityGroups: nsgs });
      }
      assert.deepEqual([few.looked, many.looked], [[], []]);
    } finally {
      await few.azure.close();
      await many.azure.close();
    }
  });

  it('are one a second for an NSG while any number of ports behind it is to open, and fewer later', async () => {
    const [few, many] = [await watching(30, 'opening'), await watching(60, 'opening')];
    try {
      await few.pass(5);
      await many.pass(5);
      const soon = [await few.pass(20), await many.pass(20)];
      assert.deepEqual(soon, [{ networkSecurityGroups: 20 * nsgs }, { networkSecurityGroups: 20 * nsgs }]);
      await many.pass(40);
      assert.deepEqual(await many.pass(20), { networkSecurityGroups: 10 * nsgs });
      assert.deepEqual([few.looked, many.looked], [[], []]);
    } finally {
      await few.azure.close();
      await many.azure.close();
    }
  });

  it('walk all ways again after some minutes, by few reads', async () => {
    const world = await watching(60);
    try {
      await world.pass(60);
      const { networkInterfaces = 0, ...others } = await world.pass(600);
      assert.deepEqual(others, { networkSecurityGroups: 10 * nsgs });
      assert.ok(networkInterfaces <= 2 * mostOfInterfaces, `${networkInterfaces} reads of interfaces`);
    } finally {
      await world.azure.close();
    }
  });

  it('are enough to see, within a round, whose rule was wiped', async () => {
    const world = await watching(30);
    try {
      await world.pass(60);
      const { name = '' } = world.rules[4] ?? {};
      world.azure.wipeRule(largeNsgName(0, 4 % nsgs), name);
      await world.pass(60);
      assert.deepEqual(new Set(world.looked), new Set(['grant-4']));
    } finally {
      await world.azure.close();
    }
  });
});
