// The texts of infra/roles: each role in the format of `az role definition create`, and all of them as one Bicep module.
import { allRoles, type RoleDefinition, roleDefinitions, roleName } from '../azure/roles.ts';

export interface RoleFile {
  /** From the root of this repository. */
  readonly path: string;
  readonly text: string;
}

/** To be replaced by whoever makes the role. */
export const scopePlaceholder = '/subscriptions/SUBSCRIPTION_ID';

/** All files of infra/roles, as they have to be. */
export const roleFiles = (): readonly RoleFile[] => [
  ...allRoles.map((role) => ({ path: roleName(role).file, text: jsonOf(role) })),
  { path: 'infra/roles/roles.bicep', text: bicep() },
];

function jsonOf({ name, description, actions, notActions }: RoleDefinition): string {
  const fields = {
    Name: name,
    IsCustom: true,
    Description: description,
    Actions: actions,
    NotActions: notActions,
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: [scopePlaceholder],
  };
  const lines = Object.entries(fields).map(([key, value]) => {
    const short = `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const isLong = Array.isArray(value) && value.length > 1;
    return isLong
      ? `  ${JSON.stringify(key)}: ${JSON.stringify(value, undefined, 2).replaceAll('\n', '\n  ')}`
      : short;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

const { bot, botWithSetup, botWithRevoke } = roleDefinitions;

const bicep = (): string =>
  `${[
    [
      '// The roles of JIT Access, and who they are given to. Written by `npm run roles -- write`: changes here are lost.',
      '// How to use it: docs/roles.md.',
      "targetScope = 'subscription'",
    ],
    [
      "@description('Where the roles may be given: this subscription, and all others that the bot works in.')",
      'param assignableScopes array = [',
      '  subscription().id',
      ']',
    ],
    [
      `@description(${quoted("Object id of the bot's identity, such as principalId of a managed identity. Empty: the roles are made, and given to nobody.")})`,
      "param botPrincipalId string = ''",
    ],
    [`@description(${quoted('Gives the bot what SETUP=on needs, too.')})`, 'param setup bool = false'],
    [
      `@description(${quoted('Gives the bot what REVOKE=delete-rule needs, too.')})`,
      'param revoke bool = false',
    ],
    ...allRoles.map(definition),
    assignment(bot, ''),
    assignment(botWithSetup, ' && setup'),
    assignment(botWithRevoke, ' && revoke'),
    [
      "@description('Ids of the roles, to be given to people and identities.')",
      'output roleIds object = {',
      ...allRoles.map((role) => `  ${symbol(role)}: ${symbol(role)}.id`),
      '}',
    ],
  ]
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;

/** The id is the same in each subscription of a tenant: a role's name may be taken only once there. */
const definition = (role: RoleDefinition): readonly string[] => [
  `resource ${symbol(role)} 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {`,
  `  name: guid(subscription().tenantId, 'jit-access', ${quoted(role.key)})`,
  '  properties: {',
  `    roleName: ${quoted(role.name)}`,
  `    description: ${quoted(role.description)}`,
  "    type: 'CustomRole'",
  '    permissions: [',
  '      {',
  ...list('actions', role.actions),
  ...list('notActions', role.notActions),
  '      }',
  '    ]',
  '    assignableScopes: assignableScopes',
  '  }',
  '}',
];

const list = (name: string, values: readonly string[]): readonly string[] =>
  values.length === 0
    ? [`        ${name}: []`]
    : [`        ${name}: [`, ...values.map((value) => `          ${quoted(value)}`), '        ]'];

const assignment = (role: RoleDefinition, more: string): readonly string[] => [
  `resource ${symbol(role)}Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(botPrincipalId)${more}) {`,
  `  name: guid(subscription().id, botPrincipalId, 'jit-access', ${quoted(role.key)})`,
  '  properties: {',
  `    roleDefinitionId: ${symbol(role)}.id`,
  '    principalId: botPrincipalId',
  "    principalType: 'ServicePrincipal'",
  '  }',
  '}',
];

/** `bot-with-setup` → `botWithSetup` */
const symbol = ({ key }: RoleDefinition): string =>
  key.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** A string of Bicep's. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll('${', '\\${')}'`;
