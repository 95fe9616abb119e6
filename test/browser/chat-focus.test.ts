// Where the focus is in the local chat, what is scrolled to, and what a narrow window shows.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';
import { picture } from './browser.ts';
import { becomes } from './chat-window.ts';
import { type LocalInBrowser, startLocalInBrowser } from './local-in-browser.ts';

describe('the local chat, by keyboard and in narrow windows', function () {
  this.timeout(240_000);
  let local: LocalInBrowser;

  before(async () => {
    local = await startLocalInBrowser();
  });
  after(() => local?.close());

  const focused = (page: Page): Promise<string> =>
    page.evaluate(
      `document.activeElement.id || document.activeElement.dataset.messageId || document.activeElement.tagName`,
    );

  it('has the message box in focus when a conversation is opened', async () => {
    const { page } = await local.open('omar/personal');
    await until(async () => (await focused(page)) === 'text');
    await page.getByTestId('conversation-web-platform').click();
    await page.getByRole('heading', { name: 'Web platform' }).waitFor();
    assert.equal(await focused(page), 'text');
    await page.close();
  });

  it('begins with a link that leads to the message box, and leaves the address as it is', async () => {
    const { page } = await local.open('omar/personal');
    await page.evaluate(`document.activeElement.blur()`);
    const skip = page.getByRole('link', { name: 'Skip to the message box' });
    await skip.focus();
    assert.ok(((await skip.boundingBox())?.y ?? -1) >= 0);
    assert.equal(await page.locator('a, button').first().getAttribute('id'), 'skip');
    await page.keyboard.press('Enter');
    assert.deepEqual([await focused(page), new URL(page.url()).hash], ['text', '#/omar/personal']);
    await page.close();
  });

  it('keeps the focus in the message whose button was pressed, while the bot answers and after', async () => {
    const { page, ask } = await local.open('linus/personal');
    const form = await ask('ssh db-2 for 1m from 203.0.113.7 because INC-1');
    const id = await form.getAttribute('data-message-id');
    await form.getByRole('button', { name: 'Request', exact: true }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), id);
    await becomes(form, 'Ready', 60);
    assert.equal(await focused(page), id);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(`document.activeElement.closest('.message')?.dataset.messageId`), id);
    await page.close();
  });

  it('scrolls to a form that opens below what can be seen', async () => {
    const grace = await local.open('grace/approvals');
    await grace.page.setViewportSize({ width: 1280, height: 420 });
    await grace.ask('@JIT Access use this channel for approvals');
    const ada = await local.open('ada/personal');
    const asked = await ada.ask('sql prod-sql-1 5m from 203.0.113.7 because INC-1');
    await asked.getByRole('button', { name: 'Request', exact: true }).click();
    const decision = grace.messages.filter({ hasText: 'prod-sql-1' }).last();
    await decision.getByRole('button', { name: 'Deny', exact: true }).click();
    const inner = decision.getByRole('button', { name: 'Deny the request' });
    await until(async () => {
      const [box, scroll] = [await inner.boundingBox(), await grace.page.locator('#scroll').boundingBox()];
      return box && scroll && box.y >= scroll.y && box.y + box.height <= scroll.y + scroll.height + 1;
    });
    await picture(grace.page, 'chat-form-below');
    for (const { page } of [ada, grace]) await page.close();
  });

  for (const width of [400, 550, 700])
    it(`shows every conversation whole at ${width} px`, async () => {
      const { page } = await local.open('omar/personal');
      await page.setViewportSize({ width, height: 800 });
      const cut = await page.evaluate(`[document.documentElement, document.querySelector('.conversations')]
        .filter(({ scrollHeight, clientHeight, scrollWidth, clientWidth }, at) =>
          (at > 0 && scrollHeight > clientHeight) || scrollWidth > clientWidth)
        .map(({ className, tagName }) => className || tagName)`);
      await picture(page, `chat-narrow-${width}`);
      assert.deepEqual(cut, []);
      await page.close();
    });

  for (const width of [500, 1280])
    it(`leaves the initials of people with unread messages to be read at ${width} px`, async () => {
      const { page } = await local.open('omar/personal');
      await page.setViewportSize({ width, height: 800 });
      const ada = await local.open('ada/web-platform');
      await ada.ask('@JIT Access help');
      await page.locator('.person .badge').first().waitFor();
      const covered =
        await page.evaluate(`[...document.querySelectorAll('.person:has(.badge)')].filter((person) => {
        const range = document.createRange();
        range.selectNodeContents(person.querySelector('.avatar'));
        const [text, badge] = [range.getBoundingClientRect(), person.querySelector('.badge').getBoundingClientRect()];
        return badge.left < text.right && badge.right > text.left && badge.top < text.bottom && badge.bottom > text.top;
      }).map(({ textContent }) => textContent)`);
      assert.deepEqual(covered, []);
      for (const each of [ada.page, page]) await each.close();
    });
});
