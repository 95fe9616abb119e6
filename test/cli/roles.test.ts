// `npm run roles`: the files it writes, what it says of a simulated Azure that holds the bot to its roles, and its exit codes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { development, sandbox } from '../../sandbox/azure/estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { azureCalls } from '../../src/azure/actions.ts';
import { allRoles, roleDefinitions } from '../../src/azure/roles.ts';
import { roleFiles, scopePlaceholder } from '../../src/cli/role-files.ts';
import { runRolesCommand } from '../../src/cli/roles.ts';
import { readBicep, type Value } from '../support/bicep-subset.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const [printed, complained]: [string[], string[]] = [[], []];
  const code = await runRolesCommand(args, {
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
    variables,
  });
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

describe('infra/roles', () => {
  for (const { path, text } of roleFiles())
    it(`${path} is as \`npm run roles -- write\` writes it`, () => assert.equal(read(path), text));

  it('has no other files', () =>
    assert.deepEqual(
      readdirSync(new URL('infra/roles/', root)).sort(),
      roleFiles()
        .map(({ path }) => path.replace('infra/roles/', ''))
        .sort(),
    ));

  for (const role of allRoles)
    it(`${role.key}.json is a custom role that says the same`, () =>
      assert.deepEqual(JSON.parse(read(`infra/roles/${role.key}.json`)), {
        Name: role.name,
        IsCustom: true,
        Description: role.description,
        Actions: role.actions,
        NotActions: role.notActions,
        DataActions: [],
        NotDataActions: [],
        AssignableScopes: [scopePlaceholder],
      }));
});

describe('infra/roles/roles.bicep', () => {
  const { targetScope, params, resources, outputs } = readBicep(read('infra/roles/roles.bicep'));
  const texts = (values: readonly string[]): Value => values.map((text) => ({ text }));
  const ofType = (type: string) =>
    Object.entries(resources).filter(
      ([, resource]) => resource.type === `Microsoft.Authorization/${type}@2022-04-01`,
    );

  it('is for a subscription, and needs nothing to be said', () =>
    assert.deepEqual(
      [targetScope, params],
      [
        { text: 'subscription' },
        {
          assignableScopes: { type: 'array', value: [{ code: 'subscription().id' }] },
          botPrincipalId: { type: 'string', value: { text: '' } },
          setup: { type: 'bool', value: { code: 'false' } },
          revoke: { type: 'bool', value: { code: 'false' } },
        },
      ],
    ));

  it('makes the same roles as the JSON files', () =>
    assert.deepEqual(
      ofType('roleDefinitions').map(([, { body }]) => body.properties),
      allRoles.map(({ name, description, actions, notActions }) => ({
        fields: {
          roleName: { text: name },
          description: { text: description },
          type: { text: 'CustomRole' },
          permissions: [{ fields: { actions: texts(actions), notActions: texts(notActions) } }],
          assignableScopes: { code: 'assignableScopes' },
        },
      })),
    ));

  it('gives the bot its role, and the wider ones only where they are asked for', () =>
    assert.deepEqual(
      ofType('roleAssignments').map(([name, { condition, body }]) => [name, condition, body.properties]),
      ['bot', 'botWithSetup', 'botWithRevoke'].map((role, index) => [
        `${role}Given`,
        { code: `!empty(botPrincipalId)${['', ' && setup', ' && revoke'][index]}` },
        {
          fields: {
            roleDefinitionId: { code: `${role}.id` },
            principalId: { code: 'botPrincipalId' },
            principalType: { text: 'ServicePrincipal' },
          },
        },
      ]),
    ));

  it('has an id of its own for everything, made of what is known before it runs', () => {
    const ids = Object.values(resources).map(({ body: { name } }) => name && 'code' in name && name.code);
    assert.equal(new Set(ids).size, 8);
    for (const id of ids) assert.match(String(id), /^guid\(subscription\(\)\.(tenantId|id), /);
  });

  it('tells the ids of its roles', () =>
    assert.deepEqual(outputs.roleIds, {
      fields: Object.fromEntries(ofType('roleDefinitions').map(([name]) => [name, { code: `${name}.id` }])),
    }));
});

describe('the reader of Bicep', () => {
  for (const broken of [
    "resource a 'b' = {\n  x: [\n    'a', 'b'\n  ]\n}\n",
    "resource a 'b' = {\n  x: 'it's'\n}\n",
    "param a string = 'open ${brace'\n",
    "resource a 'b' = {\n  x: 'y'\n",
    "resource a 'b' = {\n  x: 'y'\n  x: 'z'\n}\n",
    'param a string\n',
    'nonsense\n',
  ])
    it(`does not take ${JSON.stringify(broken)}`, () => assert.throws(() => readBicep(broken)));
});

describe('npm run roles', () => {
  let azure: AzureSimulator;
  before(async () => {
    azure = await startAzureSimulator();
  });
  afterEach(() => {
    azure.assign(undefined);
    azure.faults.clear();
  });
  after(() => azure.close());
  const local = (more = {}) => ({ LOCAL_MODE: '1', AZURE_ARM_ENDPOINT: azure.url, ...more });
  const on = { REVOKE: 'delete-rule', SETUP: 'on' };
  const { bot } = roleDefinitions;
  const linesWith = (printed: string, word: string) =>
    printed
      .split('\n')
      .flatMap((line) => (line.startsWith(`  ${word} `) ? (line.trim().split(/ {2,}/)[1] ?? []) : []));

  it('check ends with 0, and lists what is there, when all is', async () => {
    azure.assign([{ actions: [...bot.actions] }]);
    const { code, printed } = await run(['check'], local());
    assert.equal(code, 0);
    assert.deepEqual(linesWith(printed, 'there'), Array(3).fill(bot.actions).flat());
    assert.match(printed, /^Production \(.*^Development \(.*^Sandbox \(/ms);
    assert.doesNotMatch(printed, /missing/);
  });

  it('check ends with 1, and names exactly what is missing and the roles that have it', async () => {
    const elsewhere = [development, sandbox].map((subscription) => ({ actions: ['*'], subscription }));
    azure.assign([...elsewhere, { actions: [...bot.actions] }]);
    const { code, printed } = await run(['check'], local(on));
    assert.equal(code, 1);
    assert.deepEqual(linesWith(printed, 'missing'), [
      'Microsoft.Compute/virtualMachines/write',
      'Microsoft.Network/networkSecurityGroups/securityRules/delete',
      'Microsoft.Network/networkSecurityGroups/securityRules/read',
      'Microsoft.Security/locations/jitNetworkAccessPolicies/write',
      'Microsoft.Security/pricings/write',
    ]);
    assert.deepEqual(linesWith(printed, 'spared'), ['Microsoft.Network/locations/operations/read']);
    assert.match(
      printed,
      /Roles that have what is missing: “JIT Access bot with setup” \(infra\/roles\/bot-with-setup\.json\) and “JIT Access bot with revoke”/,
    );
  });

  it('check ends with 0 when only what can be done without is missing', async () => {
    azure.assign([{ actions: ['*'], notActions: ['Microsoft.Network/locations/operations/read'] }]);
    const { code, printed } = await run(['check'], local(on));
    assert.deepEqual([code, printed.trimEnd().split('\n').at(-1)], [0, 'All that is needed is there.']);
  });

  it('check ends with 2, and says why, when it cannot be found out', async () => {
    azure.assign([{ actions: ['Microsoft.Compute/*'] }]);
    const { code, printed } = await run(['check'], local());
    assert.equal(code, 2);
    assert.match(printed, /not known: The bot lacks the right Microsoft\.Authorization\/permissions\/read/);
  });

  it('check ends with 1 when something is missing in one place and nothing known of another', async () => {
    azure.assign([{ actions: ['Microsoft.Authorization/*'], subscription: development }]);
    assert.equal((await run(['check'], local())).code, 1);
  });

  it('check ends with 2 when Azure is away or the settings cannot be used, in a sentence', async () => {
    azure.faults.add({ match: 'GET subscriptions', times: 5, action: { status: 501 } });
    const away = await run(['check'], local());
    assert.deepEqual([away.code, away.complained], [2, 'Azure had an error of its own (HTTP 501).']);
    const wrong = await run(['check'], { ...local(), SETUP: 'maybe' });
    assert.deepEqual([wrong.code, /SETUP: must be off or on/.test(wrong.complained)], [2, true]);
  });

  it('check says whose settings it needs, and how to ask without them', async () => {
    const { code, complained } = await run(['check'], {});
    assert.equal(code, 2);
    assert.match(complained, /MicrosoftAppId: is missing[\s\S]*run it where the bot runs[\s\S]*LOCAL_MODE=1/);
  });

  for (const subscriptions of ['', sandbox])
    it(`check says how to sign in when nobody is${subscriptions && ', also with subscriptions set up'}`, async () => {
      // No program of this name is found without a PATH, so that no sign-in leaves this machine.
      const env = {
        LOCAL_MODE: '1',
        AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
        AZURE_SUBSCRIPTIONS: subscriptions,
        PATH: '',
      };
      const program = fileURLToPath(new URL('src/cli/roles.ts', root));
      const ended = promisify(execFile)(process.execPath, [program, 'check'], { env });
      await assert.rejects(ended, ({ code, stdout, stderr }) => {
        assert.equal(code, 2);
        assert.match(
          stdout + stderr,
          /could not sign in to Azure\.[\s\S]*Sign in first:[\s\S]*AZURE_CLIENT_ID[\s\S]*az login/,
        );
        assert.doesNotMatch(stdout + stderr, / at .*:\d+:\d+/);
        return true;
      });
    });

  it('list names every call and its right', async () => {
    const { code, printed } = await run(['list']);
    assert.equal(code, 0);
    for (const { action, call } of azureCalls)
      assert.ok(printed.includes(action) && printed.includes(call), action);
  });

  for (const args of [[], ['chekc'], ['check', 'all'], ['write', '--to', 'x']])
    it(`says how it is used when asked for “${args.join(' ')}”`, async () => {
      const { code, complained } = await run(args);
      assert.equal(code, 2);
      assert.match(complained, /^Usage:[\s\S]*\n\n(Say what to do\.|“.*” is not something this can do\.)$/);
    });

  it('help prints that, and is no mistake', async () => {
    const { code, printed } = await run(['check', '--help']);
    assert.deepEqual([code, /Usage:/.test(printed)], [0, true]);
  });
});
