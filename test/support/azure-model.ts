// Azure as far as the broker can see it, in virtual time: grants that come late, fail, or are taken without an answer.
import type { Jit, ListedOpening, Opening, PortWatch, Revoke } from '../../src/access/azure-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import type { AddressFilters, NsgRule } from '../../src/domain/nsg/rule.ts';
import { web01 } from './requests.ts';

/** What the next call is to do; `ok` when nothing is scripted. */
export type Happening =
  | 'ok'
  | 'lost'
  | 'taken-but-unanswered'
  | 'unavailable'
  | 'rejected'
  | 'outside-policy'
  | 'forbidden';

export interface AzureModel extends Jit, PortWatch, Revoke {
  /** Every initiate that Azure took. */
  readonly taken: readonly (Opening & { readonly at: number })[];
  /** Every initiate that was sent, taken or not. */
  readonly sent: readonly Opening[];
  /** Takes JIT's rules for a source and port away, as infrastructure as code does. */
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
  const taken: (Opening & { at: number; wiped?: true })[] = [];
  const sent: Opening[] = [];

  const rules = (): NsgRule[] => [
    rule({ name: 'DenyAllInBound', access: 'Deny', priority: 65_500 }),
    ...standing().map(({ source, port, name, priority }) =>
      rule({
        name,
        access: 'Allow',
        priority,
        sources: [source],
        destinations: ['10.0.0.4'],
        destinationPorts: [String(port)],
      }),
    ),
  ];

  const standing = () =>
    taken
      .map((opening, index) => ({
        ...opening,
        opening,
        name: `MicrosoftDefenderForCloud-JITRule-${index}-${'0'.repeat(32)}`,
        priority: 100 + index,
      }))
      .filter(
        ({ at, endsAt, wiped }) =>
          !wiped && now() >= at + delays.appears * 1000 && now() < endsAt + delays.goes * 1000,
      );
  const trouble = (): void => {
    const happening = happenings.shift() ?? 'ok';
    if (happening === 'forbidden') throw new Fault('forbidden', 'A right is missing.');
    if (happening !== 'ok') throw new Fault('unavailable', 'Azure is away.');
  };

  return {
    taken,
    sent,
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
    wipe(source, port) {
      for (const one of taken) if (one.source === source && one.port === port) one.wiped = true;
    },
    async standing(_machine, { source, port }) {
      trouble();
      return standing()
        .filter((one) => one.source === source && one.port === port)
        .map(({ name, priority }) => ({ id: name, etag: 'e1', rule: { nsg: 'nsg-1', name, priority } }));
    },
    async remove({ id }) {
      trouble();
      const found = standing().find(({ name }) => name === id);
      if (found === undefined) return 'gone';
      found.opening.wiped = true;
      return 'removed';
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
  };
}
