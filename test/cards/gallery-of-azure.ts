// What cards tell of Azure as it is: a machine's ports, and how far JIT is set up, in every look there is.
import type { JitStatusShown } from '../../cards/setup/jit-status-card.ts';
import type { SeenMachine } from '../../src/domain/estate.ts';
import { type Known, type MachineStatus, machineStatus } from '../../src/domain/machine-status.ts';
import { jitCoverage } from '../../src/domain/setup/jit-coverage.ts';
import type { JitStatus } from '../../src/domain/setup/jit-status.ts';
import { filtersOf, type Standing } from '../domain/nsg/rule-text.ts';
import { deny, seenMachine, seenOf, subscription } from '../domain/setup/seen.ts';
import { aClosing, ada, anOpen, anOpening, noon, web01 } from '../support/requests.ts';
import { withLongTexts } from './long-texts.ts';

const bothPorts = '4096 Deny jit to 10.0.0.4 port 3389,5985';
const cloud = '300 Allow cloud from AzureCloud';
const rdp = '300 Allow rdp tcp port 3389';

/** A port is shut, open to those with access, not to be told, open to some, to most, to all. */
const standings: readonly (readonly [name: string, Standing, Partial<Known>])[] = [
  ['shut', { nic: [bothPorts] }, { saidSource: '203.0.113.7' }],
  [
    'only with access',
    { nic: ['100 Allow jit from 203.0.113.7 to 10.0.0.4 port 3389', bothPorts] },
    { grants: [anOpen(), anOpening(), aClosing()], saidSource: '203.0.113.7' },
  ],
  ['not to be told', { nic: [cloud, bothPorts] }, { listUnread: 'Azure does not answer' }],
  [
    'open to some',
    { subnet: ['200 Allow app'], nic: ['300 Allow office from 203.0.113.0/24', bothPorts] },
    {},
  ],
  ['open to most', { nic: ['200 Deny bad from 203.0.113.0/24', rdp, bothPorts] }, {}],
  ['open to all', { nic: [rdp, bothPorts] }, {}],
];

export const machineStatuses = (): readonly { readonly name: string; readonly status: MachineStatus }[] => {
  const all = standings.map(([name, standing, known]) => {
    const facts = { grants: [], listed: [], personId: ada.id, ...known };
    return { name, status: machineStatus(web01, [filtersOf(standing)], facts, noon + 60_000) };
  });
  return [
    ...all,
    ...all.slice(0, 2).map(({ name, status }) => ({ name: `long: ${name}`, status: withLongTexts(status) })),
  ];
};

const off = { jitPorts: [] };
const named = (name: string, standing: Standing, changes: Partial<SeenMachine> = {}) =>
  seenMachine(standing, { name, ...changes });
const mixed = jitCoverage(
  seenOf(
    [
      named('good-1', { nic: [deny] }),
      named('good-2', { subnet: [deny] }),
      named('hole-1', { nic: [rdp, deny] }),
      named('bare-1', {}),
      named('odd-1', { nic: [cloud, deny] }),
      named('new-1', { nic: [] }, off),
      named('none-1', {}, off),
    ],
    ['/gone'],
  ),
);
const good = jitCoverage(seenOf([named('good-1', { nic: [deny] })]));
const status = (changes: Partial<JitStatus> = {}): JitStatus => ({
  subscription,
  plan: { tier: 'Standard', subPlan: 'P2' },
  coverage: mixed,
  ...changes,
});
const other = (name: string, changes: Partial<JitStatus> = {}): JitStatus =>
  status({ subscription: { id: name, name }, ...changes });

export const coverages = (): readonly { readonly name: string; readonly shown: JitStatusShown }[] => {
  const shown = (statuses: readonly JitStatus[], hints = true): JitStatusShown => ({
    statuses,
    others: [],
    hints,
  });
  const unread = { unread: 'Azure does not answer' };
  return [
    { name: 'mixed', shown: shown([status()]) },
    {
      name: 'several',
      shown: shown(
        [
          other('Production', { coverage: good }),
          other('Sandbox', { plan: { tier: 'Free' } }),
          other('Test', { plan: unread, coverage: unread }),
          other('Empty', { coverage: jitCoverage(seenOf([])) }),
        ],
        false,
      ),
    },
    {
      name: 'many',
      shown: {
        ...shown(Array.from({ length: 12 }, (_, at) => other(`Subscription ${at + 1}`))),
        others: [{ id: 'o', name: 'Left out' }],
      },
    },
    { name: 'long', shown: withLongTexts(shown([status()])) },
  ];
};
