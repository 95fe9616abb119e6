// infra/main.bicep, as far as it can be held to anything without a compiler and without Azure: it is read by a strict reader,
// worked out with the example's parameters, and what comes out is what the bot needs, and no more.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { groupsNamed, namesOwners } from '../../src/domain/policy/groups-named.ts';
import { openPolicyFile } from '../../src/policy/open-policy-file.ts';
import { type Answers, type Deployed, evaluateBicep } from '../support/bicep/evaluate.ts';
import { parseBicep } from '../support/bicep/parse.ts';
import { keptLog } from '../support/kept-log.ts';

const root = join(import.meta.dirname, '../..');
const infra = join(root, 'infra');
const files = globSync('**/*.bicep', { cwd: infra });
const sourceOf = (file: string): string => readFileSync(join(infra, file), 'utf8');

const identityId = '11111111-2222-3333-4444-555555555555';
const tenantId = '99999999-8888-7777-6666-555555555555';

/** What only Azure knows, such as the id of an identity. */
const answers: Answers = {
  'Microsoft.ManagedIdentity/userAssignedIdentities': () => ({
    properties: { clientId: identityId, principalId: 'principal', tenantId },
  }),
  'Microsoft.ContainerRegistry/registries': (name) => ({ properties: { loginServer: `${name}.azurecr.io` } }),
  'Microsoft.App/managedEnvironments': () => ({ properties: { defaultDomain: 'calm.example.com' } }),
  'Microsoft.App/containerApps': (name) => ({
    properties: { configuration: { ingress: { fqdn: `${name}.calm.example.com` } } },
  }),
  'Microsoft.DBforPostgreSQL/flexibleServers': (name) => ({
    properties: { fullyQualifiedDomainName: `${name}.postgres.database.azure.com` },
  }),
};

const example = evaluateBicep(join(infra, 'main.bicepparam'), {}, {}).params;
const deployed = (more: Readonly<Record<string, unknown>> = {}) =>
  evaluateBicep(join(infra, 'main.bicep'), { ...example, ...more }, answers);

// biome-ignore lint/suspicious/noExplicitAny: a template is looked into at many depths
type Body = any;
const all = (resources: readonly Deployed[], type: string): readonly Body[] =>
  resources.filter((each) => each.type === type && !each.existing).map(({ body }) => body);
const only = (resources: readonly Deployed[], type: string): Body => {
  const found = all(resources, type);
  assert.equal(found.length, 1, type);
  return found[0];
};
const variablesOf = (resources: readonly Deployed[]): Record<string, string> => {
  const { template } = only(resources, 'Microsoft.App/containerApps').properties;
  return Object.fromEntries(template.containers[0].env.map(({ name, value }: Body) => [name, value]));
};

const namesOf = (resources: readonly Deployed[]): readonly string[] => {
  const { template } = only(resources, 'Microsoft.App/containerApps').properties;
  return template.containers[0].env.map(({ name }: Body) => name);
};

describe('the files of infra', () => {
  for (const file of files) {
    const declarations = parseBicep(sourceOf(file));

    it(`${file} says of each parameter and output what it is`, () => {
      const silent = declarations
        .filter(({ keyword }) => keyword === 'param' || keyword === 'output')
        .filter(({ decorators }) => !decorators.some(({ name }) => name === 'description'));
      assert.deepEqual(silent, []);
    });

    it(`${file} uses all that it declares`, () => {
      const code = sourceOf(file).replaceAll(/\/\/[^\n]*|@description\([^\n]*/g, '');
      const unused = declarations.filter(
        ({ keyword, name, existing }) =>
          (keyword === 'param' || keyword === 'var' || existing) &&
          [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length < 2,
      );
      assert.deepEqual(unused, []);
    });

    it(`${file} holds no secret and asks for no key`, () =>
      assert.doesNotMatch(sourceOf(file), /@secure|listKeys|listCredentials|sharedKey|administratorLogin/));
  }

  it('make these kinds of resources, by these versions of Azure’s API', () => {
    const { resources } = deployed();
    const kinds = new Set(resources.map(({ type, apiVersion }) => `${type}@${apiVersion}`));
    // Seen in Microsoft's reference of templates, or in templates of others. Look another one up before it is put here.
    assert.deepEqual([...kinds].sort(), [
      'Microsoft.App/containerApps@2024-03-01',
      'Microsoft.App/managedEnvironments@2024-03-01',
      'Microsoft.Authorization/roleAssignments@2022-04-01',
      'Microsoft.Authorization/roleDefinitions@2022-04-01',
      'Microsoft.BotService/botServices/channels@2022-09-15',
      'Microsoft.BotService/botServices@2022-09-15',
      'Microsoft.ContainerRegistry/registries@2023-07-01',
      'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01',
      'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01',
      'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01',
      'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
      'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31',
      'Microsoft.Network/networkSecurityGroups@2024-05-01',
      'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01',
      'Microsoft.Network/privateDnsZones@2024-06-01',
      'Microsoft.Network/virtualNetworks@2024-05-01',
      'Microsoft.OperationalInsights/workspaces@2023-09-01',
    ]);
  });
});

describe('what infra/main.bicep deploys', () => {
  it('starts the bot with settings that it takes, and that need no secret', () => {
    const { resources } = deployed({ replicas: 3, admins: [tenantId] });
    const config = readConfig(variablesOf(resources));
    assert.deepEqual(config.identity, {
      appId: identityId,
      appType: 'UserAssignedMSI',
      tenantId,
      appPassword: undefined,
    });
    assert.match(
      config.databaseUrl ?? '',
      /^postgres:\/\/id-jit-access@psql-.*\.postgres\.database\.azure\.com:5432\/jit_access\?sslmode=verify-full$/,
    );
    assert.deepEqual(
      [config.databaseSignIn, config.publicUrl, config.messagesPerSecond, config.admins, config.revoke],
      ['entra', 'https://jit-access.calm.example.com', 10, [tenantId], 'off'],
    );
    assert.deepEqual(config.azure.subscriptions, example.subscriptions);
  });

  it('sets nothing that the bot, Azure’s SDK or the revision has no use for', () => {
    const schema = readFileSync(join(root, 'src/environment.ts'), 'utf8');
    const others = ['AZURE_CLIENT_ID', 'AZURE_TOKEN_CREDENTIALS', 'ACCESS_POLICY_MARK'];
    const unknown = Object.keys(variablesOf(deployed().resources)).filter(
      (name) => !others.includes(name) && !schema.includes(`\n  ${name}:`),
    );
    assert.deepEqual(unknown, []);
  });

  it('turns on what is asked for, with the roles for it', () => {
    const { resources } = deployed({ revoke: true, setup: true, entraGroups: true });
    const { REVOKE, SETUP, ENTRA_GROUPS } = variablesOf(resources);
    assert.deepEqual([REVOKE, SETUP, ENTRA_GROUPS], ['delete-rule', 'on', 'graph']);
    const given = (more: Readonly<Record<string, unknown>>) =>
      all(deployed(more).resources, 'Microsoft.Authorization/roleAssignments').length;
    // The image's, and one for each role.
    assert.deepEqual([given({}), given({ revoke: true, setup: true })], [2, 4]);
  });

  it('takes other settings, also in place of those that main.bicep works out', () => {
    const moreSettings = { BOT_LANGUAGE: 'de', TEAMS_MESSAGES_PER_SECOND: '5', METRICS_PORT: '9464' };
    const variables = variablesOf(deployed({ moreSettings }).resources);
    const names = namesOf(deployed({ moreSettings }).resources);
    assert.equal(new Set(names).size, names.length);
    const { language, messagesPerSecond } = readConfig(variables);
    assert.deepEqual([language, messagesPerSecond, variables.METRICS_PORT], ['de', 5, '9464']);
  });

  it('gives the bot its roles in each of its subscriptions, of which the roles know all', () => {
    const subscriptions = ['one', 'two'];
    const { resources } = deployed({ subscriptions });
    const definitions = all(resources, 'Microsoft.Authorization/roleDefinitions');
    assert.equal(definitions.length, 5 * subscriptions.length);
    for (const { properties } of definitions)
      assert.deepEqual(properties.assignableScopes, ['/subscriptions/one', '/subscriptions/two']);
  });

  it('registers the bot for the managed identity, at the address where the bot is', () => {
    const { resources } = deployed();
    const { properties } = only(resources, 'Microsoft.BotService/botServices');
    assert.deepEqual(
      [properties.msaAppType, properties.msaAppId, properties.endpoint, properties.disableLocalAuth],
      ['UserAssignedMSI', identityId, 'https://jit-access.calm.example.com/api/messages', true],
    );
    assert.equal(only(resources, 'Microsoft.BotService/botServices/channels').name, 'MsTeamsChannel');
  });

  it('has a database without passwords and without a public address, whose user is the bot', () => {
    const { resources } = deployed();
    const { properties } = only(resources, 'Microsoft.DBforPostgreSQL/flexibleServers');
    assert.deepEqual(properties.authConfig, {
      activeDirectoryAuth: 'Enabled',
      passwordAuth: 'Disabled',
      tenantId: 'tenant',
    });
    assert.match(properties.network.delegatedSubnetResourceId, /\/subnets\/vnet-jit-access\/database$/);
    assert.equal(
      only(resources, 'Microsoft.DBforPostgreSQL/flexibleServers/administrators').properties.principalName,
      'id-jit-access',
    );
  });

  it('lets nobody but the app reach the database', () => {
    const { securityRules } = only(
      deployed().resources,
      'Microsoft.Network/networkSecurityGroups',
    ).properties;
    assert.deepEqual(
      securityRules.map(({ properties }: Body) => [
        properties.priority,
        properties.access,
        properties.sourceAddressPrefix,
        properties.destinationPortRange,
      ]),
      [
        [100, 'Allow', '10.64.0.0/26', '5432'],
        [110, 'Allow', '10.64.0.64/28', '*'],
        [4000, 'Deny', '*', '*'],
      ],
    );
  });

  it('asks the bot whether it lives and whether it is ready, and gives it time to stop', () => {
    const { template } = only(deployed().resources, 'Microsoft.App/containerApps').properties;
    const [{ probes }] = template.containers;
    assert.deepEqual(
      probes.map(({ type, httpGet }: Body) => [type, httpGet.path, httpGet.port]),
      [
        ['Startup', '/healthz', 3978],
        ['Liveness', '/healthz', 3978],
        ['Readiness', '/readyz', 3978],
      ],
    );
    assert.ok(template.terminationGracePeriodSeconds > 20);
    // Azure takes no more than 10.
    for (const { failureThreshold } of probes) assert.ok(failureThreshold <= 10);
  });

  it('puts the access policy where the bot looks for it, and starts anew when it changes', () => {
    const [one, two] = ['a', 'b'].map((accessPolicy) => {
      const { resources } = deployed({ accessPolicy });
      const { configuration, template } = only(resources, 'Microsoft.App/containerApps').properties;
      const [{ volumeMounts, env }] = template.containers;
      const path = `${volumeMounts[0].mountPath}/${template.volumes[0].secrets[0].path}`;
      assert.equal(path, variablesOf(resources).ACCESS_POLICY);
      assert.deepEqual(configuration.secrets, [
        { name: template.volumes[0].secrets[0].secretRef, value: accessPolicy },
      ]);
      return JSON.stringify(env);
    });
    assert.notEqual(one, two);
  });

  it('takes in only those networks that are named', () => {
    const { ingress } = only(
      deployed({ allowedSources: ['192.0.2.0/24'] }).resources,
      'Microsoft.App/containerApps',
    ).properties.configuration;
    assert.deepEqual(ingress.ipSecurityRestrictions, [
      { name: 'allowed-0', action: 'Allow', ipAddressRange: '192.0.2.0/24' },
    ]);
  });
});

describe('infra/access-policy.yaml', () => {
  it('is a policy without mistakes', async () => {
    const source = await openPolicyFile({
      file: join(infra, 'access-policy.yaml'),
      onNews: () => undefined,
      log: keptLog(),
    });
    const inForce = source.current();
    source.stop();
    assert.ok(inForce.kind === 'in-force');
    // The deployment's ENTRA_GROUPS is off to begin with, and nobody could approve.
    assert.deepEqual([namesOwners(inForce.policy), groupsNamed(inForce.policy)], [false, []]);
  });
});
