// What `npm run local` starts, on ports of its own, with a browser to look at it.
import { languageOf } from '../../cards/language.ts';
import { freePort } from '../support/free-port.ts';
import { type Browser, openBrowser } from './browser.ts';
import { type ChatWindow, openChatWindow } from './chat-window.ts';
import { type NpmScript, startNpmScript } from './npm-script.ts';

export interface LocalInBrowser {
  readonly world: NpmScript;
  readonly browser: Browser;
  readonly ports: readonly [bot: number, azure: number, chat: number, front: number];
  readonly azureUrl: string;
  /** From now on browsers seem to come from this address: their people have moved to another network. */
  comesFrom(address: string): Promise<void>;
  /** @param address who and where, such as `ada/personal` or `grace/on-call` */
  open(address: string): Promise<ChatWindow>;
  close(): Promise<void>;
}

/**
 * Ready when the script has said where to go.
 * @param locale of everybody's client; channels are spoken to in its language
 * @param variables more settings of the script
 * @throws Error with what it said instead
 */
export async function startLocalInBrowser(
  locale = 'en-GB',
  variables: Readonly<Record<string, string>> = {},
): Promise<LocalInBrowser> {
  const browser = await openBrowser(locale);
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const [bot, azure, chat, front] = ports;
  const world = await startNpmScript('local', {
    PORT: String(bot),
    AZURE_PORT: String(azure),
    CHAT_PORT: String(chat),
    FRONT_PORT: String(front),
    BOT_LANGUAGE: languageOf(locale),
    CHAT_LOCALE: locale,
    ...variables,
  });
  const [, chatUrl = ''] = await world.says(/Open (http:\S+) and/, 180);
  return {
    world,
    browser,
    ports,
    azureUrl: `http://127.0.0.1:${azure}`,
    async comesFrom(address) {
      const url = `http://127.0.0.1:${front}/_sandbox/address/${address}`;
      const { status } = await fetch(url, { method: 'PUT' });
      if (status !== 204) throw new Error(`The front door answered ${status} to ${address}.`);
    },
    open: (address) => openChatWindow(browser.context, chatUrl, address),
    async close() {
      await browser.close();
      await world.cleanUp();
    },
  };
}
