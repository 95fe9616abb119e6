// Builders of findings and of what the books have of them.
import type {
  LeftoverFinding,
  OpenFinding,
  OutlivedFinding,
  UnguardedFinding,
} from '../../src/domain/drift/finding.ts';
import type { KnownFinding } from '../../src/domain/drift/known-finding.ts';
import { noon, web01 } from './requests.ts';

const { id, name, subscription, resourceGroup, region } = web01;
export const machine = { id, name, subscription, resourceGroup, region };

/** Open to the world on 3389 by `rdp`. */
export const anOpenFinding = (changes: Partial<OpenFinding> = {}): OpenFinding => ({
  kind: 'open',
  key: `open/${changes.rule?.name ?? 'rdp'}`,
  machine,
  public: true,
  ports: [3389],
  who: { kind: 'world', all: true },
  rule: { nsg: 'nsg-web', name: 'rdp', priority: 300 },
  ...changes,
});

export const aNetworkFinding = (changes: Partial<OpenFinding> = {}): OpenFinding =>
  anOpenFinding({
    key: 'open/office',
    who: { kind: 'network', prefixes: ['203.0.113.0/24'], more: 0 },
    rule: { nsg: 'nsg-web', name: 'office', priority: 310 },
    ...changes,
  });

export const aLeftoverRule = (changes: Partial<LeftoverFinding> = {}): LeftoverFinding => ({
  kind: 'leftover',
  key: 'leftover/rule',
  subscription,
  resourceGroup,
  what: {
    kind: 'rule',
    access: 'Deny',
    rule: { nsg: 'nsg-web', name: 'jit-deny', priority: 4096 },
    destinations: ['10.0.0.9'],
  },
  ...changes,
});

export const aLeftoverEntry = (): LeftoverFinding =>
  aLeftoverRule({
    key: 'leftover/entry',
    what: { kind: 'entry', policyId: '/p/default', machine: 'old-01' },
  });

export const anOutlived = (changes: Partial<OutlivedFinding> = {}): OutlivedFinding => ({
  kind: 'outlived',
  key: 'outlived/1',
  machine,
  ports: [3389],
  sources: ['203.0.113.7'],
  rule: { nsg: 'nsg-web', name: 'jit-allow', priority: 100 },
  ...changes,
});

export const anUnguarded = (changes: Partial<UnguardedFinding> = {}): UnguardedFinding => ({
  kind: 'unguarded',
  key: 'unguarded/1',
  machine,
  ports: [3389],
  nsg: true,
  ...changes,
});

/** One of each kind. */
export const everyFinding = () => [
  anOpenFinding(),
  anOpenFinding({ key: 'open/may', doubt: 'service tag AzureCloud', public: false }),
  aNetworkFinding(),
  anOpenFinding({ key: 'open/inside', who: { kind: 'inside', prefixes: [], more: 0, tag: true } }),
  anUnguarded(),
  anOutlived(),
  aLeftoverRule(),
  aLeftoverEntry(),
];

/** In the books since noon, seen last an hour later. */
export const aKnown = (changes: Partial<KnownFinding> = {}): KnownFinding => ({
  number: 1,
  finding: anOpenFinding(),
  firstSeenAt: noon,
  since: noon,
  lastSeenAt: noon + 3600_000,
  acknowledgements: 0,
  ...changes,
});
