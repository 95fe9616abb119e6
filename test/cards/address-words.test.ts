// What cards say of the address somebody connects from, and the ways to the address page.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { sourceText } from '../../cards/address-words.ts';
import { decisionCard } from '../../cards/decision-card.ts';
import { requestCard } from '../../cards/request-card.ts';
import type { Draft } from '../../src/domain/access-request.ts';
import type { LearnedAddress } from '../../src/domain/learned-address.ts';
import { evil, isHarmful, markdownOf, nodesOf, ofType, textsOf } from './card-reading.ts';
import { askedAt, draft, form, minutes, open, pending, terms } from './samples.ts';
import { validCard } from './valid-card.ts';

const hours = (count: number) => askedAt + count * 3600_000;
const days = (count: number) => hours(24 * count);
const address = '203.0.113.7';
const withSource = (source: string, more: Partial<Draft> = {}): Draft => ({
  ...draft({ ...form, values: { ...form.values, source } }),
  origin: { conversationId: 'a:1', activityId: '1', private: true },
  ...more,
});
const hint = 'The IPv4 address or CIDR you connect from.';
/** What stands between the hint on sources and the one on times. */
const notes = (request: Draft) => {
  const texts = textsOf(requestCard(request, { key: 'draft/1' }).card);
  return texts.slice(texts.indexOf(hint) + 1, texts.indexOf('Up to 3 h.'));
};
const page = (more: Partial<LearnedAddress> = {}): LearnedAddress => ({
  address,
  at: minutes(50),
  how: 'page',
  ...more,
});
const earlier = (at: number): LearnedAddress => ({ address, at, how: 'earlier' });

describe('what the form says of its source', () => {
  const said: readonly (readonly [
    what: string,
    source: string,
    learned: LearnedAddress,
    notes: readonly string[],
  ])[] = [
    [
      'how and when the page saw it',
      address,
      page(),
      ['203.0.113.7, confirmed on the address page at 14:52 (Europe/Berlin).'],
    ],
    [
      'that it has changed',
      address,
      page({ before: { address: '198.51.100.4', at: days(-6) } }),
      [
        '203.0.113.7, confirmed on the address page at 14:52 (Europe/Berlin).',
        'It has changed: on Tue 17 Nov it was 198.51.100.4.',
      ],
    ],
    [
      'that it has changed since earlier that day',
      address,
      page({ before: { address: '198.51.100.4', at: hours(-3) } }),
      [
        '203.0.113.7, confirmed on the address page at 14:52 (Europe/Berlin).',
        'It has changed: at 11:02 it was 198.51.100.4.',
      ],
    ],
    [
      'nothing of a change that was none',
      address,
      page({ before: { address, at: days(-6) } }),
      ['203.0.113.7, confirmed on the address page at 14:52 (Europe/Berlin).'],
    ],
    [
      'only what the page saw of a source that was typed over it',
      '192.0.2.1',
      page({ before: { address: '198.51.100.4', at: days(-6) } }),
      ['The address page saw you come from 203.0.113.7 at 14:52 (Europe/Berlin).'],
    ],
    [
      'how old an earlier one is',
      ` ${address} `,
      earlier(days(-3)),
      ['Your last confirmed address, from 3 days ago; check that it still is yours.'],
    ],
    ['nothing of an earlier one beside another source', '192.0.2.1', earlier(days(-3)), []],
    ['nothing of an earlier one that was not filled in', '', earlier(days(-3)), []],
    [
      'a hint of one too old to be filled in',
      '',
      earlier(days(-31)),
      ['Your last confirmed address was 203.0.113.7, 31 days ago.'],
    ],
  ];
  for (const [what, source, learned, expected] of said)
    it(`is ${what}`, () => deepEqual(notes(withSource(source, { learned })), expected));

  for (const [at, age] of [
    [minutes(-59), '59 minutes'],
    [hours(-1), '1 hour'],
    [hours(-23), '23 hours'],
    [days(-1), '1 day'],
    [days(-29), '29 days'],
  ] as const)
    it(`counts the age of an earlier one: ${age}`, () =>
      deepEqual(notes(withSource(address, { learned: earlier(at) })), [
        `Your last confirmed address, from ${age} ago; check that it still is yours.`,
      ]));

  it('is no other address of theirs where others read along', () => {
    const learned = page({ before: { address: '198.51.100.4', at: days(-6) } });
    const origin = { conversationId: '19:1', activityId: '1' };
    deepEqual(notes(withSource(address, { learned, origin })), [
      '203.0.113.7, confirmed on the address page at 14:52 (Europe/Berlin).',
    ]);
  });

  it('names the network of the access policy, as long as its prefix stands there', () => {
    const asking = { ...form, network: { name: 'office', prefix: '198.51.100.0/24' } };
    const named = (source: string) => notes(draft({ ...asking, values: { ...form.values, source } }));
    deepEqual(named('198.51.100.0/24'), ['198.51.100.0/24 is “office” in the access policy.']);
    deepEqual(named('198.51.100.7'), []);
  });

  it('is harmless, whatever was written down', () => {
    const asking = { ...form, network: { name: evil, prefix: '1' }, values: { ...form.values, source: '1' } };
    const before = { address: evil, at: days(-1) };
    const requests = [
      { ...draft(asking), learned: { ...page({ before }), address: evil } },
      { ...withSource(evil), learned: { ...page({ before }), address: evil } },
      { ...withSource(''), learned: { ...earlier(days(-60)), address: evil } },
    ];
    const texts = requests.flatMap((request) => markdownOf(requestCard(request, { key: 'draft/1' })));
    deepEqual(texts.filter(isHarmful), []);
  });
});

describe('the way to the address page', () => {
  const link = 'https://jit.example/address/req-7f3a.1.abc';
  const drawn = (links?: object, request: Draft = withSource('')) =>
    requestCard(request, { key: 'draft/1', ...(links && { links }) });
  const required = (card: unknown) =>
    nodesOf(card).filter(({ isRequired, errorMessage }) => isRequired || errorMessage).length;

  for (const [where, origin, title] of [
    ['in a personal chat', { conversationId: 'a:1', activityId: '1', private: true }, 'Use my address'],
    // It takes the place of the button of that name: the same name again would look as if nothing had come.
    ['in a group', { conversationId: '19:1', activityId: '1' }, 'Open the address page'],
  ] as const)
    it(`is a link on a card that only the requester sees, ${where}: ${title}`, () => {
      const card = drawn({ pages: true, address: link }, withSource('', { origin }));
      validCard(card, 'req-7f3a');
      deepEqual(ofType(card.card, 'Action.OpenUrl'), [{ type: 'Action.OpenUrl', title, url: link }]);
      deepEqual(
        ofType(card.card, 'Action.Execute').map(({ verb }) => verb),
        ['request', 'cancel'],
      );
      ok(required(card.card) > 0);
    });

  it('is a button that takes along what was typed, also where the source is still empty, on a card for all', () => {
    const card = drawn({ pages: true });
    validCard(card, 'req-7f3a');
    deepEqual(ofType(card.card, 'Action.OpenUrl'), []);
    const [button] = ofType(card.card, 'Action.Execute');
    deepEqual(button, {
      type: 'Action.Execute',
      title: 'Use my address',
      verb: 'my-address',
      data: { request: 'req-7f3a' },
    });
    equal(required(card.card), 0);
    equal(ofType(card.card, 'Input.Text').length, 3);
  });

  it('is not there where there are no pages', () => {
    for (const card of [drawn(), drawn({})]) {
      validCard(card, 'req-7f3a');
      equal(JSON.stringify(card.card).includes('Use my address'), false);
      ok(required(card.card) > 0);
    }
  });
});

describe('the source that was agreed on', () => {
  const seenAt = minutes(50);
  for (const [changes, plain, forApprovers] of [
    [{}, '198.51.100.7', '198.51.100.7 (typed)'],
    [{ seenAt }, '198.51.100.7 (seen by the address page at 14:52, Europe/Berlin)', undefined],
    [{ network: 'office', source: '198.51.100.0/24' }, 'office (198.51.100.0/24)', undefined],
    [
      { network: 'home', seenAt },
      'home (198.51.100.7; seen by the address page at 14:52, Europe/Berlin)',
      undefined,
    ],
  ] as const)
    it(`is shown with how it is known: ${forApprovers ?? plain}`, () => {
      const said = { ...terms, ...changes };
      deepEqual(
        [sourceText(said, open, false), sourceText(said, open, true)],
        [plain, forApprovers ?? plain],
      );
    });

  it('is shown to approvers and to the requester, each as they need it', () => {
    const source = (card: unknown) => textsOf(card).filter((text) => text.startsWith('Source: '));
    const request = pending();
    const view = { key: 'pending/0', viewer: 'approver', refreshFor: [] } as const;
    deepEqual(source(decisionCard(request, view).card), ['Source: 198.51.100.7 (typed)']);
    deepEqual(source(requestCard(request, { key: 'pending/0' }).card), ['Source: 198.51.100.7']);
    const seen = { ...open, terms: { ...terms, seenAt } };
    deepEqual(source(requestCard(seen, { key: 'open' }).card), [
      'Source: 198.51.100.7 (seen by the address page at 14:52, Europe/Berlin)',
    ]);
  });

  it('is harmless, whatever the network is called', () => {
    equal(isHarmful(sourceText({ ...terms, network: evil }, open, true)), false);
  });
});
