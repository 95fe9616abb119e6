// The same story in a client that is not ours: Microsoft 365 Agents Playground, fetched from npm, through `npm run playground`.
import assert from 'node:assert/strict';
import { freePort } from '../support/free-port.ts';
import { letInByJit } from './azure-rules.ts';
import { type Browser, openBrowser, picture } from './browser.ts';
import { isFree, type NpmScript, startNpmScript } from './npm-script.ts';

describe('Microsoft’s playground in a browser', function () {
  // A grant of a minute, and the first start has to fetch the playground.
  this.timeout(240_000);
  let world: NpmScript;
  let browser: Browser;
  let ports: readonly [bot: number, azure: number, playground: number, front: number];
  let playgroundUrl: string;

  before(async () => {
    browser = await openBrowser();
    ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    const [bot, azure, playground, front] = ports;
    world = await startNpmScript('playground', {
      PORT: String(bot),
      AZURE_PORT: String(azure),
      PLAYGROUND_PORT: String(playground),
      FRONT_PORT: String(front),
    });
    const [, url] = await world.says(/Open (http:\S+) and/, 200);
    playgroundUrl = url ?? '';
  });
  after(async () => {
    await browser?.close();
    await world?.cleanUp();
  });

  it('opens a port on a sentence and a click, says so when it is true, and says so when it is shut', async () => {
    const azureUrl = `http://127.0.0.1:${ports[1]}`;
    const page = await browser.context.newPage();
    const says = (text: string, seconds: number) =>
      page.getByText(text, { exact: true }).waitFor({ timeout: seconds * 1000 });
    await page.goto(playgroundUrl);
    await page.getByText('Connected.').waitFor();

    await page.getByRole('textbox').click();
    await page.keyboard.type('rdp to web-01 for 1m from 203.0.113.7 because INC-1234 disk full');
    await page.keyboard.press('Enter');
    const request = page.getByRole('button', { name: 'Request', exact: true });
    await request.waitFor();
    await page.getByRole('heading', { name: 'web-01' }).waitFor();
    const field = (name: string) => page.getByRole('textbox', { name }).inputValue();
    assert.deepEqual(await Promise.all(['Source address', 'Time', 'Reason'].map(field)), [
      '203.0.113.7',
      '1 min',
      'INC-1234 disk full',
    ]);
    assert.equal(await page.getByRole('combobox', { name: 'Port' }).inputValue(), '3389 (RDP)');
    await picture(page, 'playground-form');

    await request.click();
    await says('Ready', 30);
    assert.deepEqual(await letInByJit(azureUrl, 'nsg-web-01'), ['203.0.113.7 → 10.20.1.4:3389']);
    await says('mstsc /v:198.51.100.21:3389', 5);
    assert.equal(await request.count(), 0);
    await page.getByText('Ready: web-01 port 3389').waitFor();
    await picture(page, 'playground-ready');

    await says('Closed', 90);
    assert.deepEqual(await letInByJit(azureUrl, 'nsg-web-01'), []);
    await page.getByText('Closed: web-01 port 3389').waitFor();
    await picture(page, 'playground-closed');
  });

  it('stops everything on Ctrl-C, the playground too', async () => {
    assert.equal(await world.interrupt(), 0);
    assert.deepEqual(await world.leftBehind(), []);
    assert.deepEqual(await Promise.all(ports.map(isFree)), [true, true, true, true]);
  });
});
