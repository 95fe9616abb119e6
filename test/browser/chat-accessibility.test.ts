// The local chat in both colour schemes: looked at by axe, with cards of every kind of answer in it, and used by keyboard alone.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeFaults } from './axe.ts';
import { picture } from './browser.ts';
import { becomes, type ChatWindow } from './chat-window.ts';
import { type LocalInBrowser, startLocalInBrowser } from './local-in-browser.ts';

describe('the local chat', function () {
  this.timeout(240_000);
  let local: LocalInBrowser;

  before(async () => {
    local = await startLocalInBrowser();
  });
  after(() => local?.close());

  async function faultsIn({ page }: ChatWindow, name: string): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      // A rule that comes fades in, unless somebody wants to see nothing move.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      faults.push(...(await axeFaults(page)).map((fault) => `${colorScheme}: ${fault}`));
      await picture(page, `chat-${name}-${colorScheme}`);
    }
    return faults;
  }

  it('can be used by everybody while nothing has been said', async () => {
    const omar = await local.open('omar/personal');
    assert.deepEqual(await faultsIn(omar, 'empty'), []);
  });

  it('can be used by everybody with cards and notes in it', async () => {
    const grace = await local.open('grace/personal');
    for (const sentence of ['help', 'jit status', 'status web-01', 'audit ports', 'configure jit on web-01'])
      await grace.ask(sentence);
    const form = await grace.ask('rdp to web-01 for 1m from 203.0.113.7 because INC-1');
    assert.deepEqual(await faultsIn(grace, 'forms'), []);
    await form.getByRole('button', { name: 'Request', exact: true }).click();
    await becomes(form, 'Ready', 60);
    assert.deepEqual(await faultsIn(grace, 'ready'), []);
  });

  it('can be used by everybody in a channel', async () => {
    const grace = await local.open('grace/approvals');
    await grace.ask('@JIT Access use this channel for approvals');
    assert.deepEqual(await faultsIn(grace, 'channel'), []);
  });

  const inFocus = (page: Page, what: string): Promise<string> =>
    page.evaluate(`(({ tagName, ariaLabel, textContent }, style) => ${what})(
      document.activeElement, getComputedStyle(document.activeElement))`);
  const isSeen = `String(style.outlineStyle !== 'none' || style.boxShadow !== 'none')`;

  it('takes a form filled in by keyboard alone, and shows where the focus is', async () => {
    const { page, ask } = await local.open('linus/personal');
    const form = await ask('ssh db-2 for 1m from 203.0.113.7 because INC-1');
    const passed: string[] = [];
    for (let presses = 0; presses < 9 && passed.at(-1) !== 'SELECT'; presses += 1) {
      await page.keyboard.press('Shift+Tab');
      passed.push(await inFocus(page, `tagName === 'BUTTON' ? (ariaLabel ?? textContent) : tagName`));
      assert.equal(
        await inFocus(page, isSeen),
        'true',
        `${passed.at(-1)} does not show that it has the focus`,
      );
    }
    // From the last to the first, and nothing between them that is no control.
    const fields = ['TEXTAREA', 'INPUT', 'Use my address', 'INPUT', 'SELECT'];
    assert.deepEqual(passed, ['Cancel', 'Request', ...fields]);
    for (const _ of fields) await page.keyboard.press('Tab');
    assert.equal(await inFocus(page, 'textContent'), 'Request');
    await page.keyboard.press('Enter');
    await becomes(form, 'Ready', 60);
  });

  it('says in which language a card is', async () => {
    const { ask } = await local.open('omar/personal');
    assert.equal(await (await ask('ssh db-2')).getByTestId('card').getAttribute('lang'), 'en');
  });
});
