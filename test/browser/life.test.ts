// The life of a grant as people see it in the local world: warned, extended, done, gone early, and looked up.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { atOnce } from '../support/at-once.ts';
import { askedFor, letInByJit } from './azure-rules.ts';
import { picture } from './browser.ts';
import { becomes, buttonsOf, type ChatWindow, formOf, press } from './chat-window.ts';
import { type LocalInBrowser, startLocalInBrowser } from './local-in-browser.ts';

const noRight = `The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.Network/networkSecurityGroups/securityRules/delete' over scope '/subscriptions/z'.`;

describe('the life of a grant in a browser', function () {
  // A grant of a minute that stays open beyond its end, beside four others, on a slow machine.
  this.timeout(240_000);
  let local: LocalInBrowser;
  let onCall: ChatWindow;
  const open = (address: string): Promise<ChatWindow> => local.open(address);

  before(async () => {
    local = await startLocalInBrowser();
    onCall = await open('grace/on-call');
    await onCall.ask('@JIT Access use this channel for on-call');
  });
  after(() => local?.close());

  /** Asks in one sentence and sends the form. @returns the card, once it says Ready */
  async function granted(window: ChatWindow, sentence: string): Promise<Locator> {
    const card = await window.ask(sentence);
    await press(card, 'Request');
    await becomes(card, 'Ready');
    return card;
  }

  const notices = ({ messages }: ChatWindow, words: string, machine: string) =>
    messages.filter({ hasText: words }).filter({ hasText: machine });

  /** A card in both colour schemes, for people to look at. */
  async function inBothSchemes({ page }: ChatWindow, name: string): Promise<void> {
    await picture(page, name);
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
  }

  atOnce({
    'warns before the end, extends on a press, and tells of one closing only': async () => {
      const ada = await open('ada/personal');
      const first = await granted(ada, 'rdp to web-01 for 1m from 203.0.113.7');
      const warning = ada.page.getByTestId('card').filter({ hasText: 'Ends soon' });
      await warning.waitFor({ timeout: 90_000 });
      assert.deepEqual(await buttonsOf(warning), [
        'Extend by 15 min',
        'Extend by 30 min',
        'Extend by 1 h',
        "I'm done",
      ]);
      await inBothSchemes(ada, 'life-warning');

      await press(warning, 'Extend by 15 min');
      await becomes(first, 'Extended');
      const next = ada.page.getByTestId('card').last();
      await becomes(next, 'Ready');
      await ada.messages.filter({ hasText: 'was about to end' }).waitFor();
      assert.equal(await warning.count(), 0);
      assert.equal((await askedFor(local.azureUrl, 'web-01')).length, 2);
      assert.ok((await letInByJit(local.azureUrl, 'nsg-web-01')).includes('203.0.113.7 → 10.20.1.4:3389'));
      await inBothSchemes(ada, 'life-extended');
      await first.scrollIntoViewIfNeeded();
      await picture(ada.page, 'life-extended-old-card');

      await press(next, "I'm done");
      await becomes(next, 'Closed');
      assert.match((await next.textContent()) ?? '', /Closed early, as you asked/);
      assert.deepEqual(await letInByJit(local.azureUrl, 'nsg-web-01'), []);
      await notices(ada, 'Closed:', 'web-01').waitFor();
      await notices(onCall, 'Closed:', 'web-01').waitFor();
      await picture(ada.page, 'life-done');
      // The first grant's own end is past by now, and has nothing to tell any more.
      assert.deepEqual(
        await Promise.all([ada, onCall].map((window) => notices(window, 'Closed:', 'web-01').count())),
        [1, 1],
      );
      assert.deepEqual([await buttonsOf(first), await buttonsOf(next)], [[], []]);
      await ada.page.close();
    },

    'says what is true where the bot may not delete rules, and never that it is closed': async () => {
      const linus = await open('linus/personal');
      const card = await granted(linus, 'ssh to db-2 for 30m from 203.0.113.9');
      await azureIs('POST', 'faults', {
        match: 'DELETE nsg-snet-db',
        action: { status: 403, body: { error: { code: 'AuthorizationFailed', message: noRight } } },
      });
      await press(card, "I'm done");
      await becomes(card, 'Done, but still open');
      const told = notices(linus, 'Still open:', 'db-2');
      await told.waitFor();
      assert.match((await told.textContent()) ?? '', /securityRules\/delete.*Azure was left to close it at/s);
      assert.equal((await letInByJit(local.azureUrl, 'nsg-snet-db')).length, 1);
      assert.equal(await notices(linus, 'Closed', 'db-2').count(), 0);
      await inBothSchemes(linus, 'life-kept');
      await linus.page.close();
    },

    'tells of a rule that somebody else took away, and Ask again brings the form as it was': async () => {
      const grace = await open('grace/personal');
      const card = await granted(grace, 'ssh to ops-01 for 30m from 203.0.113.10 because INC-9');
      await grace.page.getByLabel('Machine').selectOption({ label: 'ops-01' });
      const rule = grace.page.locator('[data-testid=nsg-rule][data-kind=jit-allow]');
      await rule.getByRole('button', { name: /^Remove rule/ }).click();

      const told = notices(grace, 'Gone early:', 'ops-01');
      await told.waitFor();
      assert.match((await told.textContent()) ?? '', /I did not take it away/);
      await notices(onCall, 'Gone early', 'ops-01').waitFor();
      assert.match((await card.textContent()) ?? '', /I did not take it away/);
      await becomes(card, 'Gone early');
      await inBothSchemes(grace, 'life-gone-early');

      const cards = await grace.page.getByTestId('card').count();
      await press(card, 'Ask again');
      const form = grace.page.getByTestId('card').nth(cards);
      await becomes(form, 'Not sent yet');
      assert.deepEqual(await formOf(form), {
        Port: '22 (SSH)',
        'Source address': '203.0.113.10',
        Time: '30 min',
        Reason: 'INC-9',
      });
      await picture(grace.page, 'life-asked-again');
      await press(form, 'Cancel');
      await grace.page.close();
    },

    'gives a file for Remote Desktop, and shows on cards what is open and for whom': async () => {
      const omar = await open('omar/personal');
      const card = await granted(omar, 'rdp to web-02 for 30m from 203.0.113.8 because INC-1235 slow');
      const download = omar.page.waitForEvent('download');
      await card.getByRole('link', { name: 'RDP file' }).click();
      const file = await download;
      assert.equal(file.suggestedFilename(), 'web-02.rdp');
      assert.equal(
        await readFile(await file.path(), 'utf8'),
        'full address:s:198.51.100.22:3389\r\nprompt for credentials:i:1\r\n',
      );

      // It comes after the card, and is no answer to what is asked next.
      await notices(omar, 'Ready:', 'web-02').first().waitFor();
      const mine = await omar.ask('my access');
      await mine.getByText('Your access').waitFor();
      assert.deepEqual(await buttonsOf(mine), [
        "I'm done",
        'Extend by 15 min',
        'Extend by 30 min',
        'Extend by 1 h',
      ]);
      await inBothSchemes(omar, 'life-my-access');
      const who = await omar.ask('who has access to web-02');
      await who.getByText('Omar On-call').first().waitFor();
      await inBothSchemes(omar, 'life-who');
      const status = await omar.ask('status web-02');
      await status.getByText('203.0.113.8').first().waitFor();
      await inBothSchemes(omar, 'life-status');
      await status.evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView());
      await picture(omar.page, 'life-status-top');

      const linus = await open('linus/approvals');
      const all = await linus.ask('@JIT Access who has access');
      await all.getByText('web-02').first().waitFor();
      await inBothSchemes(linus, 'life-who-admin');
      for (const { page } of [omar, linus]) await page.close();
    },

    'calls a port overdue when it stays open, and closed when somebody has shut it': async () => {
      await azureIs('PUT', 'quirks/app-01', { ruleGoesAfterMs: 'never' });
      const linus = await open('linus/web-platform');
      const card = await granted(linus, '@JIT Access ssh app-01 1m from 203.0.113.12');
      await becomes(card, 'Overdue', 150);
      const loud = notices(onCall, 'OVERDUE since its end', 'app-01');
      await loud.waitFor();
      assert.equal(await notices(onCall, 'Closed:', 'app-01').count(), 0);
      await inBothSchemes(linus, 'life-overdue');
      await picture(onCall.page, 'life-overdue-on-call');

      await linus.page.getByLabel('Machine').selectOption({ label: 'app-01' });
      const rule = linus.page.locator('[data-testid=nsg-rule][data-kind=jit-allow]');
      await rule.getByRole('button', { name: /^Remove rule/ }).click();
      await becomes(card, 'Closed');
      await notices(onCall, 'Closed:', 'app-01').waitFor();
      await picture(linus.page, 'life-overdue-closed');
      await linus.page.close();
    },
  });

  /** Tells the simulated Azure how to depart from its normal behaviour. */
  async function azureIs(method: 'POST' | 'PUT', what: string, how: object): Promise<void> {
    const { ok } = await fetch(`${local.azureUrl}/_sandbox/${what}`, { method, body: JSON.stringify(how) });
    assert.ok(ok);
  }

  it('asks no other machine for anything', () => {
    assert.deepEqual(local.browser.outside(), []);
  });
});
