// What the guides' `az` commands are held to where there is no Azure CLI: its flags, and what infra/ calls its things.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { allRoles } from '../../src/azure/roles.ts';
import { parseBicep } from '../support/bicep/parse.ts';
import { root, textOf } from './all-guides.ts';

/** Flags that the guides may use, as https://learn.microsoft.com/cli/azure/reference-index has them. */
const flags: Readonly<Record<string, readonly string[]>> = {
  'account get-access-token': ['--resource-type'],
  'account show': [],
  'acr build': ['--registry', '--file', '--image'],
  'acr create': ['--resource-group', '--name', '--sku', '--admin-enabled'],
  'acr repository show': ['--name', '--image'],
  'ad app create': ['--display-name', '--sign-in-audience'],
  'ad app credential reset': ['--id'],
  'ad signed-in-user show': [],
  'ad sp create': ['--id'],
  'ad sp show': ['--id'],
  'bicep build': ['--file', '--stdout'],
  'bicep version': [],
  'bot create': [...['--resource-group', '--name', '--app-type', '--appid', '--tenant-id', '--endpoint']],
  'bot msteams create': ['--resource-group', '--name'],
  'bot msteams show': ['--resource-group', '--name'],
  'bot show': ['--resource-group', '--name'],
  'containerapp exec': ['--resource-group', '--name', '--command'],
  'containerapp logs show': ['--resource-group', '--name', '--tail'],
  'containerapp revision list': ['--resource-group', '--name'],
  'deployment group create': ['--resource-group', '--name', '--parameters'],
  'deployment group show': ['--resource-group', '--name'],
  'deployment group what-if': ['--resource-group', '--parameters'],
  'deployment sub create': ['--location', '--subscription', '--template-file', '--parameters'],
  'group create': ['--name', '--location'],
  'identity show': ['--resource-group', '--name'],
  login: [],
  rest: ['--method', '--uri', '--body'],
  'role assignment create': [...['--assignee-object-id', '--assignee-principal-type', '--role', '--scope']],
  'role assignment delete': ['--assignee', '--role'],
  'role assignment list': ['--assignee', '--all', '--include-groups', '--include-inherited'],
  'role definition create': ['--role-definition'],
};
const everywhere = ['--query', '--output'];

const declared = (file: string, keyword: string): readonly string[] =>
  parseBicep(textOf(file))
    .filter((each) => each.keyword === keyword)
    .map(({ name }) => name);
const appName = /^param name string = '(.+)'$/m.exec(textOf('infra/main.bicep'))?.[1] ?? '';

/** `az …` in a line: those inside a `$(…)` by themselves, then what is left, each up to where its bracket or pipe ends. */
function callsIn(line: string): readonly string[] {
  const inner = /\$\(az ([^()]*)\)/g;
  const outer = line.replaceAll(inner, 'X').matchAll(/(?:^|[\s(])az ([a-z][^)|>]*)/g);
  return [...line.matchAll(inner), ...outer].map(([, call = '']) => call.trim());
}

/** @returns what is wrong with the `az` commands of a line, in words; empty where all is well or none is there */
export const faultsInAz = (line: string): readonly string[] => [
  ...callsIn(line).flatMap((call) => [...faultsInCall(call)]),
  ...namesUnknown(line),
];

function* faultsInCall(call: string): Iterable<string> {
  const [words = ''] = call.split(/ (?=-)/);
  const known = flags[words];
  if (known === undefined) return yield `az ${words} is not in the table of this test`;
  for (const [flag] of call.matchAll(/(?<= )--[a-z-]+/g))
    if (![...known, ...everywhere].includes(flag)) yield `az ${words} has no ${flag}`;
}

/** Names of files, parameters, outputs, resources and roles that the repository does not have. */
function* namesUnknown(line: string): Iterable<string> {
  for (const [file] of line.matchAll(/\binfra\/[\w./-]+/g))
    if (!existsSync(join(root, file))) yield `there is no ${file}`;
  for (const [, output = ''] of line.matchAll(/properties\.outputs\.(\w+)/g))
    if (!declared('infra/main.bicep', 'output').includes(output)) yield `main.bicep has no output ${output}`;
  const [, template = ''] = /--template-file (\S+)/.exec(line) ?? [];
  const [, given = ''] = /--parameters ((?:\w+=\S+ ?)+)/.exec(line) ?? [];
  for (const [, parameter = ''] of given.matchAll(/(\w+)=/g))
    if (!declared(template, 'param').includes(parameter)) yield `${template} has no parameter ${parameter}`;
  for (const [, role = ''] of line.matchAll(/--role '([^']+)'/g))
    if (!allRoles.some(({ name }) => name === role)) yield `there is no role ${role}`;
  for (const [, name = ''] of line.matchAll(/az containerapp .*--name (\S+)/g))
    if (name !== appName) yield `main.bicep calls the app ${appName}`;
  for (const [, name = ''] of line.matchAll(/az identity show .*--name (\S+)/g))
    if (name !== `id-${appName}`) yield `main.bicep calls the identity id-${appName}`;
}
