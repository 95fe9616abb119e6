// The panel beside the chat: a newcomer takes a rule away by hand, as somebody else in Azure might.
import assert from 'node:assert/strict';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { startWorld } from '../sandbox/chat/scripted-bot.ts';
import { type Browser, openBrowser, picture } from './browser.ts';
import { type ChatWindow, openChatWindow } from './chat-window.ts';

describe('the NSG panel', function () {
  this.timeout(60_000);
  let azure: AzureSimulator;
  let chat: Awaited<ReturnType<typeof startWorld>>;
  let browser: Browser;
  let ada: ChatWindow;
  before(async () => {
    azure = await startAzureSimulator();
    chat = await startWorld({ azureUrl: azure.url });
    browser = await openBrowser();
    ada = await openChatWindow(browser.context, chat.chat.url, 'ada/personal');
  });
  after(async () => {
    await browser?.close();
    await chat?.close();
    await azure?.close();
  });
  const ruleCalled = (name: string) => ada.page.locator(`[data-testid=nsg-rule][data-rule="${name}"]`);

  it('draws a rule that somebody adds, and lets people remove it with the keyboard alone', async () => {
    azure.addRule('nsg-web-01', {
      name: 'allow-all-rdp',
      priority: 150,
      access: 'Allow',
      destinationPorts: ['3389'],
    });
    const rule = ruleCalled('allow-all-rdp');
    await rule.waitFor();
    await picture(ada.page, 'nsg-panel');

    await rule.getByRole('button', { name: 'Remove rule allow-all-rdp' }).focus();
    await ada.page.keyboard.press('Enter');

    await rule.waitFor({ state: 'detached' });
    assert.deepEqual(
      azure.nsg('nsg-web-01').filter(({ name }) => name === 'allow-all-rdp'),
      [],
    );
    await ada.page.getByText('Removed rule allow-all-rdp').waitFor({ state: 'attached' });
    await ada.page.locator('[data-testid=remove-rule]:focus').waitFor();
  });

  it("offers no such thing for Azure's own rules", async () => {
    const rule = ruleCalled('DenyAllInBound').first();
    await rule.waitFor();
    assert.equal(await rule.getByRole('button').count(), 0);
  });
});
