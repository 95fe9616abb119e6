// `npm run roles -- …`: what the bot may do in Azure against what it needs, and the roles that give it.
import { writeFileSync } from 'node:fs';
import { Fault } from '../access/fault.ts';
import { featuresOn, type SubscriptionRights } from '../access/rights-port.ts';
import { createArm } from '../azure/arm.ts';
import { createRights } from '../azure/rights.ts';
import { couldNotSignIn } from '../azure/trouble.ts';
import { ConfigError, readConfig } from '../config.ts';
import { endQuietly } from './broken-pipe.ts';
import type { CommandIo } from './policy-usage.ts';
import { roleFiles } from './role-files.ts';
import { settingsHint, signInHint } from './roles-hints.ts';
import { rightsList, rightsTable } from './roles-report.ts';
import { rolesUsage } from './roles-usage.ts';

type RolesIo = Omit<CommandIo, 'now'>;

const root = new URL('../../', import.meta.url);
const azureMilliseconds = 20_000;

/**
 * Runs one command. Never rejects for what people write, or for Azure.
 * @returns the exit code: 0 well, 1 a right is missing, 2 it could not be found out or the command line cannot be run
 */
export async function runRolesCommand(args: readonly string[], io: RolesIo): Promise<number> {
  const [command, ...rest] = args;
  const printAll = (lines: readonly string[]) => lines.forEach(io.print);
  if (command === 'help' || args.some((arg) => arg === '--help' || arg === '-h')) {
    printAll(rolesUsage.split('\n'));
    return 0;
  }
  if (rest.length === 0)
    switch (command) {
      case 'check':
        return check(io);
      case 'list':
        printAll(rightsList());
        return 0;
      case 'write':
        for (const { path, text } of roleFiles()) {
          writeFileSync(new URL(path, root), text);
          io.print(path);
        }
        return 0;
    }
  const mistake =
    command === undefined ? 'Say what to do.' : `“${args.join(' ')}” is not something this can do.`;
  for (const line of [...rolesUsage.split('\n'), '', mistake]) io.complain(line);
  return 2;
}

async function check({ print, complain, variables }: RolesIo): Promise<number> {
  try {
    const { azure, revoke, setup } = readConfig(variables);
    const arm = createArm({
      cloud: azure.cloud,
      timeLimitMilliseconds: azureMilliseconds,
      ...(azure.armEndpoint === undefined ? {} : { armEndpoint: azure.armEndpoint }),
    });
    const wanted = featuresOn({ revoke: revoke === 'delete-rule', setup });
    const all = await createRights(arm, azure.subscriptions).look(wanted);
    for (const line of all.flatMap((one) => [...rightsTable(one, wanted), ''])) print(line);
    const code = exitCodeOf(all);
    print(verdicts[code]);
    if (all.some(({ seen }) => seen.kind === 'unknown' && seen.why === couldNotSignIn))
      for (const line of signInHint) complain(line);
    return code;
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof Fault)) throw error;
    const hint = error instanceof ConfigError ? settingsHint : signInHintFor(error);
    for (const line of [error.message, ...hint]) complain(line);
    return 2;
  }
}

const signInHintFor = ({ message }: Fault): readonly string[] =>
  message === couldNotSignIn ? signInHint : [];

const verdicts = {
  0: 'All that is needed is there.',
  1: 'Rights are missing: see above.',
  2: 'Not everything could be found out: see above.',
};

function exitCodeOf(all: readonly SubscriptionRights[]): keyof typeof verdicts {
  const isMissing = ({ seen }: SubscriptionRights) =>
    seen.kind === 'known' && seen.missing.some(({ features }) => features.length > 0);
  if (all.some(isMissing)) return 1;
  return all.some(({ seen }) => seen.kind === 'unknown') ? 2 : 0;
}

if (import.meta.main) {
  endQuietly(process.stdout, process.stderr);
  const write = (stream: NodeJS.WriteStream) => (line: string) => {
    stream.write(`${line}\n`);
  };
  process.exitCode = await runRolesCommand(process.argv.slice(2), {
    print: write(process.stdout),
    complain: write(process.stderr),
    variables: process.env,
  });
}
