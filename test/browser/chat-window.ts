// A window of the local chat: somebody signed in, looking at one conversation.
import type { BrowserContext, Locator, Page } from 'playwright-core';

export interface ChatWindow {
  readonly page: Page;
  /** Types a sentence and sends it. @returns the bot's next message */
  ask(sentence: string): Promise<Locator>;
  /** All messages, oldest first. */
  readonly messages: Locator;
}

/** Lets a page miss all news while `globalThis.asleep`: but for the first window, they come by way of another. */
const canSleep = `
  const listen = BroadcastChannel.prototype.addEventListener;
  BroadcastChannel.prototype.addEventListener = function (name, hear) {
    listen.call(this, name, (event) => globalThis.asleep || hear(event));
  };`;

/** @param address who and where, such as `ada/personal` or `grace/on-call` */
export async function openChatWindow(
  context: BrowserContext,
  chatUrl: string,
  address: string,
): Promise<ChatWindow> {
  const page = await context.newPage();
  await page.addInitScript({ content: canSleep });
  await page.goto(`${chatUrl}/#/${address}`);
  await page.locator(`body[data-person=${address.split('/')[0]}]`).waitFor();
  const messages = page.getByTestId('message');
  return {
    page,
    messages,
    async ask(sentence) {
      const fromBot = page.locator('[data-testid=message][data-from=bot]');
      const before = await fromBot.count();
      await page.getByTestId('composer').fill(sentence);
      await page.keyboard.press('Enter');
      const answer = fromBot.nth(before);
      await answer.waitFor();
      return answer;
    },
  };
}

/** Waits until a card's status bar says `word`. @throws Error when it does not in time */
export const becomes = (card: Locator, word: string, seconds = 30): Promise<void> =>
  card
    .locator('.ac-textBlock')
    .first()
    .filter({ hasText: new RegExp(`^${word}$`) })
    .waitFor({ timeout: seconds * 1000 });

/** The values of a form, by label. */
export async function formOf(card: Locator): Promise<Readonly<Record<string, string>>> {
  const fields = ['Source address', 'Time', 'Reason'];
  const values = await Promise.all(fields.map((label) => card.getByLabel(label).inputValue()));
  return {
    Port: (await card.getByLabel('Port').locator('option:checked').textContent()) ?? '',
    ...Object.fromEntries(fields.map((label, index) => [label, values[index] ?? ''])),
  };
}

/** The titles of a card's buttons. */
export const buttonsOf = (card: Locator): Promise<readonly string[]> =>
  card.getByRole('button').allTextContents();

export const press = (card: Locator, title: string): Promise<void> =>
  card.getByRole('button', { name: title, exact: true }).click();
