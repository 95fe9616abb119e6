// The card that changes a machine's ports.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { setupCard } from '../../../cards/setup/setup-card.ts';
import type { PortSetting } from '../../../src/domain/setup/port-setting.ts';
import { ofType, textsOf } from '../card-reading.ts';
import { askedConfigure, draftOf, rdp, ssh } from './samples.ts';

const card = (over: Parameters<typeof askedConfigure>[0] = {}) =>
  setupCard(draftOf(askedConfigure(over))).card;
const buttons = (drawn: unknown) =>
  ofType(drawn, 'Action.Execute').map(({ title, verb, associatedInputs }) => [title, verb, associatedInputs]);

describe('the card that asks what a machine’s ports are to be', () => {
  it('shows what is set today', () => {
    deepEqual(textsOf(card()).slice(0, 4), [
      'Configure JIT · nothing written yet',
      'web-01',
      'Production / rg-web · westeurope',
      'What the JIT policy **default** says today: \n- Port 3389 (RDP): any protocol, up to 3 h, from any source address\n- Port 22 (SSH): TCP, up to 1 h, from 203.0.113.0/24',
    ]);
  });

  it('has a line for each port, and two more', () => {
    const drawn = card();
    const values = [...ofType(drawn, 'Input.Text'), ...ofType(drawn, 'Input.ChoiceSet')].map(
      ({ id, value }) => [id, value],
    );
    deepEqual(Object.fromEntries(values), {
      port0: '3389',
      protocol0: '*',
      longest0: '3h',
      sources0: '',
      port1: '22',
      protocol1: 'TCP',
      longest1: '1h',
      sources1: '203.0.113.0/24',
      ...Object.fromEntries(
        [2, 3].flatMap((row) => [
          [`port${row}`, ''],
          [`protocol${row}`, '*'],
          [`longest${row}`, ''],
          [`sources${row}`, ''],
        ]),
      ),
    });
  });

  it('goes on to the difference, and writes nothing', () => {
    deepEqual(buttons(card()), [
      ['Show the difference', 'setup-review', undefined],
      ['Cancel', 'setup-cancel', 'none'],
    ]);
  });
});

describe('the card that shows what differs from today', () => {
  const texts = (wanted: readonly PortSetting[]) => textsOf(card({ wanted }));

  it('writes, goes back, or cancels', () => {
    deepEqual(buttons(card({ wanted: [rdp] })), [
      ['Write it', 'setup-confirm', 'none'],
      ['Back', 'setup-back', 'none'],
      ['Cancel', 'setup-cancel', 'none'],
    ]);
    equal(ofType(card({ wanted: [rdp] }), 'Input.Text').length, 0);
  });

  it('binds the button to the drawing that it stands on', () => {
    const draft = draftOf(askedConfigure({ wanted: [rdp] }), { round: 4 });
    const [write] = ofType(setupCard(draft).card, 'Action.Execute');
    deepEqual(write?.data, { change: draft.id, round: '4' });
  });

  it('shows each port that is added, removed or changed, and those that stay last', () => {
    const wanted = [rdp, { ...rdp, port: 5986, protocol: 'TCP' as const }];
    deepEqual(texts(wanted).slice(4, 15), [
      'What changes in the JIT policy **default** (today → then):',
      '22 (SSH)',
      '− Removed',
      'Until now: Port 22 (SSH): TCP, up to 1 h, from 203.0.113.0/24.',
      '**Wider:** JIT does not guard it any more, and whoever another rule allows gets in.',
      '5986 (WinRM over HTTPS)',
      'Added',
      'Port 5986 (WinRM over HTTPS): TCP, up to 3 h, from any source address.',
      'JIT’s Deny rule refuses it from then on, and people ask for it.',
      '3389 (RDP)',
      '= Stays as it is',
    ]);
  });

  it('marks in words what grows wider, field by field', () => {
    const wanted: readonly PortSetting[] = [
      rdp,
      { port: 22, protocol: '*', maximumSeconds: 28_800, allowedSources: ['203.0.113.0/24', '192.0.2.17'] },
    ];
    const drawn = texts(wanted);
    equal(
      drawn[3],
      'This is wider than today: port 22 (SSH) in its protocol, for longer and from more sources.',
    );
    deepEqual(drawn.slice(5, 10), [
      '22 (SSH)',
      '± Changed',
      '**Wider:** Protocol TCP → **any protocol**. Access opens all protocols, not TCP alone.',
      '**Wider:** Longest time 1 h → **8 h**',
      '**Wider:** Sources 203.0.113.0/24 → **203.0.113.0/24 or 192.0.2.17**',
    ]);
  });

  it('does not call wider what is not', () => {
    const drawn = texts([{ ...rdp, maximumSeconds: 3600, allowedSources: ['203.0.113.7'] }, ssh]);
    ok(!drawn.some((text) => /wider/i.test(text)), drawn.join('\n'));
    ok(drawn.includes('Longest time 3 h → **1 h**'));
    ok(drawn.includes('Sources any source address → **203.0.113.7**'));
  });

  const protocols: readonly [PortSetting['protocol'], PortSetting['protocol'], string][] = [
    ['*', 'TCP', 'Protocol any protocol → **TCP**. JIT guards only TCP there then.'],
    ['TCP', 'UDP', 'Protocol TCP → **UDP**. JIT does not guard TCP there any more.'],
  ];
  for (const [from, to, line] of protocols)
    it(`says what ${from} → ${to} means`, () => {
      const asked = askedConfigure({ wanted: [{ ...rdp, protocol: to }] });
      const target = { ...asked.target, before: [{ ...rdp, protocol: from }] };
      ok(textsOf(setupCard(draftOf({ ...asked, target })).card).includes(`**Wider:** ${line}`));
    });

  it('says perhaps where it is not known what a source covers', () => {
    const drawn = texts([rdp, { ...ssh, allowedSources: ['203.0.113.0/24', 'VirtualNetwork'] }]);
    ok(drawn.includes('This is wider than today: port 22 (SSH) perhaps from more sources.'));
    ok(drawn.some((text) => text.startsWith('**Perhaps wider:** Sources')));
  });
});
