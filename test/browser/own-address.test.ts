// "Use my address" as a newcomer meets it in the local world: from the card to the page, and back to a port that is open for it.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { letInByJit } from './azure-rules.ts';
import { picture } from './browser.ts';
import { becomes, buttonsOf, type ChatWindow, formOf, press } from './chat-window.ts';
import { type LocalInBrowser, startLocalInBrowser } from './local-in-browser.ts';

describe('using my own address in a browser', function () {
  this.timeout(240_000);
  let local: LocalInBrowser;
  let chatUrl = '';
  const open = (address: string): Promise<ChatWindow> => local.open(address);

  before(async () => {
    local = await startLocalInBrowser();
    chatUrl = `http://127.0.0.1:${local.ports[2]}`;
  });
  after(() => local?.close());

  /** Follows the card's link as a click does: into a page of its own. */
  async function follow(card: Locator, title = 'Use my address'): Promise<Page> {
    const opened = local.browser.context.waitForEvent('page');
    await card.getByRole('link', { name: title }).click();
    const page = await opened;
    await page.waitForLoadState();
    return page;
  }
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
  const seenOn = (page: Page) => page.locator('.address').textContent();
  const confirm = async (page: Page) => {
    await page.getByRole('button', { name: 'Use this address' }).click();
    await page.getByText('Your address is in the form').waitFor();
  };
  const sourceOf = async (card: Locator) => (await formOf(card))['Source address'];
  const drop = async (card: Locator) => {
    await press(card, 'Cancel');
    await becomes(card, 'Cancelled');
  };

  it('puts it into the form, says how it is known, and opens the port for it', async () => {
    const ada = await open('ada/personal');
    const card = await ada.ask('rdp to web-01 for 30m');
    assert.equal(await sourceOf(card), '');
    await picture(ada.page, 'own-address-form');

    const page = await follow(card);
    assert.deepEqual([await heading(page), await seenOn(page)], ['Use this address?', '203.0.113.7']);
    await page.getByText('Ada Engineer', { exact: true }).waitFor();
    await picture(page, 'own-address-page');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'own-address-page-dark');
    assert.equal(await sourceOf(card), '', 'looking confirms nothing');
    await confirm(page);
    await picture(page, 'own-address-page-done');

    await card.getByText(/203\.0\.113\.7, confirmed on the address page at \d\d:\d\d/).waitFor();
    assert.deepEqual(await formOf(card), {
      Port: '3389 (RDP)',
      'Source address': '203.0.113.7',
      Time: '30 min',
      Reason: '',
    });
    await picture(ada.page, 'own-address-form-confirmed');

    const used = page.url();
    await page.goto(used);
    assert.equal(await heading(page), 'This link does not work any more');
    await press(card, 'Request');
    await becomes(card, 'Ready');
    assert.deepEqual(await letInByJit(local.azureUrl, 'nsg-web-01'), ['203.0.113.7 → 10.20.1.4:3389']);
    assert.match((await card.textContent()) ?? '', /203\.0\.113\.7 \(seen by the address page at \d\d:\d\d/);
    await picture(ada.page, 'own-address-ready');
    await page.goto(used);
    assert.equal(await heading(page), 'The form is gone');
    // It comes after the card, and is no answer to what the next test asks.
    await ada.messages.filter({ hasText: 'Ready:' }).first().waitFor();
    for (const each of [page, ada.page]) await each.close();
  });

  it('offers it next time with its age, and points out on page and card that it has changed', async () => {
    const ada = await open('ada/personal');
    const card = await ada.ask('ssh db-2 30m');
    await card.getByText('Your last confirmed address, from a moment ago').waitFor();
    assert.equal(await sourceOf(card), '203.0.113.7');
    await picture(ada.page, 'own-address-offered');

    await local.comesFrom('203.0.113.8');
    const page = await follow(card);
    assert.equal(await seenOn(page), '203.0.113.8');
    await confirm(page);
    await page.getByText('It is not the one you confirmed last').waitFor();
    assert.match((await page.textContent('main')) ?? '', /that was 203\.0\.113\.7/);
    await picture(page, 'own-address-page-changed');
    await card.getByText(/It has changed: at \d\d:\d\d it was 203\.0\.113\.7/).waitFor();
    assert.equal(await sourceOf(card), '203.0.113.8');
    await picture(ada.page, 'own-address-changed');
    await drop(card);
    for (const each of [page, ada.page]) await each.close();
  });

  it('does not believe a browser that says it comes from elsewhere', async () => {
    const ada = await open('ada/personal');
    const card = await ada.ask('ssh db-2 30m from 203.0.113.99');
    const page = await forging({ 'X-Forwarded-For': '192.0.2.1, 127.0.0.1', 'X-Real-IP': '192.0.2.1' }, () =>
      follow(card),
    );
    assert.equal(await seenOn(page), '203.0.113.8');
    // Two headers that contradict each other: who is right is not guessed.
    await forging({ Forwarded: 'for=192.0.2.1' }, () => page.reload());
    assert.equal(await heading(page), 'I cannot see your address');
    await picture(page, 'own-address-page-contradiction');
    assert.equal(await sourceOf(card), '203.0.113.99');

    await page.reload();
    await confirm(page);
    await card.getByText('203.0.113.8, confirmed on the address page').waitFor();
    assert.equal(await sourceOf(card), '203.0.113.8');
    await drop(card);
    for (const each of [page, ada.page]) await each.close();
  });

  /** Lets the browser send headers of its own while it does something. */
  async function forging<T>(headers: Readonly<Record<string, string>>, act: () => Promise<T>): Promise<T> {
    const { context } = local.browser;
    await context.setExtraHTTPHeaders(headers);
    return act().finally(() => context.setExtraHTTPHeaders({}));
  }

  it('says what to do where it is an IPv6 address, and leaves the form as it is', async () => {
    await local.comesFrom('2001:db8::7');
    const ada = await open('ada/personal');
    const card = await ada.ask('ssh db-2 30m from 203.0.113.99');
    const page = await follow(card);
    assert.equal(await heading(page), 'You come from an IPv6 address');
    await page.getByText('Open this page again from a network or a VPN that uses IPv4').waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
    await picture(page, 'own-address-page-ipv6');
    assert.equal(await sourceOf(card), '203.0.113.99');
    await local.comesFrom('203.0.113.8');
    await drop(card);
    for (const each of [page, ada.page]) await each.close();
  });

  it('shows the link in a group chat to the requester alone, and keeps what was typed', async () => {
    const ada = await open('ada/web-platform');
    const card = await ada.ask('@JIT Access ssh app-01 30m');
    const grace = await open('grace/web-platform');
    const graces = grace.messages.last();
    await graces.getByLabel('Source address').waitFor();
    assert.deepEqual(await Promise.all([card, graces].map(linksIn)), [0, 0]);

    await press(graces, 'Use my address');
    await grace.page.getByTestId('note').waitFor();
    assert.match((await grace.page.getByTestId('note').textContent()) ?? '', /^Only Ada Engineer can/);
    await picture(grace.page, 'own-address-not-yours');

    await card.getByLabel('Reason').fill('INC-7 slow');
    await press(card, 'Use my address');
    await card.getByRole('link', { name: 'Open the address page' }).waitFor();
    assert.equal((await formOf(card)).Reason, 'INC-7 slow');
    await picture(ada.page, 'own-address-group');
    assert.equal(await linksIn(graces), 0);
    const form = await whoSees(`http://127.0.0.1:${local.ports[3]}/`, 'app-01');
    assert.deepEqual(form, ['Ada Engineer']);

    const page = await follow(card, 'Open the address page');
    await confirm(page);
    await card.getByText('203.0.113.8, confirmed on the address page').waitFor();
    assert.deepEqual(
      [await sourceOf(card), (await formOf(card)).Reason, await sourceOf(graces)],
      ['203.0.113.8', 'INC-7 slow', '203.0.113.8'],
    );
    await picture(ada.page, 'own-address-group-confirmed');
    assert.ok((await buttonsOf(graces)).includes('Use my address'));
    await drop(card);
    for (const each of [page, ada.page, grace.page]) await each.close();
  });

  const linksIn = (card: Locator) => card.getByRole('link').count();

  const chatState = z.object({
    people: z.array(z.object({ id: z.string(), name: z.string() })),
    messages: z.array(
      z.object({
        conversationId: z.string(),
        content: z.unknown(),
        views: z.record(z.string(), z.unknown()),
        notes: z.record(z.string(), z.unknown()),
      }),
    ),
  });

  /** To whom the newest message about a machine carries the words, whatever is drawn of it: `everybody`, or names. */
  async function whoSees(words: string, machine: string): Promise<readonly string[]> {
    const state = chatState.parse(await (await fetch(`${chatUrl}/api/state`)).json());
    const message = state.messages.findLast((each) => JSON.stringify(each).includes(machine));
    if (message === undefined) throw new Error('There is no message.');
    const holds = (thing: unknown) => (JSON.stringify(thing) ?? '').includes(words);
    return [
      ...(holds(message.content) ? ['everybody'] : []),
      ...state.people
        .filter(({ id }) => holds(message.views[id]) || holds(message.notes[id]))
        .map(({ name }) => name),
    ];
  }

  it('asks no other machine for anything', () => {
    assert.deepEqual(local.browser.outside(), []);
  });
});
