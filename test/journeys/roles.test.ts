// The real bot on a simulated Azure that allows it what a role of infra/roles allows, and refuses everything else.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA } from '../../sandbox/chat/people.ts';
import { type RoleDefinition, roleDefinitions } from '../../src/azure/roles.ts';
import { atOnce } from '../support/at-once.ts';
import { type LocalWorld, request, startLocalWorld } from '../support/local-world.ts';
import { until } from '../support/until.ts';

const { bot, botWithRevoke, botWithSetup } = roleDefinitions;
const unnameable = /\/subscriptions\/[^/]+\/providers\/Microsoft\.Security\/jitNetworkAccessPolicies$/;

/** A world of its own with these roles, for as long as the story lasts. `refused`: paths that Azure forbade. */
async function inWorld(
  roles: readonly RoleDefinition[],
  variables: Readonly<Record<string, string>>,
  story: (world: LocalWorld, refused: readonly string[]) => Promise<void>,
): Promise<void> {
  const refused: string[] = [];
  const world = await startLocalWorld({
    variables: { WATCH_SECONDS: '2', ...variables },
    azure: {
      roles: roles.map(({ actions, notActions }) => ({ actions: [...actions], notActions: [...notActions] })),
      journal: (event) => {
        if (event.kind === 'call' && event.answer === 403) refused.push(`${event.method} ${event.path}`);
      },
    },
  });
  try {
    await story(world, refused);
  } finally {
    await world.stop();
  }
}

/** What /readyz says once the bot has looked at its rights. */
const readiness = (world: LocalWorld) =>
  until(async () => {
    const url = new URL('/readyz', world.bot().messagesUrl);
    const answer = await fetch(url);
    const { status, details } = (await answer.json()) as { status: string; details: readonly string[] };
    return !details.some((detail) => detail.includes('has not asked Azure yet')) && { status, details };
  }, 60);

/** `npm run roles -- check` with the environment of the bot. */
async function rolesCheck(world: LocalWorld, variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['src/cli/roles.ts', 'check'], {
    env: { PATH: process.env.PATH ?? '', LOCAL_MODE: '1', AZURE_ARM_ENDPOINT: world.azure.url, ...variables },
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, printed };
}

/** The Azure actions that a text names as missing, each once. */
const lacked = (text: string): readonly string[] =>
  [
    ...new Set(
      [...text.matchAll(/(?:lacks|missing) ([^;“]*?)(?:, needed| {2}|\n|$)/g)].flatMap(
        ([, list = '']) => list.match(/Microsoft\.[\w./]+/g) ?? [],
      ),
    ),
  ].sort();

const onlyTheOneThatNoRoleCanHave = (refused: readonly string[]) =>
  assert.deepEqual(
    refused.filter((call) => !unnameable.test(call)),
    [],
  );

describe('with the roles of infra/roles', function () {
  this.timeout(240_000);

  atOnce({
    '“JIT Access bot” is enough to ask, to watch and to see the end, and /readyz has nothing to say': () =>
      inWorld([bot], {}, async (world, refused) => {
        assert.deepEqual(await readiness(world), { status: 'ready', details: [] });
        await request(world, 'rdp to web-01 for 1m from 203.0.113.7');
        await until(() => world.status() === 'Ready', 60);
        await until(() => world.said().some((text) => /Closed:.*web-01/.test(text)), 150);
        onlyTheOneThatNoRoleCanHave(refused);
      }),

    '“JIT Access bot with revoke” is enough to end access early': () =>
      inWorld([botWithRevoke], { REVOKE: 'delete-rule' }, async (world, refused) => {
        assert.deepEqual(await readiness(world), { status: 'ready', details: [] });
        await request(world, 'rdp to web-01 for 30m from 203.0.113.7');
        await until(() => world.status() === 'Ready', 60);
        await world.chat.sendAs(ADA.id, personalChatId(ADA), 'done web-01');
        await until(() => world.status() === 'Closed', 60);
        assert.deepEqual(
          world.azure.nsg('nsg-web-01').filter(({ name }) => /JITRule-/.test(name)),
          [],
        );
        onlyTheOneThatNoRoleCanHave(refused);
      }),

    '“JIT Access bot” with REVOKE and SETUP on: /readyz and `roles check` name exactly what is missing':
      async () => {
        const on = { REVOKE: 'delete-rule', SETUP: 'on' };
        await inWorld([bot], on, async (world) => {
          const missing = [
            'Microsoft.Compute/virtualMachines/write',
            'Microsoft.Network/networkSecurityGroups/securityRules/delete',
            'Microsoft.Network/networkSecurityGroups/securityRules/read',
            'Microsoft.Security/locations/jitNetworkAccessPolicies/write',
            'Microsoft.Security/pricings/write',
          ];
          const { status, details } = await readiness(world);
          assert.equal(status, 'ready');
          // One sentence a subscription on what is missing, one on what it goes on without.
          assert.equal(details.length, 6);
          for (const name of ['Production', 'Development', 'Sandbox']) {
            const [lacks = '', spared = ''] = details.filter((detail) =>
              detail.startsWith(`Subscription ${name} `),
            );
            assert.deepEqual(lacked(lacks), missing);
            assert.match(
              lacks,
              /Missing role: “JIT Access bot with setup” \(infra\/roles\/bot-with-setup\.json\) and “JIT Access bot with revoke” \(infra\/roles\/bot-with-revoke\.json\)\.$/,
            );
            assert.match(spared, /goes on without Microsoft\.Network\/locations\/operations\/read\./);
          }
          assert.match(world.bot().output(), /Rights of the bot in Azure are missing/);
          const { code, printed } = await rolesCheck(world, on);
          assert.deepEqual([code, lacked(printed)], [1, missing]);
        });
      },

    'the roles with setup and with revoke add up: nothing is missing then': () => {
      const on = { REVOKE: 'delete-rule', SETUP: 'on' };
      return inWorld([botWithSetup, botWithRevoke], on, async (world) => {
        assert.deepEqual(await readiness(world), { status: 'ready', details: [] });
        assert.equal((await rolesCheck(world, on)).code, 0);
      });
    },
  });
});
