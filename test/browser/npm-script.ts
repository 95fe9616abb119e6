// One of package.json's scripts, started as a newcomer starts it, and interrupted as Ctrl-C does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { until } from '../support/until.ts';

export interface NpmScript {
  /** Waits for words in its output. @returns what `pattern` found. @throws Error with the output when they do not come */
  says(pattern: RegExp, seconds: number): Promise<RegExpExecArray>;
  /** Presses Ctrl-C: every process of the terminal's foreground group gets the signal. @returns its exit code, or the signal that ended it */
  interrupt(): Promise<number | string>;
  /** What it left behind: `processes`, and files of ours in its temporary folder. */
  leftBehind(): Promise<readonly string[]>;
  /** Ends whatever is left of it. */
  cleanUp(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/** @param variables more environment variables. Its temporary files go to a folder of their own. */
export async function startNpmScript(
  name: string,
  variables: Readonly<Record<string, string>>,
): Promise<NpmScript> {
  const folder = await mkdtemp(join(tmpdir(), 'jit-access-browser-'));
  const temporary = join(folder, 'tmp');
  const commands = join(folder, 'bin');
  await Promise.all([mkdir(temporary), mkdir(commands)]);
  // Nobody wants a window of their own browser from a test.
  await writeFile(join(commands, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 });
  const child = spawn('npm', ['run', name], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${commands}${delimiter}${process.env.PATH}`,
      TMPDIR: temporary,
      // Debian's sh dies of Ctrl-C beside the script, and npm tells of that; bash lets the script take its place.
      npm_config_script_shell: 'bash',
      ...variables,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = once(child, 'exit').then(([code, signal]): number | string => code ?? signal);
  const group = -(child.pid ?? Number.NaN);
  const hasProcesses = (): boolean => {
    try {
      return process.kill(group, 0);
    } catch {
      return false;
    }
  };

  return {
    says: (pattern, seconds) =>
      until(() => pattern.exec(said) ?? undefined, seconds).catch(() => {
        throw new Error(`npm run ${name} did not say ${pattern} within ${seconds} s, but:\n${said}`);
      }),
    interrupt: () => {
      process.kill(group, 'SIGINT');
      return ended;
    },
    leftBehind: async () => [
      ...(hasProcesses() ? ['processes'] : []),
      ...(await readdir(temporary)).filter((file) => file.startsWith('jit-access-')),
    ],
    cleanUp: async () => {
      if (hasProcesses()) process.kill(group, 'SIGINT');
      // Only when asked does it take along what is in a group of its own.
      await until(() => !hasProcesses()).catch(() => process.kill(group, 'SIGKILL'));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether nothing listens on the port, so that the next start can have it. */
export const isFree = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => false,
    () => true,
  );
