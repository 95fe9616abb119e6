// Runs the sandbox chat by itself: node sandbox/chat/main.ts --port 3980 --bot <url> --azure <url>
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startChat } from './start-chat.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3980' },
    bot: { type: 'string', default: 'http://127.0.0.1:3978/api/messages' },
    azure: { type: 'string' },
  },
});

const chat = await startChat({
  port: Number(values.port),
  botUrl: values.bot,
  ...(values.azure !== undefined && { azureUrl: values.azure }),
});
console.log(`Chat: ${chat.url} (bot at ${values.bot})`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await chat.close();
