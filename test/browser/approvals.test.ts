// An approval as people live it in the local world, in a browser: asked, decided by somebody else, opened; and an emergency.
import assert from 'node:assert/strict';
import { askedFor } from './azure-rules.ts';
import { picture } from './browser.ts';
import { becomes, buttonsOf, type ChatWindow, press } from './chat-window.ts';
import { type LocalInBrowser, startLocalInBrowser } from './local-in-browser.ts';

const sentence = 'sql prod-sql-1 10m from 203.0.113.7 because INC-1234 disk full';

describe('an approval in a browser', function () {
  // A slow machine, also at the start.
  this.timeout(240_000);
  let local: LocalInBrowser;
  const open = (address: string): Promise<ChatWindow> => local.open(address);
  /** Those of this story: other news may come into a channel meanwhile. */
  const cards = ({ page }: ChatWindow) => page.getByTestId('card').filter({ hasText: 'INC-1234 disk full' });

  before(async () => {
    local = await startLocalInBrowser();
  });
  after(() => local?.close());

  it('says before it is sent who must agree, and refuses while nobody could be asked', async () => {
    const ada = await open('ada/personal');
    const card = await ada.ask(sentence);
    await card.getByText('production database').first().waitFor();
    assert.match((await card.textContent()) ?? '', /1 approval by the group sre-leads/);
    await press(card, 'Request');
    await card.getByText('use this channel for approvals').waitFor();
    await picture(ada.page, 'no-approvals-channel');
    await press(card, 'Cancel');
    await becomes(card, 'Cancelled');
    await ada.page.close();
  });

  it('asks in the channel, shows each their own view, and opens when somebody else says yes', async () => {
    const grace = await open('grace/approvals');
    const set = await grace.ask('@JIT Access use this channel for approvals');
    assert.match((await set.textContent()) ?? '', /come to this channel/);

    const ada = await open('ada/personal');
    const own = await ada.ask(sentence);
    await press(own, 'Request');
    await becomes(own, 'Waiting for approval');
    await picture(ada.page, 'waiting');

    const asked = cards(grace).last();
    await becomes(asked, 'Waiting for approval');
    const facts = (await asked.textContent()) ?? '';
    for (const fact of [
      'prod-sql-1',
      'Ada Engineer',
      '1433',
      '203.0.113.7',
      'INC-1234 disk full',
      'sre-leads',
    ])
      assert.ok(facts.includes(fact), `the card does not say ${fact}`);
    assert.deepEqual(await buttonsOf(asked), ['Approve', 'Approve for less', 'Deny']);
    await picture(grace.page, 'approval');
    await press(asked, 'Deny');
    await asked.getByLabel('Reason for the requester').waitFor();
    await picture(grace.page, 'approval-denying');

    // The requester and an onlooker are offered nothing to decide with.
    const adaThere = await open('ada/approvals');
    await cards(adaThere).last().getByText('You asked; others decide.').waitFor();
    assert.deepEqual(await buttonsOf(cards(adaThere).last()), ['Withdraw']);
    const omar = await open('omar/approvals');
    await cards(omar).last().getByText('can decide this').waitFor();
    assert.deepEqual(await buttonsOf(cards(omar).last()), []);
    await picture(omar.page, 'approval-onlooker');
    assert.deepEqual(await askedFor(local.azureUrl, 'prod-sql-1'), []);

    await press(asked, 'Approve');
    await becomes(asked, 'Approved');
    await becomes(own, 'Ready');
    assert.equal((await askedFor(local.azureUrl, 'prod-sql-1')).length, 1);
    await becomes(cards(omar).last(), 'Approved');
    assert.match((await own.textContent()) ?? '', /Approved by.*Grace Admin/);
    await picture(grace.page, 'approved');
    await picture(ada.page, 'approved-requester');
    await grace.page.emulateMedia({ colorScheme: 'dark' });
    await picture(grace.page, 'approved-dark');
    for (const { page } of [ada, grace, adaThere, omar]) await page.close();
  });

  it('tells the requester of a denial, with its reason as plain text', async () => {
    const linus = await open('linus/approvals');
    const ada = await open('ada/personal');
    const own = await ada.ask(sentence);
    await press(own, 'Request');
    await becomes(own, 'Waiting for approval');
    const asked = cards(linus).last();
    await becomes(asked, 'Waiting for approval');
    await press(asked, 'Deny');
    await asked.getByLabel('Reason for the requester').fill('Wait for the **backup** to end.');
    await press(asked, 'Deny the request');
    await becomes(asked, 'Denied');
    await becomes(own, 'Denied');
    const told = ada.messages.filter({ hasText: 'Denied by' }).last();
    assert.match((await told.textContent()) ?? '', /Linus Admin.*backup/);
    assert.equal(await told.locator('strong', { hasText: 'backup' }).count(), 0);
    await picture(ada.page, 'denied');
    for (const { page } of [ada, linus]) await page.close();
  });

  it('opens at once for who breaks glass, and somebody else acknowledges it', async () => {
    const grace = await open('grace/approvals');
    const before = await cards(grace).count();
    const ada = await open('ada/personal');
    const own = await ada.ask(`break glass ${sentence}`);
    await becomes(own, 'Ready');
    const review = cards(grace).nth(before);
    await becomes(review, 'Break glass');
    await picture(grace.page, 'break-glass');
    await press(review, 'Acknowledge');
    await review.getByLabel('Note').fill('Seen; the disk was full.');
    await press(review, 'Acknowledge break glass');
    await review.getByText('Grace Admin').first().waitFor();
    await picture(grace.page, 'break-glass-reviewed');
    for (const { page } of [ada, grace]) await page.close();
  });

  it('explains which rule decides, and what it sets', async () => {
    const { ask, page } = await open('omar/personal');
    const answer = await ask('why ssh pay-01 for 15m from 203.0.113.7');
    assert.match((await answer.textContent()) ?? '', /payments.*2/s);
    await ask('why sql prod-sql-1');
    await picture(page, 'why');
    await page.close();
  });
});
