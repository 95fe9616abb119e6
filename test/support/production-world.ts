// The bot as in production: its own process with an identity, tokens signed and checked, and Microsoft's hosts played on loopback.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { type BotProcess, startBotProcess } from '../../sandbox/bot-process.ts';
import { ADMINS, BOT, TENANT_ID } from '../../sandbox/chat/people.ts';
import { type Chat, startChat } from '../../sandbox/chat/start-chat.ts';
import { freePort } from './free-port.ts';
import { type Seen, seenIn } from './local-world.ts';
import { type Microsoft, startMicrosoft } from './microsoft.ts';
import { type Json, signedToken, signingKey } from './token-maker.ts';

export const appId = BOT.id.slice(3);
export const serviceUrl = 'https://smba.trafficmanager.net/emea/';

/** Secrets that the process is given, and never tells. */
export const appPassword = 'bot-password-8Q~kVZ3mTfLw0sRxYdNpGhBc';
export const azureSecret = 'azure-secret-7P~jUY2lSeKv9rQwXcMoFgAb';
const azureClientId = '9a1b2c3d-0000-4000-8000-00000000a201';

export interface ProductionWorld extends Seen {
  readonly azure: AzureSimulator;
  readonly chat: Chat;
  readonly microsoft: Microsoft;
  readonly bot: BotProcess;
  /** Every token it was sent by the Bot Framework. */
  readonly sentTokens: readonly string[];
  /** What the Bot Framework sent to the bot last, word for word. */
  readonly lastSent: () => string;
  /** A token of the Bot Framework's, with other claims or signed by a stranger where told. */
  token(change?: Json, by?: 'stranger'): string;
  /** Sends a body as it is. @returns the status and the text */
  send(body: string, authorization?: string): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
}

/** @param variables more settings of the bot */
export async function startProductionWorld(
  variables: Readonly<Record<string, string>> = {},
): Promise<ProductionWorld> {
  // What was started is stopped in the other order, also where something does not start.
  await using starting = new AsyncDisposableStack();
  const dataDir = starting.adopt(await mkdtemp(join(tmpdir(), 'jit-production-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  const key = signingKey('channel-key', { endorsements: ['msteams'] });
  const stranger = signingKey('channel-key');
  const azure = starting.adopt(await startAzureSimulator(), (each) => each.close());
  const places = new Map([
    ['management.azure.com', azure.url],
    ['graph.microsoft.com', azure.url],
  ]);
  const microsoft = starting.adopt(
    await startMicrosoft({
      channelKeys: [key],
      secrets: { [appId]: appPassword, [azureClientId]: azureSecret },
      behind: (host) => places.get(host),
    }),
    (each) => each.close(),
  );
  const port = await freePort();
  const bot = starting.adopt(
    await startBotProcess({
      port,
      azureUrl: azure.url,
      dataDir,
      variables: {
        LOCAL_MODE: '',
        AZURE_ARM_ENDPOINT: '',
        GRAPH_ENDPOINT: '',
        HOST: '127.0.0.1',
        MicrosoftAppId: appId,
        MicrosoftAppTenantId: TENANT_ID,
        MicrosoftAppPassword: appPassword,
        AZURE_CLIENT_ID: azureClientId,
        AZURE_TENANT_ID: TENANT_ID,
        AZURE_CLIENT_SECRET: azureSecret,
        JIT_ADMINS: ADMINS.map(({ id }) => id).join(','),
        DRIFT_SECONDS: '0',
        ...microsoft.variables,
        ...variables,
      },
    }),
    (each) => each.stop(),
  );

  const token: ProductionWorld['token'] = (change = {}, by) => {
    const now = Math.floor(Date.now() / 1000);
    const times = { nbf: now - 60, exp: now + 3600 };
    const claims = {
      iss: 'https://api.botframework.com',
      aud: appId,
      serviceurl: serviceUrl,
      ...times,
      ...change,
    };
    return signedToken(by === 'stranger' ? stranger : key, claims);
  };
  const send: ProductionWorld['send'] = async (body, authorization) => {
    const response = await fetch(bot.messagesUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body,
    });
    return { status: response.status, text: await response.text() };
  };

  const sentTokens: string[] = [];
  let lastSent = '';
  // The Bot Framework's sending side: what the chat says goes on with a signed token.
  const relay = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const fresh = token();
    sentTokens.push(fresh);
    lastSent = body;
    const answer = await send(body, `Bearer ${fresh}`);
    response.statusCode = answer.status;
    response.end(answer.text);
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  starting.defer(() => {
    relay.close();
    relay.closeAllConnections();
  });
  const address = relay.address();
  const chat = starting.adopt(
    await startChat({
      botUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`,
      azureUrl: azure.url,
      serviceUrl: serviceUrl.slice(0, -1),
    }),
    (each) => each.close(),
  );
  places.set('smba.trafficmanager.net', chat.url);
  await chat.installed;

  const started = starting.move();
  return {
    azure,
    chat,
    microsoft,
    bot,
    sentTokens,
    lastSent: () => lastSent,
    token,
    send,
    ...seenIn(chat),
    stop: () => started.disposeAsync(),
  };
}
