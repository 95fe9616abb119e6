// The whole story in each language, in a browser: asked, approved by somebody else, ready, warned, extended, closed, told to on-call.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { helpAnswer } from '../../cards/answers.ts';
import { sayAgain } from '../../cards/escape.ts';
import { extendChoice } from '../../cards/grant-buttons.ts';
import { speaking } from '../../cards/language.ts';
import { type Status, statusLooks } from '../../cards/status.ts';
import { atOnce } from '../support/at-once.ts';
import { askedFor, letInByJit } from './azure-rules.ts';
import { picture } from './browser.ts';
import { becomes, type ChatWindow, press } from './chat-window.ts';
import { startLocalInBrowser } from './local-in-browser.ts';

/** Words that an English card or notice would have, and no other. */
const english = /\b(the|is|you|your|port is|Approved|Requested|until)\b/;
/** What stays as it is in every language: commands, names, and what Azure calls its things. */
const unspoken =
  /`[^`]*`|open 5985 on web-01 until 17:00|MicrosoftDefenderForCloud-\S+|production database|everyday machines|INC-1 disk full/g;

async function live(locale: string): Promise<void> {
  const local = await startLocalInBrowser(locale, { WARN_SECONDS: '45' });
  try {
    const word = (status: Status): string => speaking(locale, () => statusLooks[status].word);
    const button = (title: string): string => speaking(locale, () => sayAgain(title));
    const fifteenMinutes = speaking(locale, () => extendChoice(900).title.asIs);
    // Other news may come into a channel meanwhile.
    const last = ({ page }: ChatWindow): Locator =>
      page.getByTestId('card').filter({ hasText: 'INC-1 disk full' }).last();
    const kept = (window: ChatWindow, name: string) => picture(window.page, `story-${locale}-${name}`);

    const onCall = await local.open('grace/on-call');
    await onCall.ask('@JIT Access use this channel for on-call');
    const grace = await local.open('grace/approvals');
    await grace.ask('@JIT Access use this channel for approvals');
    const ada = await local.open('ada/personal');

    const first = await ada.ask('sql prod-sql-1 2m from 203.0.113.7 because INC-1 disk full');
    await kept(ada, '1-form');
    await press(first, button('Request'));
    await becomes(first, word('pending'));
    await kept(ada, '2-waiting');
    await becomes(last(grace), word('pending'));
    await kept(grace, '3-approval');
    assert.deepEqual(await askedFor(local.azureUrl, 'prod-sql-1'), []);
    await press(last(grace), button('Approve'));
    await becomes(first, word('ready'), 60);
    await kept(ada, '4-ready');

    const warning = ada.page.getByTestId('card').filter({ hasText: word('ends-soon') });
    await warning.waitFor({ timeout: 180_000 });
    await kept(ada, '5-warning');
    await press(warning, fifteenMinutes);
    await becomes(last(grace), word('pending'));
    await press(last(grace), button('Approve'));
    await becomes(first, word('extended'), 60);
    const second = ada.page.getByTestId('card').last();
    await becomes(second, word('ready'), 60);
    await kept(ada, '6-extended');

    await press(second, button("I'm done"));
    await becomes(second, word('closed'), 60);
    assert.deepEqual(await letInByJit(local.azureUrl, 'nsg-snet-db'), []);
    await kept(ada, '7-closed');
    for (const window of [ada, onCall]) {
      const told = window.messages
        .filter({ hasText: `${word('closed')}:` })
        .filter({ hasText: 'prod-sql-1' });
      await told.waitFor();
    }
    await kept(onCall, '8-on-call');
    await ada.messages
      .filter({ hasText: speaking(locale, () => helpAnswer()).split(':')[0] ?? '' })
      .waitFor();
    if (!locale.startsWith('en'))
      for (const window of [ada, grace, onCall])
        for (const said of await window.page.locator('[data-testid=message][data-from=bot]').allInnerTexts())
          assert.doesNotMatch(said.replace(unspoken, ''), english);
  } finally {
    await local.close();
  }
}

describe('the whole story', function () {
  // A grant of two minutes and its extension, three at a time on a slow machine.
  this.timeout(480_000);

  atOnce({
    'is told in English': () => live('en-GB'),
    'is told in German': () => live('de-DE'),
    'is told in Japanese': () => live('ja-JP'),
  });
});
