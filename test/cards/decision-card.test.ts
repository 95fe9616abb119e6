// The card for approvers: true to the state, offering each viewer what is theirs, harmless and small with any text.
import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { decisionCard } from '../../cards/decision-card.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { ApprovalGrounds, BreakGlassGrounds } from '../../src/domain/grounds.ts';
import type { Terms } from '../../src/domain/terms.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { evil, isHarmful, markdownOf, ofType, textsOf } from './card-reading.ts';
import {
  agreedTwice,
  approval,
  approved,
  broken,
  decisionSamples,
  denied,
  draft,
  form,
  lapsed,
  minutes,
  open,
  pending,
  refused,
  terms,
  withdrawn,
} from './samples.ts';
import { validCard } from './valid-card.ts';

const viewers: readonly Viewer[] = ['everyone', 'approver', 'agreed', 'requester', 'onlooker'];
const refreshFor = ['29:ada', '29:grace'];

const found = (name: string) => {
  const sample = decisionSamples.find((each) => each.name === name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  return sample;
};
const drawn = (name: string, viewer: Viewer = 'everyone', who: readonly string[] = refreshFor) => {
  const { request, key } = found(name);
  return decisionCard(request, { key, viewer, refreshFor: who });
};
const texts = (name: string, viewer?: Viewer) => textsOf(drawn(name, viewer).card);
const verbs = (card: unknown) => ofType(card, 'Action.Execute').map(({ verb }) => verb);

describe('decisionCard', () => {
  for (const { name, request } of decisionSamples)
    for (const viewer of viewers)
      it(`is a valid card for ${viewer}: ${name}`, () => validCard(drawn(name, viewer), request.id));

  it('asks with everything an approver needs', () => {
    const { card, summary } = drawn('one has agreed');
    equal(summary, 'Ada Lovelace asks for web-01 port 3389 (RDP)');
    deepEqual(textsOf(card), [
      'Waiting for approval',
      'web-01',
      'Production / rg-web · westeurope',
      'Port',
      '3389 (RDP)',
      'Time',
      'for 1 h',
      'Who asks: Ada Lovelace',
      'Directory id: 3f2a91c0-1111-4222-8333-444455556666',
      'Source: 198.51.100.7 (typed)',
      'Reason: INC-1234 disk full',
      'Policy rule: production databases',
      'Approvers: Grace Admin or the group sre-leads',
      'Escalates to: the owners of the approvals team, from 14:33 (Europe/Berlin)',
      'Approved by: Grace Admin at 14:07 (Europe/Berlin), for 30 min at most',
      'Still needed: 1 of 2 approvals',
      'Lapses: 18:03 (Europe/Berlin)',
    ]);
  });

  it('says who may decide as well once it is escalated', () => {
    const facts = texts('escalated').filter((text) => /Approvers|Escalates/.test(text));
    deepEqual(facts, ['Approvers: Grace Admin, the group sre-leads or the owners of the approvals team']);
  });

  it('shows a fixed end with its zone', () => {
    const until: Terms = { ...terms, time: { kind: 'until', at: minutes(60) } };
    const { card } = decisionCard(
      { ...pending(), terms: until },
      { key: 'pending/0', viewer: 'everyone', refreshFor: [] },
    );
    deepEqual(textsOf(card).slice(5, 7), ['Until (Europe/Berlin)', '15:02']);
  });

  for (const [name, viewer, buttons, line] of [
    ['nobody has agreed', 'everyone', ['approve', 'approve-less', 'deny'], undefined],
    ['nobody has agreed', 'approver', ['approve', 'approve-less', 'deny'], undefined],
    ['nobody has agreed', 'requester', ['withdraw'], 'You asked; others decide.'],
    ['one has agreed', 'agreed', [], 'You have approved. Still needed: 1 approval by somebody else.'],
    ['nobody has agreed', 'onlooker', [], 'Only Grace Admin or the group sre-leads can decide this.'],
    [
      'escalated',
      'onlooker',
      [],
      'Only Grace Admin, the group sre-leads or the owners of the approvals team can decide this.',
    ],
    [
      'glass broken',
      'everyone',
      ['review'],
      'Ada Lovelace broke glass: nobody approved this. Somebody else must acknowledge it.',
    ],
    [
      'glass broken',
      'approver',
      ['review'],
      'Ada Lovelace broke glass: nobody approved this. Somebody else must acknowledge it.',
    ],
    ['glass broken', 'requester', [], 'You broke glass; somebody else must acknowledge it.'],
    [
      'glass broken',
      'onlooker',
      [],
      'Only Grace Admin or the owners of the approvals team can acknowledge this.',
    ],
  ] as const)
    it(`offers ${viewer} ${buttons.join(', ') || 'nothing'}: ${name}`, () => {
      const { card } = drawn(name, viewer, []);
      deepEqual(verbs(card), buttons);
      ok(line === undefined || textsOf(card).includes(line));
    });

  it('lets clients of those named ask for a view of their own, as long as it is not decided', () => {
    const action = {
      type: 'Action.Execute',
      title: 'Refresh',
      verb: 'view',
      data: { request: 'req-7f3a' },
    };
    const refreshing = decisionSamples.filter(({ name }) =>
      viewers.every((viewer) => {
        const { refresh } = drawn(name, viewer).card;
        if (refresh !== undefined) deepEqual(refresh, { action, userIds: refreshFor });
        return refresh !== undefined;
      }),
    );
    deepEqual(
      refreshing.map(({ name }) => name),
      ['nobody has agreed', 'one has agreed', 'escalated', 'glass broken'],
    );
  });

  it('asks no client to refresh where nobody is named, and no more than Teams takes', () => {
    equal('refresh' in drawn('nobody has agreed', 'everyone', []).card, false);
    const many = Array.from({ length: 70 }, (_, index) => `29:${index}`);
    const { refresh } = drawn('nobody has agreed', 'everyone', many).card;
    deepEqual(Reflect.get(Object(refresh), 'userIds'), many.slice(0, 60));
  });

  for (const [name, status, lines] of [
    [
      'approved',
      'Approved',
      [
        'Grace Admin (id 9c1e77aa…) approved at 14:07 (Europe/Berlin), for 30 min at most.',
        'Linus Lead (id 0d4f88bb…) approved at 14:09 (Europe/Berlin).',
      ],
    ],
    [
      'approved, nobody has to agree any more',
      'Approved',
      ['The access policy no longer asks for approval (rule labs).'],
    ],
    [
      'denied',
      'Denied',
      [
        'Linus Lead (id 0d4f88bb…) denied it at 14:11 (Europe/Berlin).',
        'Denied because: Use the read replica.',
      ],
    ],
    ['withdrawn', 'Withdrawn', ['Ada Lovelace (id 3f2a91c0…) withdrew it at 14:06 (Europe/Berlin).']],
    ['lapsed', 'Lapsed', ['Nobody decided in time.']],
    ['refused', 'Refused', ['When it was approved, the access policy no longer allowed it.']],
    [
      'glass broken, acknowledged',
      'Break glass, acknowledged',
      [
        'Grace Admin (id 9c1e77aa…) acknowledged it at 15:02 on Tue 24 Nov (Europe/Berlin).',
        'Note: Agreed with on-call, see INC-1234.',
      ],
    ],
  ] as const)
    it(`asks nobody any more and says what became of it: ${name}`, () => {
      const { card } = drawn(name);
      deepEqual(verbs(card), []);
      const shown = textsOf(card);
      deepEqual([shown[0], ...shown.slice(7, 7 + lines.length)], [status, ...lines]);
      ok(shown.includes('Directory id: 3f2a91c0-1111-4222-8333-444455556666'));
    });

  it('does not blame the access policy when the machine is gone', () => {
    const gone = { ...refused, refusals: [{ code: 'machine-gone', machine: 'web-01' }] } as const;
    const { card } = decisionCard(gone, { key: 'refused', viewer: 'everyone', refreshFor: [] });
    equal(textsOf(card)[7], 'When it was approved, it could no longer be had.');
  });

  const { sent: _, ...cancelled } = withdrawn;
  for (const request of [draft(form), cancelled, open])
    it(`refuses to invent a card for a ${request.state} request that nobody was asked about`, () => {
      throws(
        () => decisionCard(request, { key: 'x', viewer: 'everyone', refreshFor: [] }),
        /no card for approvers/,
      );
    });
});

describe('a decision card with hostile text', () => {
  const cards = (text: string, many: number) => {
    const person = { id: text, name: text };
    const { machine } = terms;
    const hostile: Terms = {
      ...terms,
      machine: {
        ...machine,
        name: text,
        region: text,
        resourceGroup: text,
        subscription: { id: '1', name: text },
      },
      source: text,
      reason: text,
    };
    const party = { kind: 'group', ...person } as const;
    const parties = Array.from({ length: many }, (_, index) => ({ ...party, name: `${index}${text}` }));
    const grounds: ApprovalGrounds = {
      ...agreedTwice,
      rule: text,
      asking: {
        ...approval.asking,
        approvers: [party, ...parties],
        escalate: { at: minutes(31), to: [party, ...parties] },
      },
      approvals: Array.from({ length: many }, () => ({ by: person, at: minutes(5), seconds: 1 })),
    };
    const glass: BreakGlassGrounds = { ...broken, rule: text, reviewers: [party, ...parties] };
    const sent = { terms: hostile, grounds };
    const requester = person;
    const requests: readonly (readonly [AccessRequest, string])[] = [
      [{ ...pending(grounds), requester, terms: hostile }, 'pending/1'],
      [{ ...pending(grounds), requester, terms: hostile }, 'pending/1/escalated'],
      [{ ...approved, requester, terms: hostile, grounds: { ...grounds, waivedBy: text } }, 'approved'],
      [{ ...denied, requester, by: person, reason: text, sent }, 'denied'],
      [{ ...withdrawn, requester, sent }, 'withdrawn'],
      [{ ...lapsed, requester, sent }, 'lapsed'],
      [{ ...refused, requester, refusals: [{ code: 'machine-gone', machine: text }], sent }, 'refused'],
      [{ ...open, requester, terms: hostile, grounds: glass }, 'review'],
      [
        {
          ...open,
          requester,
          terms: hostile,
          grounds: { ...glass, review: { by: person, at: minutes(9), note: text } },
        },
        'reviewed',
      ],
    ];
    return requests.flatMap(([request, key]) =>
      viewers.map((viewer) => decisionCard(request, { key, viewer, refreshFor })),
    );
  };

  it('shows it as text in every place', () => {
    const shown = cards(evil, 2).flatMap(markdownOf);
    deepEqual(shown.filter(isHarmful), []);
    ok(shown.some((text) => text.includes('evil')));
  });

  for (const [what, text] of [
    ['letters', 'x'.repeat(5000)],
    ['what takes most to disarm', '@'.repeat(5000)],
    ['emoji', '😀'.repeat(5000)],
  ] as const)
    it(`stays small with the longest texts: ${what}`, () => {
      for (const card of cards(text, 60)) validCard(card, 'req-7f3a', 28_000);
    });
});
