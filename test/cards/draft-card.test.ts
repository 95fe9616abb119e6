// The cards that ask.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are meant.
import { deepEqual, equal } from 'node:assert/strict';
import { draftCard } from '../../cards/draft-card.ts';
import type { Draft } from '../../src/domain/access-request.ts';
import type { OutlookRule } from '../../src/domain/form.ts';
import { ofType, textsOf } from './card-reading.ts';
import { choice, draft, form, minutes, outlook } from './samples.ts';
import { validCard } from './valid-card.ts';

const buttons = (card: unknown) =>
  ofType(card, 'Action.Execute').map(({ verb, title, data, associatedInputs }) => ({
    verb,
    title,
    data,
    associatedInputs,
  }));
const own = (asking: Draft['asking']): Draft => ({
  ...draft(asking),
  origin: { conversationId: 'a:1', activityId: '1', private: true },
});
const request = 'req-7f3a';
const cancel = { verb: 'cancel', title: 'Cancel', data: { request }, associatedInputs: 'none' };
const find = { verb: 'name-machine', title: 'Find', data: { request }, associatedInputs: undefined };
const chosen = (title: string, machine: string) => ({
  verb: 'choose-machine',
  title,
  data: { request, machine },
  associatedInputs: 'none',
});

describe('the card that asks for a machine', () => {
  it('offers an input when none was named', () => {
    const { card } = draftCard(draft({ kind: 'machine', why: 'unnamed', typed: '', choices: [] }));
    deepEqual(textsOf(card), ['Not sent yet', 'Which machine?', 'Write its name as it is in Azure.']);
    deepEqual(buttons(card), [find, cancel]);
    deepEqual(
      ofType(card, 'Input.Text').map(({ id, label, value }) => [id, label, value]),
      [['machine', 'Machine', '']],
    );
  });

  it('offers the nearest as buttons, told apart by group where names are the same', () => {
    const choices = [choice('web-01'), choice('web-02'), choice('web-02', 'rg_old.eu')];
    const { card } = draftCard(draft({ kind: 'machine', why: 'unknown', typed: 'wbe-*', choices }));
    deepEqual(textsOf(card).slice(1), [
      'I see no machine called “wbe-∗”',
      'Is it one of these? Otherwise check the spelling.',
    ]);
    deepEqual(buttons(card), [
      chosen('web-01', choices[0]?.id ?? ''),
      chosen('web-02 (rg-web)', choices[1]?.id ?? ''),
      chosen('web-02 (rg_old.eu)', choices[2]?.id ?? ''),
      find,
      cancel,
    ]);
    equal(ofType(card, 'Input.Text')[0]?.value, 'wbe-*');
  });

  it('shows subscription and group of machines with one name', () => {
    const choices = [choice('web-01'), choice('web-01', 'rg-old')];
    const { card } = draftCard(draft({ kind: 'machine', why: 'several', typed: 'web-01', choices }));
    deepEqual(textsOf(card).slice(1), [
      'Which “web-01”?',
      '2 machines have this name.',
      'web-01',
      'Production / rg-web · westeurope',
      'web-01',
      'Production / rg-old · westeurope',
    ]);
    deepEqual(buttons(card), [...choices.map(({ id }) => chosen('Choose', id)), cancel]);
    deepEqual(ofType(card, 'Input.Text'), []);
  });

  it('says what it can see when nothing is near', () => {
    const { card } = draftCard(draft({ kind: 'machine', why: 'unknown', typed: 'x', choices: [] }));
    equal(textsOf(card)[2], 'Check the spelling. I only see machines in the subscriptions I was given.');
  });

  it('stays small with many machines of one name', () => {
    const choices = Array.from({ length: 12 }, (_, index) =>
      choice('web-01', `rg-${'x'.repeat(80)}-${index}`),
    );
    const { card } = draftCard(draft({ kind: 'machine', why: 'several', typed: 'web-01', choices }));
    equal(Buffer.byteLength(JSON.stringify(card), 'utf8') < 20_000, true);
  });
});

describe('the form', () => {
  it('shows what was typed verbatim, and offers the ports by name', () => {
    const values = { port: '22', source: '*:<x>', time: '[a](b)', reason: '**r** ${time}\nline' };
    const { card } = draftCard(draft({ ...form, values }));
    deepEqual(
      [...ofType(card, 'Input.ChoiceSet'), ...ofType(card, 'Input.Text')].map(({ id, value }) => [id, value]),
      Object.entries(values),
    );
    deepEqual(ofType(card, 'Input.ChoiceSet')[0]?.choices, [
      { title: '22 (SSH)', value: '22' },
      { title: '3389 (RDP)', value: '3389' },
    ]);
    deepEqual(buttons(card), [
      { verb: 'request', title: 'Request', data: { request }, associatedInputs: undefined },
      cancel,
    ]);
  });

  it('says whose it is where others read it, too', () => {
    const placed = (request: Draft) => textsOf(draftCard(request).card)[2];
    equal(placed(draft(form)), 'Production / rg-web · westeurope · for Ada Lovelace');
    equal(placed(own(form)), 'Production / rg-web · westeurope');
  });

  it('shows the limits that all ports share once', () => {
    deepEqual(textsOf(draftCard(own(form)).card), [
      'Not sent yet',
      'web-01',
      'Production / rg-web · westeurope',
      '22 (SSH): 22',
      '3389 (RDP): 3389',
      'The IPv4 address or CIDR you connect from.',
      'Up to 3 h.',
    ]);
  });

  const changed = (rule: Partial<OutlookRule>) => outlook.slice(0, 1).map((each) => ({ ...each, ...rule }));
  const hints: readonly (readonly [rules: readonly OutlookRule[], hint: string])[] = [
    [outlook, 'Up to 2 h.'],
    [[...outlook, ...changed({ longest: 14_400 })], 'Up to 3 h.'],
    [changed({ ports: [22] }), 'Up to 2 h (port 22); 3 h (port 3389).'],
  ];
  for (const [rules, hint] of hints)
    it(`never promises more than a rule allows: ${hint}`, () => {
      const { card } = draftCard(draft({ ...form, outlook: rules }));
      equal(textsOf(card).at(-1), hint);
    });

  it('shows differing limits with their ports, and every refusal on the ground of attention', () => {
    const offered = [
      { port: 22, maximumSeconds: 3600, allowedSources: ['10.0.0.0/8', '203.0.113.0/24'] },
      { port: 3389, maximumSeconds: 10_800, allowedSources: ['*'] },
    ];
    const refusals = [{ code: 'too-long', maximumSeconds: 3600 }, { code: 'source-missing' }] as const;
    const { card } = draftCard(draft({ ...form, offered, refusals }));
    deepEqual(textsOf(card).slice(-2), [
      'The IPv4 address or CIDR you connect from. Allowed: 10.0.0.0/8 or 203.0.113.0/24 (port 22); any IPv4 address (port 3389).',
      'Up to 1 h (port 22); 3 h (port 3389).',
    ]);
    deepEqual(
      textsOf(ofType(card, 'Container').filter(({ style, bleed }) => style === 'attention' && !bleed)),
      [
        'That is too long; the machine’s just-in-time policy allows up to 1 h.',
        'Enter the source address you connect from: an IPv4 address such as 203.0.113.7, or a CIDR such as 203.0.113.0/24.',
      ],
    );
  });
});

describe('what the form says of the rules that may decide', () => {
  const lines = (rules: readonly OutlookRule[], breakGlass = false) => {
    const wish = breakGlass ? ({ breakGlass: true } as const) : {};
    const { card } = draftCard({ ...draft({ ...form, outlook: rules }), wish });
    return textsOf(card).slice(3, -4);
  };
  const approving: OutlookRule = {
    rule: 'production',
    decision: 'approval',
    ports: [22, 3389],
    reasonRequired: false,
    approvers: [{ kind: 'team', part: 'members' }],
    quorum: 2,
    breakGlass: false,
  };
  const automatic: OutlookRule = {
    rule: 'labs',
    decision: 'automatic',
    ports: [22, 3389],
    reasonRequired: true,
  };
  const refusing: OutlookRule = {
    ...automatic,
    rule: 'at night',
    decision: 'refused',
    because: 'The backup runs.',
  };
  const needs = 'needs 2 approvals by the members of the approvals team';

  it('is one line for one rule, with every limit it sets', () => {
    deepEqual(lines(outlook.slice(0, 1)), [
      'Rule **production databases**: needs 1 approval by Grace Admin or the group sre-leads; up to 2 h; from office or vpn; a reason is required.',
    ]);
    deepEqual(lines([{ ...automatic, ticket: '(INC|CHG)-[0-9]+' }]), [
      'Rule **labs**: no approval needed; the reason must contain (INC∣CHG)-[0-9]+.',
    ]);
  });

  it('says on what it depends where several may decide', () => {
    deepEqual(lines([approving, refusing, automatic]), [
      'Depends on source and time:',
      `Rule **production**: ${needs}.`,
      'Rule **at night**: refused: The backup runs.',
      'Rule **labs**: no approval needed; a reason is required.',
    ]);
    deepEqual(lines([approving, { ...automatic, ports: [22] }]), [
      'Depends on port, source and time:',
      `Rule **production** (port 22 (SSH) or 3389 (RDP)): ${needs}.`,
      'Rule **labs** (port 22 (SSH)): no approval needed; a reason is required.',
    ]);
  });

  it('says who has agreed in advance, and until when', () => {
    const allowed = [{ port: 3389, by: [{ id: 'g', name: 'Grace *Admin*' }], until: minutes(90) }];
    deepEqual(lines([{ ...approving, ports: [3389], allowed }]), [
      `Rule **production**: no approval needed until 15:32 (Europe/Berlin): allowed in advance by Grace ∗Admin∗; otherwise ${needs}.`,
    ]);
    deepEqual(lines([{ ...approving, allowed }]), [
      `Rule **production**: no approval needed for port 3389 (RDP) until 15:32 (Europe/Berlin): allowed in advance by Grace ∗Admin∗; otherwise ${needs}.`,
    ]);
  });

  it('shows five rules at most and says how many more there are', () => {
    const many = Array.from({ length: 8 }, (_, index) => ({ ...automatic, rule: `r${index}` }));
    deepEqual(
      [lines(many).length, lines(many).at(-2), lines(many).at(-1)],
      [7, 'Rule **r4**: no approval needed; a reason is required.', 'and 3 more'],
    );
  });

  it('says nothing where no rule is known', () => deepEqual(lines([]), []));

  it('says loudly that glass is broken, and what each rule makes of it', () => {
    const warning =
      'Nobody is asked first. Approvers and on-call are told at once, and somebody else must review it afterwards.';
    deepEqual(lines([{ ...approving, breakGlass: true }], true), [
      warning,
      'Rule **production**: opens without approval, by break glass.',
    ]);
    const also = { ...approving, rule: 'strict' };
    deepEqual(
      lines([{ ...approving, breakGlass: true }, also], true).at(-1),
      `Rule **strict**: no break glass; ${needs}.`,
    );
    const breakable = { ...form, outlook: [{ ...approving, breakGlass: true }] };
    const { card } = draftCard({ ...draft(breakable), wish: { breakGlass: true } });
    deepEqual(
      [
        textsOf(card)[0],
        ofType(card, 'Action.Execute').map(({ title, verb, style }) => [title, verb, style]),
      ],
      [
        'Break glass',
        [
          ['Break glass: open now', 'request', 'destructive'],
          ['Cancel', 'cancel', undefined],
        ],
      ],
    );
  });

  it('is an ordinary form, and says so, where breaking glass would do nothing', () => {
    deepEqual(lines([approving], true), [
      'Glass cannot be broken here: this is an ordinary request.',
      `Rule **production**: ${needs}.`,
    ]);
    const free = {
      rule: 'test machines',
      decision: 'automatic',
      ports: [3389],
      reasonRequired: false,
    } as const;
    deepEqual(
      [[free], [free, approving], []].map((outlook) => lines(outlook, true)[0]),
      [
        'Glass need not be broken here, as nobody has to approve: this is an ordinary request.',
        'Glass cannot be broken here, or need not be: this is an ordinary request.',
        'Glass cannot be broken here, or need not be: this is an ordinary request.',
      ],
    );
    const ordinary = { ...form, outlook: [approving] };
    const { card } = draftCard({ ...draft(ordinary), wish: { breakGlass: true } });
    deepEqual(
      ofType(card, 'Action.Execute').map(({ title }) => title),
      ['Request', 'Cancel'],
    );
  });

  for (const [rules, required] of [
    [[], undefined],
    [[automatic], true],
    [[{ ...automatic, reasonRequired: false, ticket: 'INC-[0-9]+' }], true],
    [[automatic, approving], undefined],
  ] as const)
    it(`${required ? 'requires' : 'does not require'} a reason under ${rules.length} rules`, () => {
      const { card } = draftCard(draft({ ...form, outlook: rules }));
      const reasons = ofType(card, 'Input.Text').filter(({ id }) => id === 'reason');
      deepEqual(
        reasons.map(({ isRequired }) => isRequired),
        [required],
      );
    });

  it('stays small with the longest rules', () => {
    const long = '@'.repeat(3000);
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...approving,
      rule: `${index}${long}`,
      longest: 1,
      sources: Array.from({ length: 30 }, () => long),
      ticket: long,
      approvers: Array.from(
        { length: 30 },
        (_, id) => ({ kind: 'group', id: `${id}`, name: `${id}${long}` }) as const,
      ),
    }));
    const hole = { port: 3389, rule: { nsg: long, name: long, priority: 300 }, sources: [long, long, long] };
    const holes = [hole, hole, hole, hole];
    validCard(draftCard(draft({ ...form, outlook: many, holes })), request, 28_000);
  });
});
