// The button to ask again, the cards it is on, and what is said to a click on it.
import { deepEqual, equal } from 'node:assert/strict';
import { askedAgainAnswer, notYoursToAskAgainAnswer } from '../../cards/again-answers.ts';
import { requestCard } from '../../cards/request-card.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { evil, isHarmful, ofType, textsOf } from './card-reading.ts';
import { closed, failed, minutes, open } from './samples.ts';
import { validCard } from './valid-card.ts';

const buttons = (request: AccessRequest) => {
  const card = requestCard(request, { key: request.state });
  validCard(card, 'req-7f3a');
  return ofType(card.card, 'Action.Execute').map(({ title, verb, data, associatedInputs }) => ({
    title,
    verb,
    data,
    associatedInputs,
  }));
};
const again = (title: string) => ({
  title,
  verb: 'again',
  data: { request: 'req-7f3a' },
  associatedInputs: 'none',
});
const offered = {
  ...failed('outside-jit-policy', 'Azure takes the whole prefix only.'),
  failure: { code: 'outside-jit-policy', message: 'Azure said no.', offer: '203.0.113.0/24' },
} as const;

describe('the button to ask again', () => {
  it('is on the card of a request that failed', () => {
    deepEqual(buttons(failed('azure-unavailable', 'Azure did not answer.')), [again('Ask again')]);
  });

  it('names the source that Azure may take instead, and sends nothing of it', () => {
    deepEqual(buttons(offered), [again('Ask again with 203.0.113.0/24')]);
    deepEqual(textsOf(requestCard(offered, { key: 'failed' }).card).slice(7, 9), [
      'Azure said no.',
      'If all of 203.0.113.0/24 may get in, ask again with it.',
    ]);
  });

  it('is on the card of a grant whose rule was taken away, and of no other that closed', () => {
    const endsAt = minutes(61);
    deepEqual(buttons({ ...closed, early: { why: 'gone', endsAt } }), [again('Ask again')]);
    deepEqual(buttons({ ...closed, early: { why: 'done', by: closed.requester, endsAt } }), []);
    deepEqual(buttons(closed), []);
  });
});

describe('the answer to a click on it', () => {
  it('promises a form and nothing else', () => {
    equal(
      askedAgainAnswer(),
      'A new card comes below, filled in as before. Nothing is opened until you send it.',
    );
  });

  it('tells others whose request it is, and what they can do', () => {
    const say = (name: string) => notYoursToAskAgainAnswer({ ...open, requester: { id: 'x', name } });
    equal(say('Ada'), 'Only Ada can ask for this again. Write to me what you need yourself.');
    equal(say(' '), 'Only the person who asked can ask for this again. Write to me what you need yourself.');
    equal(isHarmful(say(evil)), false);
  });
});
