// The card that asks whether JIT is to be turned on.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { setupCard } from '../../../cards/setup/setup-card.ts';
import { ofType, textsOf } from '../card-reading.ts';
import { askedEnable, draftOf, enabling, hole, machine, policyIdOf } from './samples.ts';

const card = (over: Parameters<typeof askedEnable>[0] = {}, draft: Parameters<typeof draftOf>[1] = {}) =>
  setupCard(draftOf(askedEnable(over), draft)).card;
const texts = (...of: Parameters<typeof card>) => textsOf(card(...of));
const linux = { system: 'Linux' } as const;
const buttons = (drawn: unknown) =>
  ofType(drawn, 'Action.Execute').map(({ title, verb, associatedInputs }) => [title, verb, associatedInputs]);

describe('the card that turns JIT on', () => {
  it('tells of one machine all that matters, top to bottom', () => {
    deepEqual(texts(), [
      'Turn JIT on · nothing written yet',
      'web-01',
      'Production / rg-web · westeurope',
      'JIT is to be turned on for this machine, in the JIT policy **default**, which is there already. What else stands in it is kept.',
      '**What this does:** JIT’s Deny rule refuses these ports to everybody whom no rule with a smaller number lets in, private networks included. Connections that are established stay.',
      'From then on people ask for the ports: “rdp to web-01 for 1h”. The access policy says who may.',
      'Empty: 3389 (RDP), for it runs Windows. Several with commas between them.',
      'Empty: 3 h. From 5 minutes to 24 hours.',
      'From where access may be asked for: addresses or CIDRs with commas between them, or “any”.',
      'Asked for by Grace Admin, who alone can confirm it. Without that, nothing is written; at 13:30 (Europe/Berlin) it lapses.',
    ]);
  });

  it('sends its fields with the confirmation alone', () => {
    deepEqual(buttons(card()), [
      ['Turn JIT on', 'setup-confirm', undefined],
      ['Cancel', 'setup-cancel', 'none'],
    ]);
  });

  it('has three fields, which keep what was typed', () => {
    const form = { ports: '22, 8443', longest: '4h', sources: '203.0.113.0/24' };
    deepEqual(
      ofType(card({ form }), 'Input.Text').map(({ id, value, placeholder }) => [id, value, placeholder]),
      [
        ['ports', '22, 8443', '3389 on Windows, 22 on Linux'],
        ['longest', '4h', '3h'],
        ['sources', '203.0.113.0/24', '203.0.113.0/24, or any'],
      ],
    );
  });

  it('says that a policy is to be made', () => {
    ok(
      texts({ machines: [enabling('web-01', { newPolicy: true })] }).includes(
        'JIT is to be turned on for this machine, in the JIT policy **default**, which is made where it is not there yet. What else stands in it is kept.',
      ),
    );
  });

  it('lists machines by the policy they go into, and what an empty field means for them', () => {
    const machines = [
      enabling('web-01'),
      enabling('web-02', linux),
      enabling('db-1', { machine: machine('db-1', 'rg-db'), policyId: policyIdOf('rg-db'), newPolicy: true }),
    ];
    const drawn = texts({ machines });
    deepEqual(drawn.slice(1, 9), [
      '3 machines',
      'JIT is to be turned on for these machines. What else stands in their policies is kept.',
      'Production / rg-web · westeurope',
      'JIT policy **default**, which is there already',
      'web-01 and web-02',
      'Production / rg-db · westeurope',
      'JIT policy **default**, which is made where it is not there yet',
      'db-1',
    ]);
    ok(
      drawn.includes(
        'Empty: 3389 (RDP) on 2 Windows machines, 22 (SSH) on 1 Linux machine. Several with commas between them.',
      ),
    );
  });

  it('puts a policy that is spelt in two ways into one group', () => {
    const machines = [enabling('web-01'), enabling('web-02', { policyId: policyIdOf().toUpperCase() })];
    ok(texts({ machines }).includes('web-01 and web-02'));
  });

  it('names the first twelve and counts the rest', () => {
    const machines = Array.from({ length: 40 }, (_, at) => enabling(`m${at}`));
    ok(texts({ machines }).includes('m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11 and 28 more'));
  });

  it('shows an example of the right protocol', () => {
    ok(
      texts({ machines: [enabling('web-01', linux)] }).includes(
        'From then on people ask for the ports: “ssh web-01 1h”. The access policy says who may.',
      ),
    );
  });

  it('says so where it is not known what a machine runs', () => {
    const { system: _, ...unknown } = enabling('web-01');
    ok(
      texts({ machines: [unknown] }).includes(
        'What web-01 runs is not known, so write the ports. Several with commas between them.',
      ),
    );
  });

  it('warns of rules that JIT will not outrank', () => {
    deepEqual(texts({ machines: [enabling('web-01', { open: [hole] })] }).slice(3, 5), [
      'web-01 port 3389 (RDP) is open now to any source by rule allow-rdp, priority 300 in nsg-web.',
      'JIT will not close it while that rule stands: the smaller number wins, and JIT’s Deny rule usually gets 4096.',
    ]);
    const many = Array.from({ length: 7 }, () => hole);
    deepEqual(texts({ machines: [enabling('web-01', { open: many })] }).slice(7, 9), [
      'There are 3 more such rules.',
      'JIT will not close them while those rules stand: the smaller number wins, and JIT’s Deny rule usually gets 4096.',
    ]);
  });

  it('says who is left out and why, by reason', () => {
    const leftOut = [
      { machine: machine('a'), why: { code: 'no-nsg' } },
      { machine: machine('b'), why: { code: 'already-on' } },
      { machine: machine('c'), why: { code: 'no-nsg' } },
    ] as const;
    const drawn = texts({ leftOut });
    deepEqual(drawn.slice(drawn.indexOf('Left out: 3')).slice(1, 3), [
      '**a and c**: no NSG is in front of it, and JIT writes its rules into one. Put an NSG on its network interface or subnet first.',
      '**b**: listed by a JIT policy already; “configure jit on” with the name changes that.',
    ]);
  });

  it('says near the top what is wrong with what was typed', () => {
    const drawn = texts(
      {},
      {
        problems: [
          { code: 'port-unclear', typed: 'htp' },
          { code: 'port-twice', port: 22 },
        ],
      },
    );
    deepEqual(drawn.slice(3, 5), [
      '“htp” is not a port. Write numbers from 1 to 65535, such as 22 or 3389, with commas between several.',
      'Port 22 (SSH) is there twice. Write each port once.',
    ]);
  });

  it('says in the line for notifications what is asked', () => {
    equal(setupCard(draftOf(askedEnable())).summary, 'Turn JIT on for web-01: check the card and confirm it');
  });
});
