// Headless Chromium for tests: Debian's, with a profile of its own that goes with it, and this machine only.
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export interface Browser {
  /** What somebody in Berlin sees; whatever a page asks of other machines fails. */
  readonly context: BrowserContext;
  /** Addresses on other machines that pages asked for. */
  outside(): readonly string[];
  close(): Promise<void>;
}

/** @param locale what its people read @throws Error naming the Debian package when there is no Chromium. */
export async function openBrowser(locale = 'en-GB'): Promise<Browser> {
  await access(executablePath).catch(() => {
    throw new Error(
      `There is no Chromium at ${executablePath}. Install Debian's package (apt-get install chromium), or name another in CHROMIUM.`,
    );
  });
  const browser = await chromium.launch({ executablePath, args: quiet });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale,
    timezoneId: 'Europe/Berlin',
  });
  const outside: string[] = [];
  await context.route(isElsewhere, async (route) => {
    outside.push(route.request().url());
    await route.abort();
  });
  return { context, outside: () => outside, close: () => browser.close() };
}

const isElsewhere = ({ protocol, hostname }: URL): boolean =>
  protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname);

const folder = join(import.meta.dirname, '../../test-output');

/** Keeps a picture of the page as test output, for people to look at. */
export const picture = (page: Page, name: string): Promise<void> => keep(page, name, false);

/** The same of what has to be scrolled to, too. */
export const wholePicture = (page: Page, name: string): Promise<void> => keep(page, name, true);

async function keep(page: Page, name: string, fullPage: boolean): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}
