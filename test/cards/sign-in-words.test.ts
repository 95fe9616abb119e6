// What people read while they have to sign in.
import assert from 'node:assert/strict';
import { noticeText } from '../../cards/notice-text.ts';
import { requestCard } from '../../cards/request-card.ts';
import { foreignSignInText, signInText } from '../../cards/sign-in-words.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import { signInAwaited } from '../../src/domain/sign-in-moves.ts';
import { viewOf } from '../../src/domain/view.ts';
import { anApproved, noon } from '../support/requests.ts';
import { validCard } from './valid-card.ts';

const waiting = signInAwaited(anApproved(), noon, pace).request;

describe('a card that waits for a sign-in', () => {
  const drawn = requestCard(waiting, { key: viewOf(waiting, noon, pace) });
  const text = JSON.stringify(drawn.card);

  it('says so, until when, and that nothing is open; never that Azure is being asked', () => {
    assert.match(text, /Sign in first/);
    assert.match(text, /Nothing is open yet\. I wait until \d\d:\d\d/);
    assert.doesNotMatch(text, /Azure is being asked/);
  });

  it('is a card that Teams can draw', () => validCard(drawn, waiting.id));
});

describe('the words beside a sign-in button', () => {
  it('are plain: that card draws neither Markdown nor what escapes it', () => {
    for (const text of [noticeText(waiting, 'sign-in', 'requester').text, signInText(), foreignSignInText()])
      assert.doesNotMatch(text, /[*_`\\<>&[\]]/);
  });
});
