// The card that answers `jit status`.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as Renderer from 'adaptivecards';
import { jitStatusCard } from '../../../cards/setup/jit-status-card.ts';
import type { SeenMachine } from '../../../src/domain/estate.ts';
import { type JitCoverage, jitCoverage } from '../../../src/domain/setup/jit-coverage.ts';
import type { JitStatus } from '../../../src/domain/setup/jit-status.ts';
import { deny, seenMachine, seenOf, subscription } from '../../domain/setup/seen.ts';
import { noon } from '../../support/requests.ts';
import { evil, isHarmful, markdownOf, nodesOf, ofType, textsOf } from '../card-reading.ts';
import { validCard } from '../valid-card.ts';

// The bundle that browsers load: its modules cannot be imported one by one.
const AdaptiveCards: typeof Renderer = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

const berlin = { timeZone: 'Europe/Berlin', locale: 'de-DE' };
const p2 = { tier: 'Standard', subPlan: 'P2' };
const off = { jitPorts: [] };
const rdp = '300 Allow rdp tcp port 3389';
const named = (
  name: string,
  standing: Parameters<typeof seenMachine>[0],
  changes: Partial<SeenMachine> = {},
) => seenMachine(standing, { name, ...changes });
const hidden = ({ publicAddress: _, system: __, ...machine }: SeenMachine): SeenMachine => machine;

const mixed = jitCoverage(
  seenOf(
    [
      named('good-1', { nic: [deny] }),
      named('good-2', { subnet: [deny] }),
      named('hole-1', { nic: [rdp, deny] }),
      named('bare-1', {}),
      named('lost-1', { nic: [] }),
      named('odd-1', { nic: ['300 Allow cloud from AzureCloud', deny] }),
      named('odd-2', { nic: [deny] }, { unclearPorts: true }),
      named('new-1', { nic: [] }, off),
      hidden(named('new-2', { nic: [] }, off)),
      named('none-1', {}, off),
      named('none-2', {}, { ...off, filters: [] }),
      named('x'.repeat(55), { nic: [] }, off),
    ],
    ['/gone'],
  ),
);
const status = (changes: Partial<JitStatus> = {}): JitStatus => ({
  subscription,
  plan: p2,
  coverage: mixed,
  ...changes,
});
const drawn = (statuses: readonly JitStatus[] = [status()], more: object = {}) =>
  jitStatusCard({ statuses, others: [], hints: true, ...more }, berlin, noon);
const linesOf = (...of: Parameters<typeof drawn>) => textsOf(drawn(...of).card);

describe('the card of how far JIT is set up', () => {
  it('tells everything of a subscription, top to bottom', () => {
    deepEqual(linesOf().slice(0, -1), [
      'Just-in-time access in Production',
      'Production',
      'Standard P2',
      'Defender for Servers is on, with a plan that includes JIT.',
      ...['\u00a0', '\u00a0', '\u00a0', '\u00a0', '\u00a0'],
      ...['■', ' 2 on and effective', '   ■', ' 2 on, effect unclear', '   ■', ' 3 on in name only'],
      ...['   ■', ' 2 could have it', '   ■', ' 3 cannot have it'],
      'Does not protect, or not surely',
      'bare-1: it has no NSG, so JIT has nowhere to put its rules, and no NSG shuts any port.',
      'hole-1 port 3389 (RDP) is open to any source by rule rdp, priority 300 in nsg-nic: JIT protects nothing here.',
      'lost-1: JIT’s Deny rule is not there for 3389 (RDP).',
      'odd-1: whom rules let in to 3389 (RDP) cannot be told; “status odd-1” says why.',
      'odd-2: its JIT policy describes a port in a way I do not understand.',
      'Could have it',
      'new-1 and new-2. Write “enable jit on new-1”, or a pattern such as “enable jit on web-∗” for many.',
      'Without a public address, so that the world reaches them only through something before them: new-2.',
      'Azure does not say what these run, so the ports must be named: new-2.',
      'Cannot have it',
      'No NSG on interface or subnet (an Azure Firewall would do, too, but that I do not watch): none-1.',
      'Azure shows no network interface: none-2.',
      `The name is too long: with the JIT policy’s it may have 56 characters: ${'x'.repeat(55)}.`,
      'On and effective',
      'good-1 and good-2.',
      'Left over',
      'JIT policies still list 1 machine not seen any more; “audit ports” names what is left over.',
    ]);
    equal(
      drawn().summary,
      'Just-in-time access in Production: 7 of 12 machines have JIT, 3 in name only, 2 of unclear effect, plan Standard P2',
    );
  });

  it('draws a chart of the counts, and bars of the same shares for who cannot draw it', () => {
    const [chart] = ofType(drawn().card, 'Chart.HorizontalBar.Stacked');
    deepEqual(chart?.data, [
      {
        title: 'Machines',
        data: [
          { legend: 'on and effective', value: 2, color: 'good' },
          { legend: 'on, effect unclear', value: 2, color: 'warning' },
          { legend: 'on in name only', value: 3, color: 'attention' },
          { legend: 'could have it', value: 2, color: 'categoricalBlue' },
          { legend: 'cannot have it', value: 3, color: 'neutral' },
        ],
      },
    ]);
    deepEqual(
      ofType(chart?.fallback, 'Column').map(({ style, width }) => [style, width]),
      [
        ['good', 17],
        ['warning', 17],
        ['attention', 25],
        ['accent', 17],
        ['emphasis', 25],
      ],
    );
  });

  it('gives a single machine among a thousand a part that can be seen', () => {
    const counts = { effective: 999, unclear: 0, 'in-name-only': 1, could: 0, cannot: 0 };
    const columns = ofType(drawn([status({ coverage: { ...mixed, counts } })]).card, 'Column').filter(
      ({ style }) => style !== undefined,
    );
    deepEqual(
      columns.map(({ style, width }) => [style, width]),
      [
        ['good', 100],
        ['attention', 8],
      ],
    );
  });

  it('is read by Microsoft’s renderer with bars in the place of the chart', () => {
    const card = new AdaptiveCards.AdaptiveCard();
    card.version = new AdaptiveCards.Version(1, 5);
    card.parse(drawn().card);
    deepEqual(card.validateProperties().validationEvents, []);
    const [, block] = Array.from({ length: card.getItemCount() }, (_, at) => card.getItemAt(at));
    ok(block instanceof AdaptiveCards.Container);
    deepEqual(
      Array.from({ length: 5 }, (_, at) => block.getItemAt(at).getJsonTypeName()),
      ['ColumnSet', 'Container', 'ColumnSet', 'RichTextBlock', 'Container'],
    );
  });

  const plans: readonly (readonly [JitStatus['plan'], string, RegExp])[] = [
    [p2, 'Standard P2', /^Defender for Servers is on, with a plan that includes JIT\.$/],
    [{ tier: 'Standard' }, 'Standard', /^Defender for Servers is on/],
    [
      { tier: 'Free' },
      'Free',
      /^Defender for Servers is not on: JIT is part of Plan 2, .* Write “turn on defender for Production” to turn it on\.$/,
    ],
    [{ tier: 'Standard', subPlan: 'P1' }, 'Standard P1', /^Defender for Servers has Standard P1 only: /],
    [{ tier: 'Premium', subPlan: 'P9' }, 'Premium P9', /^I do not know the plan “Premium P9”/],
    [
      { unread: 'The bot lacks the right Microsoft.Security/pricings/read in Azure.' },
      'Plan not known',
      /^Whether .* is not known: The bot lacks the right Microsoft\.Security\/pricings\/read in Azure\.$/,
    ],
  ];
  for (const [plan, word, says] of plans)
    it(`says of the plan “${word}” what that means`, () => {
      const [, , shown, sentence] = linesOf([status({ plan })]);
      equal(shown, word);
      match(String(sentence), says);
    });

  it('lets a plan without JIT stand out', () => {
    const loud = (plan: JitStatus['plan']) =>
      textsOf(
        ofType(drawn([status({ plan, coverage: { ...mixed, machines: [] } })]).card, 'Container').filter(
          ({ style }) => style === 'attention',
        ),
      );
    match(loud({ tier: 'Free' }).join(), /^Defender for Servers is not on/);
    deepEqual(loud(p2), []);
  });

  it('says why machines could not be read, and shows the plan all the same', () => {
    const why = 'The bot lacks the right Microsoft.Network/networkSecurityGroups/read in Azure.';
    const card = drawn([status({ coverage: { unread: why } })]);
    ok(textsOf(card.card).includes(`The machines could not be read: ${why}`));
    ok(textsOf(card.card).includes('Standard P2'));
    deepEqual(ofType(card.card, 'Chart.HorizontalBar.Stacked'), []);
    validCard(card, '', 28_000);
  });

  it('says that there are no machines', () => {
    const texts = linesOf([status({ coverage: jitCoverage(seenOf([])) })]);
    ok(texts.includes('Nothing to protect here.'));
  });

  it('does not say what to write where setting up from chat is off', () => {
    const texts = linesOf([status({ plan: { tier: 'Free' } })], { hints: false }).join('\n');
    ok(!/enable jit on|turn on defender/.test(texts), texts);
    match(texts, /is off \(the setting SETUP\)/);
  });

  it('does not say how to turn JIT on where the plan has to come first', () => {
    const texts = linesOf([status({ plan: { tier: 'Free' } })]);
    ok(texts.includes('new-1 and new-2.'));
    ok(!texts.join('\n').includes('enable jit on'));
  });

  it('names subscriptions that were not looked at', () => {
    const others = Array.from({ length: 14 }, (_, at) => ({ id: `id-${at}`, name: `Sub ${at}` }));
    match(
      linesOf([status()], { others }).join('\n'),
      /Not looked at, being too many: Sub 0, .*Sub 11 and 2 more\. Write “jit status Sub 0” for one of them\./,
    );
  });

  it('says when it was so, in the reader’s zone', () => {
    match(String(linesOf().at(-1)), /^As Azure said at 13:00 \(Europe\/Berlin\)\./);
  });

  it('lets nothing act that Azure wrote', () => {
    const hostile = mixed.machines.map(({ machine, coverage }) => ({
      machine: { ...machine, name: evil },
      coverage,
    }));
    const texts = markdownOf(
      jitStatusCard(
        {
          statuses: [
            status({
              subscription: { id: evil, name: evil },
              plan: { tier: evil, subPlan: evil },
              coverage: { ...mixed, machines: hostile },
            }),
            status({
              subscription: { id: evil, name: evil },
              plan: { unread: evil },
              coverage: { unread: evil },
            }),
          ],
          others: [{ id: evil, name: evil }],
          hints: true,
        },
        berlin,
        noon,
      ),
    );
    deepEqual(texts.filter(isHarmful), []);
  });

  describe('however much there is', () => {
    const long = (kind: string, at: number) => `${kind}-${at}-${'x'.repeat(48)}`;
    const many = (count: number): JitCoverage =>
      jitCoverage(
        seenOf(
          Array.from({ length: count }, (_, at) => [
            named(long('hole', at), { nic: [rdp.replace('rdp', `rdp-${'y'.repeat(70)}`), deny] }),
            hidden(named(`new-${at}`.padEnd(45, 'z'), { nic: [] }, off)),
            named(long('none', at), {}, off),
          ]).flat(),
        ),
      );

    it('stays below what Teams takes with 100 machines, and counts what it left out', () => {
      const card = drawn([status({ coverage: many(34) })]);
      validCard(card, '', 28_000);
      const texts = textsOf(card.card).join('\n');
      match(texts, /… and \d+ more\./);
      match(texts, / and \d+ more\. Write “enable jit on new-0z+”/);
    });

    it('stays below it with ten subscriptions of long names, and leaves none out', () => {
      const coverage = many(34);
      const statuses = Array.from({ length: 10 }, (_, at) =>
        status({ subscription: { id: `id-${at}`, name: `${at} ${'s'.repeat(118)}` }, coverage }),
      );
      const others = Array.from({ length: 50 }, (_, at) => ({ id: `o-${at}`, name: 'o'.repeat(200) }));
      const card = drawn(statuses, { others });
      validCard(card, '', 28_000);
      const texts = textsOf(card.card).join('\n');
      for (let at = 0; at < 10; at += 1) match(texts, new RegExp(`^\\*\\*${at} s+`, 'm'));
    });

    it('shows ten small subscriptions with a picture each', () => {
      const coverage = jitCoverage(seenOf([named('a', { nic: [deny] }), named('b', {}, off)]));
      const statuses = Array.from({ length: 10 }, (_, at) =>
        status({ subscription: { id: `id-${at}`, name: `Sub ${at}` }, coverage }),
      );
      const card = drawn(statuses);
      validCard(card, '', 28_000);
      equal(ofType(card.card, 'Chart.HorizontalBar.Stacked').length, 10);
      const texts = textsOf(card.card);
      ok(texts.includes('**Sub 9** (Standard P2): 1 on and effective, 1 cannot have it.'));
      ok(texts.includes('Write “jit status Sub 0” to see which machines those are.'));
    });
  });

  it('is a valid card', () => {
    validCard(drawn(), '', 28_000);
    ok(nodesOf(drawn().card).length > 0);
  });
});
