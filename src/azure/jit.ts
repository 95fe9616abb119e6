// Just-in-time access through Microsoft Defender for Cloud: asking for an opening, and reading what is listed.
import type { Jit, Opening } from '../access/azure-ports.ts';
import { Fault } from '../access/fault.ts';
import type { PersonToken } from '../access/sign-in-port.ts';
import type { Arm } from './arm.ts';
import { armIdOf } from './arm-id.ts';
import { checked } from './checked.ts';
import { faultOf, reading } from './fault-of.ts';
import { clearPortsOf, policyShape, protectedMachinesOf } from './jit-policy.ts';
import { openingsOf, requestsShape, time } from './listed-openings.ts';

/** The port on the real service. */
export function createJit(arm: Arm): Jit {
  const policies = (policyId: string, as?: PersonToken) => {
    const part = armIdOf(policyId);
    const id = part('subscriptions');
    const center = as === undefined ? arm.security(id) : arm.securityAs(id, as);
    return {
      client: center.jitNetworkAccessPolicies,
      address: [part('resourceGroups'), part('locations'), part('jitNetworkAccessPolicies')] as const,
    };
  };

  return {
    async open(opening, as) {
      refuseOpenSource(opening.source);
      const { client, address } = policies(opening.policyId, as);
      const answer = await client.initiate(...address, bodyOf(opening)).catch((error: unknown) => {
        throw faultOf(error, { write: true, inOwnName: as !== undefined });
      });
      const startedAt = time.parse(answer.startTimeUtc)?.getTime();
      if (startedAt === undefined)
        throw new Fault('in-doubt', 'Azure accepted the call with an answer that says nothing.');
      return { startedAt };
    },

    async listed(policyId) {
      const { client, address } = policies(policyId);
      const policy = await reading(() => client.get(...address));
      return openingsOf(checked(requestsShape, policy, 'a JIT policy'));
    },

    async allowed(policyId, machineId) {
      const { client, address } = policies(policyId);
      const policy = await reading(() => client.get(...address));
      const machines = protectedMachinesOf(checked(policyShape, policy, 'a JIT policy')).filter(
        (machine) => machine.machineId.toLowerCase() === machineId.toLowerCase(),
      );
      return clearPortsOf(machines);
    },
  };
}

/** Left out, Azure opens the port to the caller's own address, which is the bot's; `*` opens it to the world. */
function refuseOpenSource(source: string): void {
  if (/^\d{1,3}(\.\d{1,3}){3}(\/([1-9]|[12]\d|3[0-2]))?$/.test(source)) return;
  throw new Error('An opening needs one IPv4 address or network as its source.');
}

const bodyOf = ({ machineId, port, source, endsAt, justification }: Opening) => ({
  virtualMachines: [
    {
      id: machineId,
      ports: [{ number: port, allowedSourceAddressPrefix: source, endTimeUtc: new Date(endsAt) }],
    },
  ],
  justification,
});
