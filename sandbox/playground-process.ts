// Microsoft 365 Agents Playground as a process of its own, fetched by npx. Its licence lets each user fetch it, not us ship it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '0.2.28';
const settingsName = '.m365agentsplayground.yml';
const settings = fileURLToPath(new URL(`./playground/${settingsName}`, import.meta.url));

export interface PlaygroundProcess {
  /** Resolves with the address of its page when it listens. Where the port is taken, it takes another. */
  readonly listening: Promise<string>;
  /** Resolves with all it said if it ends without having been asked to. */
  readonly broke: Promise<string>;
  stop(): Promise<void>;
}

/** @param messagesUrl where the bot takes activities. The first start fetches it from npm, which can take a minute. */
export async function startPlayground(messagesUrl: string, port: number): Promise<PlaygroundProcess> {
  const folder = await workingFolder();
  // In a process group of its own: npx starts children that a signal to itself would leave behind.
  const child = spawn(
    'npx',
    [
      '--yes',
      `@microsoft/m365agentsplayground@${version}`,
      ...['start', '--disable-telemetry', '-c', 'msteams'],
      ...['-e', messagesUrl, '-p', String(port)],
    ],
    {
      cwd: folder,
      env: { ...process.env, PATH: `${process.env.PATH}${delimiter}${folder}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let said = '';
  const listening = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /Listening on (\d+)/.exec(said)?.[1];
        if (found !== undefined) resolve(`http://localhost:${found}`);
      });
  });
  const gone = once(child, 'exit');
  let stopping = false;
  const broke = new Promise<string>((resolve) => {
    gone.then(
      () => stopping || resolve(said),
      (error: Error) => resolve(error.message),
    );
  });
  return {
    listening,
    broke,
    async stop() {
      stopping = true;
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid, 'SIGTERM');
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** It reads its settings from the folder it runs in, and writes a log there. */
async function workingFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jit-access-playground-'));
  await copyFile(settings, join(folder, settingsName));
  // It opens a browser by xdg-open and ends where there is none; at the end of PATH, this one is the last resort.
  await writeFile(join(folder, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 });
  return folder;
}
