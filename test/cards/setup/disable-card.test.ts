// The cards that ask whether JIT is to be turned off, and whether the plan of Defender is to be turned on.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { planText } from '../../../cards/setup/defender-card.ts';
import { setupCard } from '../../../cards/setup/setup-card.ts';
import type { PortLeft } from '../../../src/domain/setup/setup-change.ts';
import { ofType, textsOf } from '../card-reading.ts';
import { allowRdp, askedDefender, askedDisable, draftOf, rdp, target } from './samples.ts';

const texts = (over: Parameters<typeof askedDisable>[0] = {}) =>
  textsOf(setupCard(draftOf(askedDisable(over))).card);
const off = (name: string) => target(name, { before: [rdp], wanted: [] });
const left = (world: PortLeft['world'], rules: PortLeft['rules'] = []): PortLeft => ({
  port: 3389,
  world,
  rules,
});

describe('the card that turns JIT off', () => {
  it('tells of one machine all that matters, with an alarm where it opens to the internet', () => {
    deepEqual(texts(), [
      'Turn JIT off · nothing written yet',
      'web-01',
      'Production / rg-web · westeurope',
      'This leaves a machine open to the whole internet: web-01 port 3389 (RDP).',
      'JIT is to be turned off. Who gets in from the internet without JIT’s Deny rule:',
      'web-01',
      'Open to the internet',
      'Port 3389 (RDP): the whole internet gets in by allow-rdp (300 in nsg-web).',
      '**What this does:** the machine is taken out of the JIT policy **default**, and Azure takes away JIT’s Deny rule. Nobody can ask for access to it through JIT from then on.',
      'Of your own networks nothing is said here: without JIT’s Deny rule, Azure’s default rule AllowVnetInBound lets the virtual network and its peers in, where no rule of yours forbids it.',
      'Asked for by Grace Admin, who alone can confirm it. Without that, nothing is written; at 13:30 (Europe/Berlin) it lapses.',
    ]);
  });

  it('has a button that looks as grave as it is', () => {
    const { card } = setupCard(draftOf(askedDisable()));
    deepEqual(
      ofType(card, 'Action.Execute').map(({ title, verb, style }) => [title, verb, style]),
      [
        ['Turn JIT off', 'setup-confirm', 'destructive'],
        ['Cancel', 'setup-cancel', undefined],
      ],
    );
  });

  const worlds: readonly [PortLeft, string, string][] = [
    [left('all'), 'Open to the internet', 'the whole internet gets in, for no NSG is in the way.'],
    [
      left('some', [allowRdp]),
      'Open to some',
      'some addresses of the internet get in by allow-rdp (300 in nsg-web).',
    ],
    [
      left('some', [
        { ...allowRdp, name: `MicrosoftDefenderForCloud-JITRule--12-${'a'.repeat(32)}`, priority: 100 },
      ]),
      'Open to some',
      'some addresses of the internet get in by JIT’s Allow rule for access that is open now (100 in nsg-web).',
    ],
    [left('none'), 'Shut to the internet', 'nobody gets in from the internet: no rule allows it.'],
    [
      left('unknown', [allowRdp]),
      'Cannot be told',
      'who gets in from the internet cannot be told because of allow-rdp (300 in nsg-web).',
    ],
  ];
  for (const [leaves, word, says] of worlds)
    it(`says of a port: ${says}`, () => {
      const drawn = texts({ leaves: [[leaves]] });
      ok(drawn.includes(word) && drawn.includes(`Port 3389 (RDP): ${says}`), drawn.join('\n'));
    });

  for (const [machines, inputs] of [
    [3, []],
    [4, ['count']],
  ] as const)
    it(`asks for ${inputs.length === 0 ? 'a click' : 'their number'} to take JIT off ${machines} machines`, () => {
      const names = Array.from({ length: machines }, (_, at) => `web-${at}`);
      const asked = askedDisable({ targets: names.map(off), leaves: names.map(() => [left('none')]) });
      const { card } = setupCard(draftOf(asked));
      deepEqual(
        ofType(card, 'Input.Text').map(({ id }) => id),
        inputs,
      );
    });

  it('raises no alarm where nothing opens', () => {
    ok(!texts({ leaves: [[left('none')]] }).some((text) => /whole internet/.test(text)));
  });

  it('warns where it cannot be told, the worst machine first', () => {
    const drawn = texts({
      targets: ['a', 'b', 'c'].map(off),
      leaves: [[left('none')], { unread: 'Azure does not answer' }, [left('all', [allowRdp])]],
    });
    deepEqual(drawn.slice(3, 5), [
      'This leaves a machine open to the whole internet: c port 3389 (RDP).',
      'What this leaves open cannot be told for b: it may be open to the whole internet.',
    ]);
    deepEqual(
      drawn.filter((text) => ['a', 'b', 'c'].includes(text)),
      ['c', 'b', 'a'],
    );
    ok(drawn.includes('Its rules could not be read: Azure does not answer.'));
  });

  it('takes ports of which nothing is known for unknown, not for shut', () => {
    for (const leaves of [[[]], []]) ok(texts({ leaves }).includes('Cannot be told'));
  });

  it('names all policies of a machine that stands in several', () => {
    const [first] = [off('web-01')];
    ok(first !== undefined);
    const targets = [{ ...first, policyIds: ['/x/default', '/x/web'] as const }];
    ok(texts({ targets }).some((text) => text.includes('JIT policies **default** and **web**')));
  });
});

describe('the card that turns on the plan of Defender', () => {
  it('says what there is, what there will be, and that it costs money', () => {
    deepEqual(textsOf(setupCard(draftOf(askedDefender)).card).slice(0, 7), [
      'Turn on Defender for Servers · nothing written yet',
      'Production',
      'Subscription 10000000-0000-4000-8000-000000000001',
      'This costs money: Azure bills the plan per server and hour, for every server of the subscription, with JIT or without. The price is Microsoft’s; see its page below.',
      '**Now:** off (Free).',
      '**Then:** Defender for Servers Plan 2 (Standard, P2).',
      '**What this does:** just-in-time access can be turned on for the machines of this subscription. By itself it opens and shuts no port.',
    ]);
  });

  it('names no price, and links to Microsoft’s page', () => {
    const { card } = setupCard(draftOf(askedDefender));
    deepEqual(
      ofType(card, 'Action.OpenUrl').map(({ url }) => url),
      ['https://azure.microsoft.com/pricing/details/defender-for-cloud/'],
    );
    ok(!/[$€£]\s?\d|\d\s?(?:USD|EUR)/.test(JSON.stringify(card)));
  });

  it('wants the name typed, and does not type it for anybody', () => {
    const [input] = ofType(setupCard(draftOf(askedDefender)).card, 'Input.Text');
    deepEqual([input?.id, input?.value, input?.isRequired], ['name', '', true]);
  });

  const plans = [
    [{ tier: 'Free' }, 'off (Free)'],
    [{ tier: 'Standard' }, 'Defender for Servers (Standard, without a plan’s name)'],
    [{ tier: 'Standard', subPlan: 'P1' }, 'Defender for Servers Plan 1, which has no just-in-time access'],
    [{ tier: 'standard', subPlan: 'p2' }, 'Defender for Servers Plan 2'],
    [{ tier: 'Standard', subPlan: 'P3' }, 'Defender for Servers, plan “P3”, which I do not know'],
    [{ tier: 'Gold' }, 'tier “Gold”, which I do not know'],
    [{ tier: 'Gold', subPlan: 'P2' }, 'tier “Gold” with plan “P2”, which I do not know'],
  ] as const;
  for (const [plan, said] of plans) it(`calls a plan: ${said}`, () => equal(planText(plan), said));
});
