// The local world for journeys: simulator and chat in this process, the real bot in one of its own that can be killed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { type BotProcess, startBotProcess } from '../../sandbox/bot-process.ts';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, ADMINS, type ChatPerson, GRACE } from '../../sandbox/chat/people.ts';
import { type Chat, startChat } from '../../sandbox/chat/start-chat.ts';
import { type FrontDoor, startFrontDoor, trustFrontDoors } from '../../sandbox/front-door.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** What people see of the bot. */
export interface Seen {
  /** Ada's card as she sees it: its status word; `undefined` before there is one. */
  status(person?: ChatPerson): string | undefined;
  /** Everything the bot said in words to a person or channel, oldest first. */
  said(conversationId?: string): readonly string[];
}

export interface LocalWorld extends Seen {
  readonly azure: AzureSimulator;
  /** Where the bot's database lies. */
  readonly dataDir: string;
  readonly chat: Chat;
  /** Where browsers reach the bot's pages, and who they seem to be there. */
  readonly front: FrontDoor;
  /** Kills the bot as a crash would. */
  kill(): Promise<void>;
  /** Starts the bot again on the same books. */
  restart(): Promise<void>;
  bot(): BotProcess;
  stop(): Promise<void>;
}

/** @param options.variables more settings of the bot. Grace has made the on-call channel hear of ends. */
export async function startLocalWorld(
  options: {
    /** Path of the file to start the bot by, in place of the usual one. */
    main?: string;
    variables?: Readonly<Record<string, string>>;
    azure?: Parameters<typeof startAzureSimulator>[0];
    /** Of everybody's client. */
    locale?: string;
  } = {},
): Promise<LocalWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jit-access-journey-'));
  const azure = await startAzureSimulator(options.azure ?? {});
  const port = await freePort();
  const front = await startFrontDoor({ target: `http://127.0.0.1:${port}` });
  const start = () =>
    startBotProcess({
      ...(options.main !== undefined && { main: options.main }),
      port,
      azureUrl: azure.url,
      dataDir,
      variables: {
        JIT_ADMINS: ADMINS.map(({ id }) => id).join(','),
        CLOSE_GRACE_SECONDS: '20',
        // What is open beside JIT in the example estate is told where a test is about it.
        DRIFT_SECONDS: '0',
        // Stories of a few people are told at once; how fast one may be is a test of its own.
        TURNS_PER_PERSON: '10000',
        ...trustFrontDoors(front),
        ...options.variables,
      },
    });
  let bot = await start();
  const chat = await startChat({
    botUrl: bot.messagesUrl,
    azureUrl: azure.url,
    ...(options.locale !== undefined && { locale: options.locale }),
  });
  await chat.installed;
  await chat.sendAs(GRACE.id, ON_CALL_CHANNEL_ID, '@JIT Access use this channel for on-call');

  return {
    azure,
    dataDir,
    chat,
    front,
    bot: () => bot,
    kill: () => bot.kill(),
    restart: async () => {
      bot = await start();
    },
    ...seenIn(chat),
    stop: async () => {
      await front.close();
      await bot.stop();
      await chat.close();
      await azure.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function seenIn(chat: Chat): Seen {
  const posts = (conversationId: string): readonly ChatMessage[] =>
    chat.messages(conversationId).filter(({ from }) => from === 'bot');
  return {
    status: (person = ADA) => {
      const card = posts(personalChatId(person)).findLast(({ content }) => content.card !== undefined);
      return card === undefined ? undefined : statusWord(cardFor(card, person.id));
    },
    said: (conversationId = personalChatId(ADA)) =>
      posts(conversationId)
        .filter(({ content }) => content.card === undefined)
        .map(({ content }) => content.text),
  };
}

/** The word in the coloured bar on top of a card. */
export function statusWord(card: unknown): string | undefined {
  const found = /"text":"([^"]*)"/.exec(JSON.stringify(card));
  return found?.[1];
}

/** Ada writes a sentence and presses Request on the form. */
export async function request(world: Pick<LocalWorld, 'chat'>, sentence: string): Promise<void> {
  const chatId = personalChatId(ADA);
  await world.chat.sendAs(ADA.id, chatId, sentence);
  const form = await until(() =>
    world.chat.messages(chatId).findLast(({ content }) => content.card !== undefined),
  );
  await world.chat.press(ADA.id, form.id, 'Request');
}
