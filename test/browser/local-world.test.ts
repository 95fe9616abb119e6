// What a newcomer does with `npm run local`, in a browser: asks, confirms, gets in, and sees it shut again.
import assert from 'node:assert/strict';
import { until } from '../support/until.ts';
import { askedFor, letInByJit } from './azure-rules.ts';
import { picture } from './browser.ts';
import { becomes, buttonsOf, type ChatWindow, formOf, press } from './chat-window.ts';
import { type LocalInBrowser, startLocalInBrowser } from './local-in-browser.ts';
import { isFree } from './npm-script.ts';

const sentence = 'rdp to web-01 for 1m from 203.0.113.7 because INC-1234 disk full';
const rule = '203.0.113.7 → 10.20.1.4:3389';

describe('the local world in a browser', function () {
  // A grant of a minute, and a slow machine.
  this.timeout(240_000);
  let local: LocalInBrowser;
  const open = (address: string): Promise<ChatWindow> => local.open(address);

  before(async () => {
    local = await startLocalInBrowser();
  });
  after(() => local?.close());

  it('opens a port on a sentence and a click, says so when it is true, and says so when it is shut', async () => {
    const grace = await open('grace/on-call');
    const set = await grace.ask('@JIT Access use this channel for on-call');
    assert.match((await set.textContent()) ?? '', /On-call notices come to this channel/);

    const ada = await open('ada/personal');
    await ada.messages.filter({ hasText: 'I open a port of an Azure machine' }).waitFor();
    const card = await ada.ask(sentence);
    await becomes(card, 'Not sent yet');
    assert.match((await card.textContent()) ?? '', /web-01Production \/ rg-web-prod · westeurope/);
    assert.deepEqual(await formOf(card), {
      Port: '3389 (RDP)',
      'Source address': '203.0.113.7',
      Time: '1 min',
      Reason: 'INC-1234 disk full',
    });
    await picture(ada.page, 'form');
    const sleepy = await openSleepyWindow();

    await press(card, 'Request');
    await becomes(card, 'Ready');
    assert.deepEqual(await letInByJit(local.azureUrl, 'nsg-web-01'), [rule]);

    const [asked] = await askedFor(local.azureUrl, 'web-01');
    const end = new Date(asked?.endsAt ?? 0).toLocaleTimeString('en-GB', {
      timeZone: 'Europe/Berlin',
      timeStyle: 'short',
    });
    assert.match(asked?.justification ?? '', /Ada Engineer.*INC-1234 disk full/);
    const ready = (await card.textContent()) ?? '';
    assert.match(ready, /mstsc \/v:198\.51\.100\.21:3389/);
    assert.match(ready, new RegExp(`Until \\(Europe/Berlin\\)${end}`));
    assert.deepEqual(await buttonsOf(card), ['Copy', "I'm done"]);
    assert.equal(await card.getByRole('link', { name: 'RDP file' }).count(), 1);
    await panelShows(ada, 1);
    await ada.page.getByText('Ready: web-01 port 3389').last().waitFor();
    await picture(ada.page, 'ready');
    await ada.page.emulateMedia({ colorScheme: 'dark' });
    await picture(ada.page, 'dark');
    await ada.page.emulateMedia({ colorScheme: 'light' });

    await sleepy.pressesItsOldButton();

    await becomes(card, 'Closed', 90);
    assert.deepEqual(await letInByJit(local.azureUrl, 'nsg-web-01'), []);
    await panelShows(ada, 0);
    await ada.page.getByText('Closed: web-01 port 3389').last().waitFor();
    await picture(ada.page, 'closed');

    const line = grace.messages.filter({ hasText: 'Closed:' });
    await line.waitFor();
    assert.match((await line.textContent()) ?? '', /web-01 .*3389 \(RDP\) from 203\.0\.113\.7, Ada Engineer/);
    await picture(grace.page, 'on-call');
    for (const { page } of [ada, grace]) await page.close();
  });

  /** A window of Ada's that missed the news, as a laptop does in its bag: its card still has the form's buttons. */
  async function openSleepyWindow() {
    const { page, messages } = await open('ada/personal');
    const card = messages.last();
    await becomes(card, 'Not sent yet');
    await page.evaluate(`globalThis.asleep = true`);
    return {
      async pressesItsOldButton(): Promise<void> {
        await becomes(card, 'Not sent yet');
        await page.evaluate(`globalThis.asleep = false`);
        await press(card, 'Request');
        await becomes(card, 'Ready');
        assert.equal((await askedFor(local.azureUrl, 'web-01')).length, 1);
        await page.close();
      },
    };
  }

  /** Waits until the panel beside the chat draws so many of JIT's Allow rules that stand. */
  const panelShows = ({ page }: ChatWindow, count: number) =>
    until(async () => {
      const rules = page.locator('[data-testid=nsg-rule][data-kind=jit-allow]:not([data-gone])');
      return (await rules.count()) === count;
    });

  it('offers the five nearest machines for a name it does not know', async () => {
    const { ask, page } = await open('linus/personal');
    const card = await ask('rdp to wbe-01 for 30m from 203.0.113.7');
    await card.getByText('I see no machine called “wbe-01”').waitFor();
    assert.deepEqual(await buttonsOf(card), [
      'web-01',
      'web-02',
      'app-01',
      'lab-01',
      'ops-01',
      'Find',
      'Cancel',
    ]);
    await picture(page, 'unknown-machine');

    await press(card, 'web-02');
    await card.getByText('web-02').waitFor();
    assert.deepEqual(await formOf(card), {
      Port: '3389 (RDP)',
      'Source address': '203.0.113.7',
      Time: '30 min',
      Reason: '',
    });
    await page.close();
  });

  it('asks which of two machines with one name is meant, by subscription and group', async () => {
    const { ask, page } = await open('linus/personal');
    const card = await ask('rdp jump-01 30m from 203.0.113.7');
    await card.getByText('Production / rg-jump-prod · westeurope').waitFor();
    await card.getByText('Development / rg-tools-dev · westeurope').waitFor();
    await picture(page, 'two-of-one-name');

    await card.getByRole('button', { name: 'Choose' }).last().click();
    await card.getByLabel('Source address').waitFor();
    assert.match((await card.textContent()) ?? '', /jump-01Development \/ rg-tools-dev · westeurope/);
    await page.close();
  });

  it('refuses what cannot be on the form itself, in sentences, and takes the corrected form', async () => {
    const { ask, page } = await open('omar/personal');
    const card = await ask('rdp to web-02 for 30m because INC-1235');
    const refusals: readonly [label: string, value: string, sentence: RegExp][] = [
      ['Source address', '2001:db8::7', /“2001:db8::7” is an IPv6 address, .* enter the IPv4 address/],
      ['Source address', '10.0.0.1', /“10\.0\.0\.1” is in the private range 10\.0\.0\.0\/8, .* public one/],
      ['Time', '10h', /That is too long; .* allows up to 3 h\./],
    ];
    for (const [label, value, refusal] of refusals) {
      await card.getByLabel(label).fill(value);
      await press(card, 'Request');
      await card.getByText(refusal).waitFor();
    }
    await picture(page, 'refusals');

    await card.getByLabel('Source address').fill('203.0.113.9');
    await card.getByLabel('Time').fill('1h');
    await press(card, 'Request');
    await becomes(card, 'Ready');
    assert.deepEqual(await letInByJit(local.azureUrl, 'nsg-web-02'), ['203.0.113.9 → 10.20.1.5:3389']);
    await page.close();
  });

  it('says of a machine without a JIT policy that nothing of it can be opened', async () => {
    const { ask, page } = await open('grace/personal');
    const card = await ask('ssh build-01 30m');
    await becomes(card, 'Refused');
    assert.match((await card.textContent()) ?? '', /build-01 has no just-in-time policy/);
    assert.deepEqual(await buttonsOf(card), []);
    await page.close();
  });

  it('drops the form on Cancel', async () => {
    const { ask, page } = await open('grace/personal');
    const card = await ask('ssh db-2 30m');
    await press(card, 'Cancel');
    await becomes(card, 'Cancelled');
    assert.deepEqual(await buttonsOf(card), []);
    assert.deepEqual(await askedFor(local.azureUrl, 'db-2'), []);
    await page.close();
  });

  it('lets nobody but the requester answer a form in a group chat, and tells only the one who tried', async () => {
    const ada = await open('ada/web-platform');
    const card = await ada.ask('@JIT Access ssh app-01 30m from 203.0.113.7');
    const grace = await open('grace/web-platform');
    await press(grace.messages.last(), 'Request');
    const note = grace.page.getByTestId('note');
    await note.waitFor();
    await picture(grace.page, 'not-yours');
    assert.equal(await note.textContent(), 'Only Ada Engineer can send this request.');
    assert.equal(await ada.page.getByTestId('note').count(), 0);
    await becomes(card, 'Not sent yet');
    assert.deepEqual(await askedFor(local.azureUrl, 'app-01'), []);
    for (const { page } of [ada, grace]) await page.close();
  });

  it('keeps any number of open windows in step', async () => {
    const windows: ChatWindow[] = [];
    for (let count = 0; count < 8; count += 1) windows.push(await open('linus/web-platform'));
    const [first, ...others] = windows;
    await first?.ask('@JIT Access help');
    for (const { page } of others) await page.getByText('I open a port of an Azure machine').last().waitFor();
    for (const { page } of windows) await page.close();
  });

  it('asks no other machine for anything', () => {
    assert.deepEqual(local.browser.outside(), []);
  });

  it('stops everything on Ctrl-C, with a page open and a port still granted', async () => {
    await open('ada/personal');
    assert.equal(await local.world.interrupt(), 0);
    assert.deepEqual(await local.world.leftBehind(), []);
    assert.deepEqual(await Promise.all(local.ports.map(isFree)), [true, true, true, true]);
  });
});
