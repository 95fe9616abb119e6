// Subscriptions in a few lines: one machine behind NSGs that are written as rules, one a line.
import type {
  SeenMachine,
  SeenNsg,
  SeenOpening,
  SeenPolicy,
  SeenSubscription,
} from '../../../src/domain/estate.ts';
import { noon, web01 } from '../../support/requests.ts';
import { filtersOf, rulesIn, type Standing } from '../nsg/rule-text.ts';

const { addresses: _, tags: __, ...seen } = web01;
const policyId = web01.jitPorts[0]?.policyId ?? '';

/** web-01 with 10.0.0.4, JIT on 3389 and 5985. */
export const aMachine = (standing: Standing, changes: Partial<SeenMachine> = {}): SeenMachine => ({
  ...seen,
  filters: [filtersOf(standing)],
  ...changes,
});

export const anNsg = (name: string, lines: readonly string[], changes: Partial<SeenNsg> = {}): SeenNsg => ({
  id: `/nsgs/${name}`,
  name,
  resourceGroup: 'rg-web',
  region: 'westeurope',
  rules: rulesIn(lines, name) ?? [],
  attached: true,
  ...changes,
});

export const anOpening = (changes: Partial<SeenOpening> = {}): SeenOpening => ({
  machineId: web01.id,
  port: 3389,
  sources: ['203.0.113.7'],
  startedAt: noon - 3600_000,
  endsAt: noon + 3600_000,
  status: 'Initiated',
  ...changes,
});

export const aPolicy = (changes: Partial<SeenPolicy> = {}): SeenPolicy => ({
  id: policyId,
  machineIds: [web01.id],
  openings: [],
  ...changes,
});

/** What `standing` says, as its NSGs and their only machine. */
export function anEstate(standing: Standing, changes: Partial<SeenSubscription> = {}): SeenSubscription {
  return {
    subscription: web01.subscription,
    machines: [aMachine(standing)],
    nsgs: [
      ...(standing.nic === undefined ? [] : [anNsg('nsg-nic', standing.nic)]),
      ...(standing.subnet === undefined ? [] : [anNsg('nsg-subnet', standing.subnet)]),
    ],
    policies: [aPolicy()],
    readAt: noon,
    ...changes,
  };
}
