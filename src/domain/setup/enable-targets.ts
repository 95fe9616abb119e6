// What each machine's entry is to be when JIT is turned on for it.
import type { PortSetting } from './port-setting.ts';
import type { Understood } from './read-setting.ts';
import type { EnableMachine, Target } from './setup-change.ts';

/** By what a machine runs, where no ports were said. */
const usualPort = { Windows: 3389, Linux: 22 } as const;

/**
 * @param said as `readEnableForm` understood it
 * @returns the targets, or that nobody knows which port some of the machines should have
 */
export function enableTargets(
  machines: readonly EnableMachine[],
  said: { readonly ports: readonly number[] } & Pick<PortSetting, 'maximumSeconds' | 'allowedSources'>,
): Understood<readonly Target[]> {
  const { maximumSeconds, allowedSources } = said;
  const portsOf = ({ system }: EnableMachine): readonly number[] => {
    if (said.ports.length > 0) return said.ports;
    return system === undefined ? [] : [usualPort[system]];
  };
  const unknown = machines.filter((each) => portsOf(each).length === 0);
  if (unknown.length > 0)
    return {
      ok: false,
      problems: [{ code: 'system-unknown', machines: unknown.map(({ machine }) => machine.name) }],
    };
  const value = machines.map(
    (each): Target => ({
      machine: each.machine,
      azureId: each.azureId,
      policyIds: [each.policyId],
      before: [],
      // What the portal makes: any protocol, so that a port is shut as a whole.
      wanted: portsOf(each).map((port) => ({ port, protocol: '*', maximumSeconds, allowedSources })),
    }),
  );
  return { ok: true, value };
}
