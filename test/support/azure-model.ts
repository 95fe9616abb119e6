// Azure as far as the broker can see it, in virtual time: grants that come late, fail, are taken without an answer, or
// lose their rule before their end.
import type { Jit, ListedOpening, Opening, PortWatch, Revoke } from '../../src/access/azure-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import type { AddressFilters, NsgRule } from '../../src/domain/nsg/rule.ts';
import { web01 } from './requests.ts';

/**
 * What the next call is to do; `ok` when nothing is scripted. `changed` is for `remove`: the rule is another by then.
 * Calls that only read are `unavailable` whatever went wrong.
 */
export type Happening =
  | 'ok'
  | 'lost'
  | 'taken-but-unanswered'
  | 'unavailable'
  | 'rejected'
  | 'outside-policy'
  | 'forbidden'
  | 'changed';

export interface AzureModel extends Jit, PortWatch, Revoke {
  /** Every initiate that Azure took. */
  readonly taken: readonly (Opening & { readonly at: number })[];
  /** Every initiate that was sent, taken or not. */
  readonly sent: readonly Opening[];
  /** Names of the rules that `remove` deleted, whether or not it was told so. */
  readonly removed: readonly string[];
  /** Somebody deletes the rules that stand for this source and port. JIT takes no notice. */
  wipe(source: string, port: number): void;
}

const rule = (more: Partial<NsgRule> & Pick<NsgRule, 'name' | 'access' | 'priority'>): NsgRule => ({
  nsg: 'nsg-1',
  direction: 'Inbound',
  protocol: 'TCP',
  sources: ['*'],
  sourcePorts: ['*'],
  destinations: ['*'],
  destinationPorts: ['*'],
  usesApplicationGroups: false,
  ...more,
});

/**
 * @param happenings consumed one a call, in order; afterwards all is well.
 * @param delays seconds from taking to the rule, and from the end to its going.
 */
export function azureModel(
  now: () => number,
  happenings: Happening[] = [],
  delays: { appears: number; goes: number } = { appears: 3, goes: 2 },
): AzureModel {
  const taken: (Opening & { at: number })[] = [];
  const sent: Opening[] = [];
  const removed: string[] = [];
  /** Names of rules that somebody deleted. */
  const wiped = new Set<string>();

  const jitRules = (): NsgRule[] =>
    taken.flatMap(({ source, port, at, endsAt }, index) => {
      const name = `MicrosoftDefenderForCloud-JITRule-${index}-${'0'.repeat(32)}`;
      const hasCome = now() >= at + delays.appears * 1000;
      const hasGone = now() >= endsAt + delays.goes * 1000 || wiped.has(name);
      if (!hasCome || hasGone) return [];
      return rule({
        name,
        access: 'Allow',
        priority: 100 + index,
        sources: [source],
        destinations: ['10.0.0.4'],
        destinationPorts: [String(port)],
      });
    });
  const rules = (): NsgRule[] => [
    rule({ name: 'DenyAllInBound', access: 'Deny', priority: 65_500 }),
    ...jitRules(),
  ];
  const rulesFor = (source: string, port: number): readonly NsgRule[] =>
    jitRules().filter(
      ({ sources, destinationPorts }) => sources[0] === source && destinationPorts[0] === String(port),
    );
  /** As in Azure, one for the NSG and all its rules. */
  const etag = (): string => `W/"${jitRules().map(({ priority }) => priority)}"`;

  return {
    taken,
    sent,
    removed,
    wipe(source, port) {
      for (const { name } of rulesFor(source, port)) wiped.add(name);
    },
    async open(opening) {
      const happening = happenings.shift() ?? 'ok';
      sent.push(opening);
      if (happening === 'rejected') throw new Fault('rejected', 'Azure said no.');
      if (happening === 'outside-policy')
        throw new Fault('rejected', 'Outside of the policy.', { reason: 'outside-jit-policy' });
      if (happening === 'forbidden') throw new Fault('forbidden', 'A right is missing.');
      if (happening === 'unavailable') throw new Fault('unavailable', 'Azure is away.');
      if (happening === 'lost') throw new Fault('in-doubt', 'No answer.');
      taken.push({ ...opening, at: now() });
      if (happening === 'taken-but-unanswered') throw new Fault('in-doubt', 'No answer.');
      return { startedAt: now() };
    },
    async listed() {
      if ((happenings.shift() ?? 'ok') !== 'ok') throw new Fault('unavailable', 'Azure is away.');
      return taken.map(
        ({ machineId, port, source, endsAt, at, justification }): ListedOpening => ({
          machineId: machineId.toLowerCase(),
          port,
          sources: [source],
          startedAt: at,
          endsAt,
          status: 'Initiated',
          statusReason: 'UserRequested',
          justification,
        }),
      );
    },
    async allowed(policyId, machineId) {
      if ((happenings.shift() ?? 'ok') !== 'ok') throw new Fault('unavailable', 'Azure is away.');
      if (machineId.toLowerCase() !== web01.id) return [];
      return web01.jitPorts.filter((port) => port.policyId === policyId);
    },
    async filtersOf(): Promise<readonly AddressFilters[]> {
      if ((happenings.shift() ?? 'ok') !== 'ok') throw new Fault('unavailable', 'Azure is away.');
      return [{ privateAddress: '10.0.0.4', primary: true, onInterface: rules(), onSubnet: undefined }];
    },
    async standing(_machine, { source, port }) {
      if ((happenings.shift() ?? 'ok') !== 'ok') throw new Fault('unavailable', 'Azure is away.');
      return rulesFor(source, port).map(({ name, nsg, priority }) => ({
        id: `/nsg-1/securityRules/${name}`,
        etag: etag(),
        rule: { nsg, name, priority },
      }));
    },
    async remove({ rule: { name }, etag: read }) {
      const happening = happenings.shift() ?? 'ok';
      if (happening === 'rejected') throw new Fault('rejected', 'A lock forbids it.');
      if (happening === 'forbidden') throw new Fault('forbidden', 'A right is missing.');
      if (happening === 'unavailable') throw new Fault('unavailable', 'Azure is away.');
      if (happening === 'lost') throw new Fault('in-doubt', 'No answer.');
      if (!jitRules().some((one) => one.name === name)) return 'gone';
      if (happening === 'changed' || read !== etag()) return 'changed';
      wiped.add(name);
      removed.push(name);
      if (happening === 'taken-but-unanswered') throw new Fault('in-doubt', 'No answer.');
      return 'removed';
    },
  };
}
