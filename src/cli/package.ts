// `npm run package`: builds the Teams app package from the environment, and writes it only when Microsoft's validator takes it.
import { rename, rm, writeFile } from 'node:fs/promises';
import { ConfigError } from '../config.ts';
import { manifestMistakes, manifestText } from './app-manifest.ts';
import { appPackage } from './app-package.ts';
import { endQuietly } from './broken-pipe.ts';
import { packageUsage, readPackageArguments } from './package-arguments.ts';
import { type AppSettings, readAppSettings } from './package-settings.ts';
import type { CommandIo } from './policy-usage.ts';

type PackageIo = Omit<CommandIo, 'now'>;

const ownFolder = new URL('../../manifest/', import.meta.url);

/**
 * Runs the command. Never rejects for what people write or set, or for a disk.
 * @param folder where the manifest and the icons lie
 * @returns the exit code: 0 written, 1 not valid or not to be written, 2 the settings or the command line are wrong
 */
export async function runPackageCommand(
  args: readonly string[],
  io: PackageIo,
  folder = ownFolder,
): Promise<number> {
  const order = readPackageArguments(args);
  if (order.kind === 'help') {
    packageUsage.split('\n').forEach(io.print);
    return 0;
  }
  if (order.kind === 'mistake') {
    [...packageUsage.split('\n'), '', order.message].forEach(io.complain);
    return 2;
  }
  try {
    const app = readAppSettings(io.variables);
    return await build(app, order.file, io, folder);
  } catch (error) {
    if (error instanceof ConfigError) {
      io.complain(error.message);
      return 2;
    }
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string') throw error;
    io.complain(`${order.file} cannot be written (${code}).`);
    return 1;
  }
}

async function build(app: AppSettings, file: string, io: PackageIo, folder: URL): Promise<number> {
  const manifest = await manifestText(app, folder);
  const mistakes = await manifestMistakes(manifest);
  if (mistakes.length > 0) {
    io.complain('This package would not be valid, and was not written:');
    for (const mistake of mistakes) io.complain(`  - ${mistake}`);
    return 1;
  }
  await writeWhole(file, await appPackage(manifest, folder));
  io.print(`${file}: version ${app.version}, app ${app.appId}, bot ${app.botId}. Valid; upload it as it is.`);
  return 0;
}

/** Under its name only when it is whole. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

if (import.meta.main) {
  endQuietly(process.stdout, process.stderr);
  const write = (stream: NodeJS.WriteStream) => (line: string) => {
    stream.write(`${line}\n`);
  };
  process.exitCode = await runPackageCommand(process.argv.slice(2), {
    print: write(process.stdout),
    complain: write(process.stderr),
    variables: process.env,
  });
}
