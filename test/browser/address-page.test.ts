// The address page in a browser: direct, behind proxies, with forged headers, by keyboard alone, expired, used, IPv6.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { anOpen, grace } from '../support/requests.ts';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { type Browser, openBrowser, picture } from './browser.ts';

describe('the address page in a browser', function () {
  this.timeout(60_000);
  let world: WebWorld;
  let browser: Browser;
  let page: Page;
  /** What the browser complained about: a policy that was broken, something that could not be loaded. */
  let complaints: string[];

  before(async () => {
    browser = await openBrowser();
    world = await startWebWorld();
  });
  after(async () => {
    await browser?.close();
    await world?.stop();
  });
  beforeEach(async () => {
    world.near.comesFrom('203.0.113.7');
    world.far.comesFrom('203.0.113.7');
    complaints = [];
    page = await browser.context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(complaints, []);
  });

  const heading = () => page.getByRole('heading', { level: 1 }).textContent();
  const button = () => page.getByRole('button', { name: 'Use this address' });
  const seen = () => page.locator('.address').textContent();
  const sourceOf = async ({ id }: AccessRequest) => {
    const now = await world.stored(id);
    return now?.state === 'draft' && now.asking.kind === 'form' ? now.asking.values.source : undefined;
  };
  const aForm = () =>
    world.draft((draft) =>
      draft.asking.kind === 'form'
        ? { ...draft, asking: { ...draft.asking, values: { ...draft.asking.values, source: '' } } }
        : draft,
    );

  it('puts the address that one proxy saw into the form', async () => {
    const form = await aForm();
    await page.goto(`${world.near.url}${world.pathOf(form)}`);
    assert.equal(await page.title(), 'Use this address? – JIT Access');
    assert.equal(await seen(), '203.0.113.7');
    await page.getByText('Ada Engineer', { exact: true }).waitFor();
    await picture(page, 'address-page');
    assert.equal(await sourceOf(form), '');
    await button().click();
    await page.getByText('The form in Teams has 203.0.113.7').waitFor();
    await picture(page, 'address-done');
    assert.equal(await sourceOf(form), '203.0.113.7');
  });

  it('sees through two proxies, and a browser that forges headers changes nothing', async () => {
    const form = await aForm();
    world.far.comesFrom('203.0.113.22');
    await page.setExtraHTTPHeaders({
      'X-Forwarded-For': '192.0.2.1, 198.51.100.1',
      'X-Real-IP': '192.0.2.1',
    });
    await page.goto(`${world.far.url}${world.pathOf(form)}`);
    assert.equal(await seen(), '203.0.113.22');
    await button().click();
    await page.getByText('The form in Teams has 203.0.113.22').waitFor();
    assert.equal(await sourceOf(form), '203.0.113.22');
  });

  it('sees only this machine without a proxy, and offers nothing', async () => {
    const form = await aForm();
    await page.goto(`${world.direct}${world.pathOf(form)}`);
    assert.equal(await heading(), 'This address cannot be used');
    assert.deepEqual([await seen(), await button().count()], ['127.0.0.1', 0]);
    await picture(page, 'address-loopback');
  });

  it('is done with by keyboard alone, and shows where the focus is', async () => {
    const form = await aForm();
    await page.goto(`${world.near.url}${world.pathOf(form)}`);
    await page.keyboard.press('Tab');
    const focused =
      '(({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth].join(" "))(getComputedStyle(document.activeElement))';
    assert.deepEqual(
      [await page.evaluate('document.activeElement.textContent'), await page.evaluate(focused)],
      ['Use this address', 'solid 3px'],
    );
    await picture(page, 'address-keyboard');
    await page.keyboard.press('Enter');
    await page.getByText('Your address is in the form').waitFor();
    assert.equal(await sourceOf(form), '203.0.113.7');
  });

  it('asks again when the address has changed between looking and pressing', async () => {
    const form = await aForm();
    await page.goto(`${world.near.url}${world.pathOf(form)}`);
    world.near.comesFrom('203.0.113.8');
    await button().click();
    await page.getByText('The page showed 203.0.113.7, and now I see another address').waitFor();
    assert.deepEqual([await seen(), await sourceOf(form)], ['203.0.113.8', '']);
    await picture(page, 'address-changed');
    await button().click();
    await page.getByText('The form in Teams has 203.0.113.8').waitFor();
    assert.equal(await sourceOf(form), '203.0.113.8');
  });

  it('works once: reloading or going back confirms nothing more', async () => {
    const form = await aForm();
    const url = `${world.near.url}${world.pathOf(form)}`;
    await page.goto(url);
    await button().click();
    await page.getByText('Your address is in the form').waitFor();
    world.near.comesFrom('203.0.113.9');
    await page.reload();
    await page.getByText('This link does not work any more').waitFor();
    await page.goto(url);
    assert.equal(await heading(), 'This link does not work any more');
    await page.getByText('203.0.113.7 was confirmed on this page').waitFor();
    await picture(page, 'address-used');
    assert.equal(await sourceOf(form), '203.0.113.7');
  });

  it('expires, and a button puts a new link on the card', async () => {
    const form = await aForm();
    const url = `${world.near.url}${world.pathOf(form)}`;
    world.pass(900);
    await page.goto(url);
    assert.equal(await heading(), 'This link has expired');
    await picture(page, 'address-expired');
    await page.getByRole('button', { name: 'Put a new link on the card' }).click();
    await page.getByText('A new link is on its way').waitFor();
    const now = await world.stored(form.id);
    assert.ok(now !== undefined && world.settled.includes(form.id));
    await page.goto(`${world.near.url}${world.pathOf(now)}`);
    assert.equal(await seen(), '203.0.113.7');
  });

  it('turns another person’s link and a broken one away', async () => {
    const form = await aForm();
    if (form.state !== 'draft') return assert.fail('no draft');
    await page.goto(`${world.near.url}${world.pathOf({ ...form, requester: grace })}`);
    assert.equal(await heading(), 'This link is not for this request');
    await picture(page, 'address-not-yours');
    await page.goto(`${world.near.url}${world.pathOf(form)}x`);
    assert.equal(await heading(), 'There is nothing here');
  });

  it('explains IPv6, and offers no button', async () => {
    const form = await aForm();
    world.near.comesFrom('2001:db8::7');
    await page.goto(`${world.near.url}${world.pathOf(form)}`);
    assert.equal(await heading(), 'You come from an IPv6 address');
    assert.deepEqual([await seen(), await page.getByRole('button').count()], ['2001:db8::7', 0]);
    await picture(page, 'address-ipv6');
  });

  it('takes no form from another site', async () => {
    const form = await aForm();
    await page.goto(`${world.direct}/healthz`);
    // Another port is another origin; `localhost` and `127.0.0.1` are other sites.
    await page.setContent(
      `<form method="post" action="${world.near.url.replace('127.0.0.1', 'localhost')}${world.pathOf(form)}"><input name="address" value="203.0.113.7"><button>Win a prize</button></form>`,
    );
    await page.getByRole('button').click();
    await page.getByText('This did not come from my page').waitFor();
    assert.equal(await sourceOf(form), '');
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`can be read in the ${scheme} colour scheme, and on a narrow screen`, async () => {
      const form = await aForm();
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${world.near.url}${world.pathOf(form)}`);
      const contrasts = await Promise.all(['h1', '.address', '.quiet', 'dt', 'button'].map(contrastOf));
      assert.ok(
        contrasts.slice(0, 4).every((contrast) => contrast >= 7) && (contrasts[4] ?? 0) >= 4.5,
        `contrasts ${contrasts}`,
      );
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
      await picture(page, `address-narrow-${scheme}`);
    });

  /** WCAG's contrast of an element's text to what is behind it. */
  async function contrastOf(selector: string): Promise<number> {
    const [text, back] = await Promise.all(
      ['color', 'backgroundColor'].map(async (property) => {
        const of = property === 'color' || selector === 'button' ? selector : 'body';
        const colour = String(
          await page.evaluate(`getComputedStyle(document.querySelector('${of}')).${property}`),
        );
        return luminance((colour.match(/\d+/g) ?? []).map(Number));
      }),
    );
    if (text === undefined || back === undefined) return 0;
    return (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
  }

  const luminance = (rgb: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  it('downloads the file for Remote Desktop', async () => {
    const open = { ...anOpen(), endsAt: world.now() + 3600_000 };
    await world.ledger.create(
      { ...open, id: 'rdp-1', origin: { ...open.origin, activityId: 'rdp-1' } },
      [],
      world.now(),
    );
    const download = page.waitForEvent('download');
    await page.goto(world.links.rdpFile({ ...open, id: 'rdp-1' }) ?? '').catch(() => {
      // Chromium calls a download an aborted navigation.
    });
    assert.equal((await download).suggestedFilename(), 'web-01.rdp');
  });

  it('asks no other machine for anything', () => {
    assert.deepEqual(browser.outside(), []);
  });
});
