// The local world: Azure simulator, the real bot, and a chat that looks like Teams. Ctrl-C stops all of it.
import { startChat } from './chat/start-chat.ts';
import { ports, runUntilStopped, sayAndEnd, startWorld } from './world.ts';

async function main(): Promise<void> {
  const world = await startWorld({ CHAT_PORT: ports.chat });
  const chat = await startChat({
    port: ports.chat,
    botUrl: world.bot.messagesUrl,
    azureUrl: world.azureUrl,
    ...(process.env.CHAT_LOCALE && { locale: process.env.CHAT_LOCALE }),
  }).catch(async (error) => {
    await world.stop();
    throw error;
  });
  world.onStop(() => chat.close());
  console.log(`Open ${chat.url} and, as Ada, type:  rdp to web-01 for 1m from 203.0.113.7`);
  console.log(
    'Press Request on the card and watch: ready, and closed a minute later; the NSG rules are beside it.',
  );
  console.log(
    'To play an approval, as Grace in the Approvals channel:  @JIT Access use this channel for approvals',
  );
  console.log(
    'then as Ada:  sql prod-sql-1 5m from 203.0.113.7 because INC-1  and decide as Grace or Linus.',
  );
  console.log('To play an admin, as Grace in her own chat:  jit status  and  enable jit on build-01');
  console.log(
    'As Grace, in the On-call channel:  @JIT Access use this channel for on-call   (Ctrl-C stops it all)',
  );
  await runUntilStopped(world);
}

main().catch(sayAndEnd);
