// JIT policies and their requests as Defender for Cloud writes them.
import { partsOf } from './ids.ts';
import { lookup } from './lookups.ts';
import { azureTime } from './times.ts';
import type { Grant, Initiation, Policy, World } from './world.ts';

// A GET two seconds after initiate was recorded to say `Initiated`; nothing is known of the moments before.
const initiatingForMs = 2_000;

const statusOf = (grant: Grant, startedAt: number, now: number) => {
  if (now >= grant.endsAt) return { status: 'Revoked', statusReason: 'Expired' };
  const status = now < startedAt + initiatingForMs ? 'Initiating' : 'Initiated';
  return { status, statusReason: 'UserRequested' };
};

/** One entry of `properties.requests[]`, which is also the body of the 202. It has no id and says nothing of the rule. */
export const requestWire = (initiation: Initiation, now: number) => ({
  virtualMachines: initiation.machines.map((machine) => ({
    id: machine.id,
    ports: machine.ports.map((grant) => ({
      number: grant.number,
      allowedSourceAddressPrefix: grant.source,
      endTimeUtc: azureTime(grant.endsAt),
      ...statusOf(grant, initiation.startedAt, now),
    })),
  })),
  startTimeUtc: initiation.startTimeUtc,
  // Empty for calls made by an application, as recorded: the person has to be in the justification.
  requestor: '',
  ...(initiation.justification === undefined ? {} : { justification: initiation.justification }),
  ...initiation.more,
});

const initiationsOf = lookup<Initiation>(({ policyId }) => policyId.toLowerCase());

/** A whole policy with every request that is listed, past ones too. */
export const policyWire = (world: World, policy: Policy, now: number) => ({
  kind: 'Basic',
  properties: {
    ...policy.more,
    virtualMachines: policy.machines,
    requests: initiationsOf(world.initiations, policy.id.toLowerCase())
      .filter((initiation) => initiation.unlisted !== true)
      .map((initiation) => requestWire(initiation, now)),
    provisioningState: 'Succeeded',
  },
  id: policy.id,
  name: partsOf(policy.id).name,
  type: 'Microsoft.Security/locations/jitNetworkAccessPolicies',
  location: policy.region,
});
