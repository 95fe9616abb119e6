// Cards of findings: whatever is in them they are valid, small, harmless, and bounded.
import assert from 'node:assert/strict';
import { driftNewsCard, portsCard } from '../../../cards/drift/drift-cards.ts';
import { findingSentence } from '../../../cards/drift/finding-words.ts';
import type { Finding } from '../../../src/domain/drift/finding.ts';
import {
  aKnown,
  aLeftoverEntry,
  aLeftoverRule,
  aNetworkFinding,
  anOpenFinding,
  anOutlived,
  anUnguarded,
  everyFinding,
  machine,
} from '../../support/findings.ts';
import { grace, noon } from '../../support/requests.ts';
import { evil, isHarmful, markdownOf, ofType, textsOf } from '../card-reading.ts';
import { validCard } from '../valid-card.ts';

const reader = { timeZone: 'Europe/Berlin', locale: 'en-GB' };
const fresh = { subscription: { name: 'Production' }, readAt: noon, now: true };
const numbered = (findings: readonly Finding[]) =>
  findings.map((finding, at) => aKnown({ number: at + 1, finding }));
const held = { by: grace, reason: evil, until: noon + 86_400_000 * 38, at: noon };
const titlesOf = (card: unknown) => ofType(card, 'Action.ShowCard').map(({ title }) => title);
const answer = (
  findings: Parameters<typeof portsCard>[0]['findings'],
  csv = 'https://jit.example.com/findings/t',
) => portsCard({ findings, freshness: [fresh], csv }, reader, noon);

describe('the sentence of a finding', () => {
  const table: readonly (readonly [Finding, string])[] = [
    [anOpenFinding(), 'Lets in the whole internet, by rule rdp (priority 300 in nsg-web).'],
    [
      anOpenFinding({ who: { kind: 'world', all: false }, public: false }),
      'Lets in most of the internet, by rule rdp (priority 300 in nsg-web). The machine has no public address of its own.',
    ],
    [
      anOpenFinding({ doubt: 'service tag AzureCloud' }),
      'May let in the whole internet, by rule rdp (priority 300 in nsg-web); whether it does cannot be told here (service tag AzureCloud).',
    ],
    [
      aNetworkFinding({ who: { kind: 'network', prefixes: ['203.0.113.0/24', '198.51.100.7'], more: 0 } }),
      'Lets in 203.0.113.0/24 and 198.51.100.7, by rule office (priority 310 in nsg-web).',
    ],
    [
      aNetworkFinding({ who: { kind: 'network', prefixes: Array(50).fill('192.0.2.1'), more: 3 } }),
      'Lets in 192.0.2.1, 192.0.2.1, 192.0.2.1, 192.0.2.1 and 49 more, by rule office (priority 310 in nsg-web).',
    ],
    [
      anOpenFinding({ who: { kind: 'inside', prefixes: [], more: 0 } }),
      'Lets in every private network, by rule rdp (priority 300 in nsg-web).',
    ],
    [
      anOpenFinding({ who: { kind: 'inside', prefixes: [], more: 0, tag: true } }),
      'Lets in who is in VirtualNetwork: its own network, peers, and what is behind gateways, by rule rdp (priority 300 in nsg-web).',
    ],
    [anUnguarded(), 'A JIT policy lists it, and JIT’s Deny rule for it is in none of its NSGs.'],
    [anUnguarded({ nsg: false }), 'A JIT policy lists it, and it has no NSG: JIT protects nothing here.'],
    [
      anOutlived(),
      'JIT’s Allow rule for 203.0.113.7 (priority 100 in nsg-web) still stands, and no opening that is running explains it.',
    ],
    [
      aLeftoverRule(),
      'JIT’s Deny rule (priority 4096 in nsg-web) is for 10.0.0.9, and no machine behind that NSG has this address.',
    ],
    [aLeftoverEntry(), 'JIT policy default still lists it, and the machine is gone.'],
  ];
  for (const [finding, says] of table)
    it(says, () => assert.equal(findingSentence(finding).replaceAll('\u200d', ''), says));

  it('says of a machine without NSG that nothing is in the way', () => {
    const { rule: _, ...bare } = anOpenFinding();
    assert.equal(findingSentence(bare), 'Lets in the whole internet, no NSG is in the way.');
  });
});

describe('the card of findings', () => {
  it('is valid with one of each, and offers what can be done', () => {
    const known = numbered(everyFinding());
    validCard(answer(known), []);
    assert.deepEqual(titlesOf(answer(known).card), ['Acknowledge']);
    const [first, ...others] = known;
    if (first === undefined) throw new Error('there is one');
    const { card } = answer([{ ...first, acknowledgement: held }, ...others]);
    assert.deepEqual(titlesOf(card), ['Acknowledge', 'Take back']);
    assert.deepEqual(titlesOf(answer([{ ...first, acknowledgement: held }]).card), ['Take back']);
  });

  it('offers to acknowledge what it shows, by number', () => {
    const [choices] = ofType(answer(numbered([anOpenFinding(), aLeftoverEntry()])).card, 'Input.ChoiceSet');
    assert.deepEqual(choices?.choices, [
      { title: '1: web-01 port 3389 (RDP) (Open to the world)', value: '1' },
      { title: '2: old-01 (Left over)', value: '2' },
    ]);
  });

  it('is bounded, and says how much is left out', () => {
    const many = numbered(Array.from({ length: 400 }, (_, at) => anOpenFinding({ key: `${at}` })));
    const drawn = answer(many);
    validCard(drawn, [], 28_000);
    assert.ok(textsOf(drawn.card).includes('And 388 more.'));
    assert.match(textsOf(drawn.card)[1] ?? '', /^400 findings: 400 × open to the world\.$/);
  });

  it('is small and harmless whatever people called things', () => {
    const rule = { nsg: evil.repeat(9), name: evil.repeat(9), priority: 300 };
    const named = {
      ...machine,
      name: evil.repeat(9),
      resourceGroup: evil.repeat(9),
      subscription: { id: 's', name: evil.repeat(9) },
    };
    const prefixes = Array(50).fill(evil);
    const findings: readonly Finding[] = [
      anOpenFinding({
        machine: named,
        rule,
        doubt: evil,
        who: { kind: 'network', prefixes: Array(50).fill('192.0.2.1'), more: 9 },
      }),
      anOutlived({ machine: named, rule, sources: prefixes }),
      aLeftoverRule({
        subscription: named.subscription,
        what: { kind: 'rule', access: 'Allow', rule, destinations: prefixes },
      }),
      aLeftoverRule({ what: { kind: 'entry', policyId: evil, machine: evil.repeat(9) } }),
    ];
    const known = numbered([...findings, ...findings, ...findings, ...findings]).map((each, at) =>
      at % 2 ? each : { ...each, acknowledgement: { ...held, by: { id: 'x', name: evil } } },
    );
    const stale = { subscription: { name: evil }, problem: evil, now: false };
    const drawn = portsCard(
      { of: evil, findings: known, freshness: Array(9).fill(stale), csv: 'no-url' },
      reader,
      noon,
    );
    validCard(drawn, [], 28_000);
    const own = (text: string) => text.replaceAll('**', '').replaceAll('PUBLIC_URL', '');
    for (const text of markdownOf(drawn)) assert.equal(isHarmful(own(text)), false, text);
    const news = driftNewsCard(known, true, noon);
    validCard(news, [], 28_000);
    for (const text of markdownOf(news)) assert.equal(isHarmful(own(text)), false, text);
  });

  it('gives an example about the first that it shows', () => {
    const acknowledged = aKnown({ number: 41, finding: anOpenFinding(), acknowledgement: held });
    const { card } = answer([acknowledged, aKnown({ number: 1234, finding: aLeftoverEntry() })]);
    const example =
      '“acknowledge 1234 until 2026-12-31 because …” silences number 1234 until the end of that day.';
    assert.ok(textsOf(card).includes(example), textsOf(card).join('\n'));
  });

  it('says since when, and who acknowledged it until when and why', () => {
    const texts = textsOf(answer([aKnown({ acknowledgement: { ...held, reason: 'vendor' } })]).card);
    assert.ok(texts.includes('Seen since 13:00 (Europe/Berlin).'));
    assert.ok(texts.includes('Acknowledged until 2026-12-31 by Grace Admin: “vendor”'));
  });
});

describe('the news of findings', () => {
  it('says whether it is the first, and what was acknowledged until now', () => {
    const titles = [true, false].map((first) => textsOf(driftNewsCard([aKnown()], first, noon).card)[0]);
    assert.deepEqual(titles, ['🔴 What I found open beside JIT', '🔴 New: open beside JIT']);
    const over = aKnown({ acknowledgement: { ...held, until: noon } });
    assert.equal(
      textsOf(driftNewsCard([over], false, noon).card)[2],
      '1 of them was acknowledged until now.',
    );
  });
});
