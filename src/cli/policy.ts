// `npm run policy -- …`: checks, tests and explains access policy files.

import type { AccessPolicy } from '../domain/policy/access-policy.ts';
import { policySchemaText } from '../policy/policy-schema.ts';
import { endQuietly } from './broken-pipe.ts';
import { onCallLine } from './on-call-line.ts';
import { explainPolicy } from './policy-explain.ts';
import { readPolicyFile } from './policy-file.ts';
import { testPolicy } from './policy-test.ts';
import { type CommandIo, FileError, UsageError, usage } from './policy-usage.ts';

/**
 * Runs one command. Never throws for what people write.
 * @returns the exit code: 0 well, 1 something is wrong with the file, 2 the command line cannot be run.
 */
export function runPolicyCommand(args: readonly string[], io: CommandIo): number {
  try {
    return run(args, io);
  } catch (error) {
    if (error instanceof FileError) {
      // What is wrong with a file is the answer to `check`.
      const say = args[0] === 'check' ? io.print : io.complain;
      for (const line of error.lines) say(line);
      return 1;
    }
    if (!(error instanceof UsageError)) throw error;
    // The mistake comes last, where it is read: the usage is longer than some screens.
    for (const line of [...usage.split('\n'), '', error.message]) io.complain(line);
    return 2;
  }
}

function run(args: readonly string[], io: CommandIo): number {
  const [command, ...rest] = args;
  if (command === 'help' || args.some((arg) => arg === '--help' || arg === '-h')) {
    for (const line of usage.split('\n')) io.print(line);
    return 0;
  }
  switch (command) {
    case 'check':
      return checkPolicy(fileIn(rest, command), io);
    case 'test':
      return testPolicy(fileIn(rest, command), io);
    case 'explain':
      return explainPolicy(rest, io);
    case 'schema':
      if (rest.length > 0) throw new UsageError('schema takes nothing more.');
      io.print(policySchemaText().trimEnd());
      return 0;
    case undefined:
      throw new UsageError('Say what to do.');
    default:
      throw new UsageError(`“${command}” is not something this can do.`);
  }
}

function fileIn([file, ...rest]: readonly string[], command: string): string {
  if (file === undefined || file.startsWith('-') || rest.length > 0)
    throw new UsageError(`${command} takes one file, such as ./access-policy.yaml.`);
  return file;
}

function checkPolicy(file: string, { print, now }: CommandIo): number {
  const { policy, tests, warnings } = readPolicyFile(file);
  for (const { line, column, message } of warnings()) print(`${file}:${line}:${column}: warning: ${message}`);
  print(`${file}: ${counted(policy.rules.length, 'rule')}, ${counted(tests.length, 'case')}, no mistakes`);
  for (const line of onCallLine('On call now', policy, now)) print(line);
  for (const line of adminsLine(policy)) print(line);
  return 0;
}

/** Those of JIT_ADMINS are not in the file. */
function adminsLine({ admins = [] }: AccessPolicy): readonly string[] {
  if (admins.length === 0) return [];
  const names = admins.map(({ kind, name }) => (kind === 'group' ? `the group ${name}` : name));
  return [`Admins, besides those of JIT_ADMINS: ${names.join(', ')}.`];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

if (import.meta.main) {
  endQuietly(process.stdout, process.stderr);
  const write = (stream: NodeJS.WriteStream) => (line: string) => {
    stream.write(`${line}\n`);
  };
  process.exitCode = runPolicyCommand(process.argv.slice(2), {
    print: write(process.stdout),
    complain: write(process.stderr),
    variables: process.env,
    now: Date.now(),
  });
}
