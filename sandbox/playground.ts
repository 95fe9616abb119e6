// The local world with Microsoft 365 Agents Playground as the chat. Ctrl-C stops all of it.
import { startPlayground } from './playground-process.ts';
import { ports, runUntilStopped, sayAndEnd, startWorld } from './world.ts';

async function main(): Promise<void> {
  const world = await startWorld();
  const playground = await startPlayground(world.bot.messagesUrl, ports.playground);
  world.onStop(playground.stop);
  console.log("Starting Microsoft's playground; the first time, npm fetches it.");
  playground.listening.then((url) => {
    console.log(`Open ${url} and type:  rdp to web-01 for 1m from 203.0.113.7`);
    console.log('Press Request on the card and watch: ready, and closed a minute later.');
    console.log("It listens on all of this machine's addresses while it runs. Ctrl-C stops everything.");
  });
  const broke = playground.broke.then((said) =>
    console.error(`Microsoft's playground ended by itself:\n${said}`),
  );
  await runUntilStopped(world, [broke]);
}

main().catch(sayAndEnd);
