// The card that answers `status web-01`.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { machineStatusCard } from '../../cards/machine-status-card.ts';
import { lookOf, type PortLook, portLooks } from '../../cards/port-look.ts';
import type { Machine } from '../../src/domain/machine.ts';
import { type Known, machineStatus } from '../../src/domain/machine-status.ts';
import { exposureOf } from '../../src/domain/nsg/exposure.ts';
import { filtersOf, type Standing } from '../domain/nsg/rule-text.ts';
import { aClosing, ada, anOpen, anOpening, noon, web01 } from '../support/requests.ts';
import { evil, isHarmful, markdownOf, textsOf } from './card-reading.ts';
import { validCard } from './valid-card.ts';

const berlin = { timeZone: 'Europe/Berlin', locale: 'de-DE' };
const at = noon + 60_000;
const deny = '4096 Deny jit to 10.0.0.4 port 3389,5985';
const adasRule = '100 Allow jit from 203.0.113.7 to 10.0.0.4 port 3389';
const rdp = '300 Allow rdp tcp port 3389';
const onlyRdp = { ...web01, jitPorts: web01.jitPorts.slice(0, 1) };

const drawn = (standing: Standing, known: Partial<Known> = {}, machine: Machine = onlyRdp) =>
  machineStatusCard(
    machineStatus(machine, [filtersOf(standing)], { grants: [], listed: [], personId: ada.id, ...known }, at),
    berlin,
    at,
  );
const texts = (...of: Parameters<typeof drawn>) => textsOf(drawn(...of).card);

describe('the look of a port', () => {
  const table: readonly [PortLook, readonly string[]][] = [
    ['shut', [deny]],
    ['granted', [adasRule, deny]],
    ['unknown', ['300 Allow cloud from AzureCloud', deny]],
    ['unknown', [adasRule, '300 Allow cloud from AzureCloud', deny]],
    ['some', ['300 Allow office from 203.0.113.0/24', deny]],
    ['most', ['200 Deny bad from 203.0.113.0/24', rdp, deny]],
    ['open', [rdp, deny]],
    ['open', ['100 Allow jit to 10.0.0.4 port 3389', deny]],
  ];
  for (const [look, nic] of table)
    it(`is “${portLooks[look].word}” under ${nic.join('; ')}`, () =>
      equal(lookOf(exposureOf([filtersOf({ nic })], { port: 3389, protocol: 'TCP' })), look));
});

describe('the card of a machine’s status', () => {
  it('tells of a shut port all that matters, top to bottom', () => {
    deepEqual(texts({ nic: [deny] }, { saidSource: '203.0.113.7' }), [
      'Shut to the world',
      'web-01',
      'Production / rg-web · westeurope',
      '3389 (RDP)',
      'Shut to the world',
      'Private networks: shut.',
      'For you (203.0.113.7): shut out by JIT’s Deny rule (4096 in nsg-nic).',
      'Nobody has access through JIT.',
      'Subnet: no NSG, all pass.',
      'Network interface, nsg-nic:',
      '4096 **Deny** JIT’s rule, from any source',
      'What the NSGs let in over IPv4, as they were at 13:01 (Europe/Berlin); times are in this zone.',
    ]);
  });

  it('tells of an open port by which rule, and what that does to JIT', () => {
    const card = texts({ subnet: ['200 Allow app port 3389'], nic: [rdp, deny] });
    deepEqual(card.slice(3, 8), [
      '3389 (RDP)',
      'Open to the world',
      'Everybody gets in by app (200 in nsg-subnet) and rdp (300 in nsg-nic).',
      'JIT’s Deny rule comes only after that, at 4096, and does not keep them out.',
      'Private networks: open.',
    ]);
  });

  const sentences: readonly [string, Standing, RegExp][] = [
    [
      'names who gets in of the world',
      { nic: ['300 Allow office from 203.0.113.0/24', deny] },
      /^203\.0\.113\.0\/24 get in by office/,
    ],
    ['says that JIT’s Deny rule is missing', { nic: [rdp] }, /^JIT’s Deny rule is not there\.$/],
    ['says that there is no NSG', {}, /^Everybody gets in: no NSG is in the way\.$/],
    [
      'says why it cannot tell',
      { nic: ['300 Allow c from AzureCloud', deny] },
      /^Whether anybody gets in cannot be told: c \(300 in nsg-nic\), service tag AzureCloud\.$/,
    ],
    [
      'says what it cannot tell beside what it can',
      { nic: ['200 Allow c from AzureCloud', '300 Allow o from 203.0.113.0/24', deny] },
      /^Whether others get in cannot be told/,
    ],
    [
      'says that a grant opens to everybody',
      { nic: ['100 Allow jit to 10.0.0.4 port 3389', deny] },
      /^Everybody gets in by JIT’s Allow rule \(100 in nsg-nic\)\.$/,
    ],
    [
      'says of private networks what is not known',
      { nic: [] },
      /^Private networks: cannot be told \(AllowVnetInBound .*service tag VirtualNetwork\)\.$/,
    ],
    [
      'says which private networks get in',
      { nic: ['300 Allow lan from 10.0.0.0/8', deny] },
      /^Private networks: open to 10\.0\.0\.0\/8\.$/,
    ],
    [
      'says of a rule that it is about one protocol',
      { nic: [rdp, deny] },
      /^300 \*\*Allow\*\* rdp, TCP only, from any source$/,
    ],
    [
      'says of a rule that it may not be meant',
      { nic: ['300 Allow g asg', deny] },
      /^300 \*\*Allow\*\* g, from an application security group \(perhaps: application security group\)$/,
    ],
  ];
  for (const [what, standing, says] of sentences)
    it(what, () =>
      ok(
        texts(standing).some((text) => says.test(text)),
        texts(standing).join('\n'),
      ),
    );

  it('names who has access, from where and until when in the reader’s zone', () => {
    const listed = [
      {
        port: 3389,
        sources: ['198.51.100.9'],
        endsAt: noon + 1800_000,
        status: 'Initiated',
        justification: 'portal',
      },
    ];
    const grants = [anOpen(), anOpening(), aClosing()];
    const lines = texts({ nic: [adasRule, deny] }, { grants, listed });
    deepEqual(
      lines.filter((text) => /Ada|also lists/.test(text)),
      [
        '**Ada Engineer** from 203.0.113.7 until 14:00.',
        '**Ada Engineer** from 203.0.113.7, being opened until 14:00.',
        '**Ada Engineer** from 203.0.113.7, ended at 14:00, not seen shut yet.',
        'Azure also lists 198.51.100.9 until 13:30, not as a grant of mine, “portal”; no rule lets it in now.',
      ],
    );
  });

  it('says that Azure’s list could not be read, and then not that nobody has access', () => {
    const lines = texts({ nic: [deny] }, { listUnread: 'Azure does not answer.' });
    ok(lines.includes('Nobody has access through me.') && !lines.includes('Nobody has access through JIT.'));
    ok(lines.some((text) => /list could not be read.*Azure does not answer\./.test(text)));
  });

  it('says how to tell one’s address, where it is not known', () => {
    ok(texts({ nic: [deny] }).some((text) => text.includes('“status web-01 from 203.0.113.7”')));
  });

  it('says that a machine has no public address', () => {
    const { publicAddress: _, ...hidden } = onlyRdp;
    ok(texts({ nic: [deny] }, {}, hidden).some((text) => /no public address of its own/.test(text)));
  });

  it('says so where there is nothing to tell', () => {
    const { card, summary } = drawn({ nic: [] }, {}, { ...web01, jitPorts: [] });
    match(summary, /no JIT policy lists it/);
    equal(textsOf(card)[0], 'Shut to the world');
  });

  it('tells of ports of which the same is true together', () => {
    const lines = texts({ nic: [deny] }, {}, web01);
    deepEqual(lines.slice(3, 6), ['3389, 5985', 'Shut to the world', 'Private networks: shut.']);
    equal(lines.filter((text) => text === 'Nobody has access through JIT.').length, 1);
    ok(texts({ nic: [rdp, deny] }, {}, web01).includes('3389 (RDP)'));
  });

  it('has the worst port’s colour and word', () => {
    equal(texts({ nic: [rdp, deny] }, {}, web01)[0], 'Open to the world');
  });

  it('is a valid card, whatever it shows', () => {
    for (const [, standing] of sentences) validCard(drawn(standing, { grants: [anOpen()] }), '', 28_000);
  });

  it('lets nothing act that people or Azure wrote', () => {
    const hostile = { ...onlyRdp, name: evil, resourceGroup: evil };
    const grants = [{ ...anOpen(), requester: { ...ada, name: evil } }];
    const listed = [
      { port: 3389, sources: [evil], endsAt: noon + 1800_000, status: evil, justification: evil },
    ];
    const filters = filtersOf({ nic: [rdp, deny] });
    const onInterface = (filters.onInterface ?? []).map((rule) => ({ ...rule, name: evil, nsg: evil }));
    const status = machineStatus(
      hostile,
      [{ ...filters, onInterface }],
      { grants, listed, personId: ada.id, listUnread: evil },
      at,
    );
    deepEqual(
      markdownOf(machineStatusCard(status, berlin, at)).filter((text) =>
        isHarmful(text.replaceAll('**Allow**', '')),
      ),
      [],
    );
  });

  it('stays below what Teams takes, and says what it left out', () => {
    const long = (at: number) => `rule-${at}-${'x'.repeat(70)}`;
    const sources = Array.from({ length: 10 }, (_, net) => `203.0.${net}.0/24`).join(',');
    const nic = Array.from({ length: 40 }, (_, at) => `${100 + at} Allow ${long(at)} from ${sources}`);
    const jitPorts = Array.from({ length: 20 }, (_, at) => ({
      policyId: '/policy/default',
      protocol: 'TCP' as const,
      maximumSeconds: 3600,
      allowedSources: ['*'],
      port: 8000 + at,
    }));
    const grants = Array.from({ length: 240 }, (_, at) => {
      const open = anOpen();
      return {
        ...open,
        id: `r${at}`,
        requester: { id: `p${at}`, name: `${at}${'N'.repeat(100)}` },
        terms: { ...open.terms, port: 8000 + (at % 20) },
      };
    });
    const card = drawn({ nic, subnet: nic }, { grants }, { ...web01, jitPorts });
    validCard(card, '', 28_000);
    const shown = textsOf(card.card).join('\n');
    match(shown, /… and \d+ more rules\./);
    match(shown, /… and \d+ more\./);
    match(shown, /Left out: \d+ more ports\./);
  });
});
