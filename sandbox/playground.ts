// The local world with Microsoft 365 Agents Playground as the chat. Its licence lets each user fetch it, not us ship it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ports, runUntilStopped, sayAndEnd, startWorld } from './world.ts';

const version = '0.2.28';
const settings = fileURLToPath(new URL('./playground/', import.meta.url));

async function main(): Promise<void> {
  const world = await startWorld();
  // In a process group of its own: npx starts children that a signal to itself would leave behind.
  const playground = spawn(
    'npx',
    [
      '--yes',
      `@microsoft/m365agentsplayground@${version}`,
      ...['start', '--disable-telemetry', '-c', 'msteams'],
      ...['-e', world.bot.messagesUrl, '-p', String(ports.playground)],
    ],
    { cwd: settings, stdio: ['ignore', 'ignore', 'inherit'], detached: true },
  );
  const gone = once(playground, 'exit');
  world.onStop(async () => {
    if (playground.exitCode !== null || playground.pid === undefined) return;
    process.kill(-playground.pid, 'SIGTERM');
    await gone;
  });
  console.log(
    `Microsoft's playground opens on http://localhost:${ports.playground} (fetched from npm the first time).`,
  );
  console.log('Type there:  rdp to web-01 for 1m from 203.0.113.7   and press Request on the card.');
  console.log("It listens on all of this machine's addresses while it runs. Ctrl-C stops everything.");
  await runUntilStopped(world, [gone]);
}

main().catch(sayAndEnd);
