// Setting JIT up as an admin lives it in the local world, in a browser: seen, enabled, proven, changed and taken away.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { picture } from './browser.ts';
import { becomes, buttonsOf, type ChatWindow, press } from './chat-window.ts';
import { type LocalInBrowser, startLocalInBrowser } from './local-in-browser.ts';

describe('setting JIT up in a browser', function () {
  // JIT's Deny takes some seconds to come, three times, on a slow machine.
  this.timeout(240_000);
  let local: LocalInBrowser;
  let grace: ChatWindow;

  before(async () => {
    local = await startLocalInBrowser();
    grace = await local.open('grace/personal');
  });
  after(() => local?.close());

  /** Waits until a card says these words somewhere. */
  const says = (card: Locator, words: string | RegExp): Promise<void> =>
    card.getByText(words).first().waitFor();

  const textOf = async (card: Locator): Promise<string> => (await card.innerText()).replaceAll(/\s+/g, ' ');

  /** The whole of it, in a window that is high enough, for people to look at. */
  async function seen(card: Locator, name: string): Promise<void> {
    const { height = 0 } = (await card.boundingBox()) ?? {};
    await grace.page.setViewportSize({ width: 1280, height: Math.max(800, Math.ceil(height) + 180) });
    await card.evaluate((element) => element.scrollIntoView());
    await picture(grace.page, name);
    await grace.page.setViewportSize({ width: 1280, height: 800 });
  }

  /** JIT's Deny rules of a machine, as they stand in the panel beside the chat. */
  async function denyOf(machine: string, nsg: string): Promise<Locator> {
    await grace.page.getByLabel('Machine').selectOption({ label: machine });
    await grace.page.getByRole('heading', { name: new RegExp(`^${nsg}`) }).waitFor();
    return grace.page.locator('[data-testid=nsg-rule][data-kind=jit-deny]:not([data-gone])');
  }

  it('shows how far JIT is set up, as a picture and in words', async () => {
    const card = await grace.ask('jit status');
    await says(card, 'Just-in-time access in 3 subscriptions');
    const text = await textOf(card);
    for (const part of [
      'Development Standard P2',
      '■ 3 on and effective ■ 1 could have it',
      'build-01. Write “enable jit on build-01”.',
      '■ 9 on and effective ■ 1 on in name only',
      'legacy-01 port 3389 (RDP) is open to any source by rule default-allow-rdp, priority 300 in nsg-legacy-01',
      'Sandbox Free',
      'Write “turn on defender for Sandbox” to turn it on.',
      'No NSG on interface or subnet (an Azure Firewall would do, too, but that I do not watch): demo-02.',
    ])
      assert.ok(text.includes(part), `the card does not say ${part}, but ${text}`);
    // The bar of Development: three of four parts green.
    const bar = card.locator('.ac-columnSet').filter({ hasNotText: /[^\s]/ }).first();
    const [green, blue] = await Promise.all(
      [0, 1].map(async (part) => (await bar.locator(':scope > div').nth(part).boundingBox())?.width),
    );
    assert.ok(green !== undefined && blue !== undefined && green > 2 * blue, `${green} and ${blue}`);
    await seen(card, 'setup-status');
  });

  it('turns JIT on, waits for the Deny rule, and says which older rule defeats it', async () => {
    const deny = await denyOf('build-01', 'nsg-snet-build');
    await deny.waitFor({ state: 'detached' });
    const card = await grace.ask('enable jit on build-01');
    await says(card, /build-01 port 22 \(SSH\) is open now to 203\.0\.113\.0\/24 by rule Allow-SSH-Office/);
    assert.deepEqual(await buttonsOf(card), ['Turn JIT on', 'Cancel']);
    await seen(card, 'setup-enable');

    await press(card, 'Turn JIT on');
    await says(card, 'Written and read back, waiting for JIT’s Deny rule.');
    await picture(grace.page, 'setup-waiting');
    await becomes(card, 'Set up, but older rules defeat it');
    await deny.waitFor();
    assert.match((await deny.textContent()) ?? '', /\* → 10\.40\.2\.4 : 22/);
    assert.match(
      await textOf(card),
      /older rules come first: port 22 \(SSH\) is open to 203\.0\.113\.0\/24 by rule Allow-SSH-Office, priority 310 in nsg-snet-build/,
    );
    await grace.messages
      .filter({ hasText: 'Turn JIT on for build-01: Set up, but older rules defeat it' })
      .waitFor();
    assert.deepEqual(await buttonsOf(card), []);
    await seen(card, 'setup-defeated');
  });

  it('says that the plan of Defender is off, turns it on for who types its name, and goes on', async () => {
    const refused = await grace.ask('enable jit on demo-01');
    await refused
      .getByText(/the plan of Defender for Servers .* is off there.*turn on defender for Sandbox/)
      .waitFor();

    const plan = await grace.ask('turn on defender for Sandbox');
    await says(plan, /This costs money/);
    await seen(plan, 'setup-plan');
    const typed = plan.getByLabel('Type the subscription’s name to confirm');
    await typed.fill('Production');
    await press(plan, 'Turn it on');
    await says(
      plan,
      'That is not the subscription’s name. Type it exactly as it stands above, capital letters too.',
    );
    await seen(plan, 'setup-plan-name');
    await typed.fill('Sandbox');
    await press(plan, 'Turn it on');
    await becomes(plan, 'Defender for Servers Plan 2 is on');

    const deny = await denyOf('demo-01', 'nsg-demo-01');
    const many = await grace.ask('enable jit on demo-*');
    await says(many, 'Left out: 1');
    assert.match(await textOf(many), /demo-02: no NSG is in front of it, and JIT writes its rules into one/);
    await seen(many, 'setup-many');
    await press(many, 'Turn JIT on');
    await becomes(many, 'JIT is on');
    await deny.waitFor();
    assert.match((await deny.textContent()) ?? '', /\* → 10\.50\.1\.4 : 22/);
  });

  it('shows what differs before it writes a machine’s ports', async () => {
    const card = await grace.ask('configure jit on web-01');
    await card.getByLabel('Longest').first().fill('1h');
    await card.getByLabel('Sources').first().fill('203.0.113.0/24');
    await card.getByLabel('Port').nth(2).fill('');
    await press(card, 'Show the difference');
    await becomes(card, 'Configure JIT · nothing written yet: check the difference');
    const difference = await textOf(card);
    assert.match(
      difference,
      /3389 \(RDP\) ± Changed Longest time 3 h → 1 h Sources any source address → 203\.0\.113\.0\/24/,
    );
    assert.match(
      difference,
      /5986 \(WinRM over HTTPS\) − Removed .* 5985 \(WinRM over HTTP\) = Stays as it is/,
    );
    const denies = await denyOf('web-01', 'nsg-web-01');
    await seen(card, 'setup-difference');

    const deny = denies.filter({ hasText: /: 3389, 5985(?!,)/ });
    await press(card, 'Write it');
    await becomes(card, 'Settings changed');
    await deny.waitFor();
    await seen(card, 'setup-changed');
  });

  it('says before it turns JIT off what that leaves open, and proves that the Deny rule is gone', async () => {
    const deny = await denyOf('legacy-01', 'nsg-legacy-01');
    await deny.waitFor();
    const card = await grace.ask('disable jit on legacy-01');
    await says(card, 'This leaves a machine open to the whole internet: legacy-01 port 3389 (RDP).');
    await seen(card, 'setup-open');
    await press(card, 'Cancel');
    await becomes(card, 'Cancelled');

    const harmless = await grace.ask('disable jit on web-02');
    await says(harmless, 'Port 3389 (RDP): nobody gets in from the internet: no rule allows it.');
    const gone = await denyOf('web-02', 'nsg-web-02');
    await gone.waitFor();
    await press(harmless, 'Turn JIT off');
    await becomes(harmless, 'JIT is off');
    await gone.waitFor({ state: 'detached' });
    await seen(harmless, 'setup-off');
  });

  it('is for admins', async () => {
    const { ask, page } = await local.open('ada/personal');
    for (const sentence of ['jit status', 'enable jit on web-02', 'turn on defender for Sandbox']) {
      const answer = await ask(sentence);
      assert.match((await answer.textContent()) ?? '', /Only an admin can/);
    }
    await picture(page, 'setup-not-admin');
  });

  it('asks no other machine for anything', () => {
    assert.deepEqual(local.browser.outside(), []);
  });
});
