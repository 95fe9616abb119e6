// What people ask while others have their ports opened: questions, forms that are dropped, addresses that are looked up.
import type { Desk } from './desk.ts';
import type { About } from './grants.ts';
import type { SoakWorld } from './world.ts';

type Question = (asker: Desk, about: About, world: SoakWorld) => Promise<unknown>;

const says =
  (sentence: (about: About) => string): Question =>
  (asker, about) =>
    asker.say(sentence(about));

/** A form, and nothing comes of it. */
const dropsForm: Question = async (asker, { machine, source }) => {
  const [form] = await asker.say(`rdp to ${machine} for 2h from ${source}`);
  if (form === undefined) throw new Error(`${asker.person.name}: no form came`);
  await asker.press(form, 'Cancel');
};

/** The way by which an address comes into the form: a page behind the company's proxy. */
const usesOwnAddress: Question = async (asker, { machine }, { front }) => {
  const [form] = await asker.say(`rdp ${machine} 30m`);
  const url = form && /"url":"([^"]*\/address\/[^"]+)"/.exec(asker.card(form))?.[1];
  if (form === undefined || url === undefined) throw new Error(`${asker.person.name}: the form has no link`);
  const path = new URL(url).pathname;
  const page = await fetch(`${front.url}${path}`);
  const address = /name="address" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
  const confirmed = await fetch(`${front.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ address }),
  });
  await confirmed.arrayBuffer();
  if (page.status !== 200 || confirmed.status !== 200)
    throw new Error(`${asker.person.name}: the address page answered ${page.status}, ${confirmed.status}`);
  await asker.press(form, 'Cancel');
};

export const questions: readonly Question[] = [
  says(() => 'my access'),
  says(({ machine, source }) => `why rdp ${machine} for 1h from ${source}`),
  dropsForm,
  says(({ machine }) => `status ${machine}`),
  says(() => 'help'),
  usesOwnAddress,
  says(({ machine }) => `who has access to ${machine}`),
  says(() => 'the quick brown fox jumps over the lazy dog'),
  says(({ database }) => `why rdp ${database} for 9h`),
];
