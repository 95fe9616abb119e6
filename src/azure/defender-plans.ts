// The plan of Defender for Servers (`Microsoft.Security/pricings/VirtualMachines`): read, and turned on.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { DefenderPlans } from '../access/setup-ports.ts';
import { sellsJit } from '../domain/setup/defender-plan.ts';
import type { Arm } from './arm.ts';
import { checked, text } from './checked.ts';
import { reading } from './fault-of.ts';
import { type Fields, fieldsIn } from './json-fields.ts';
import { rawCall } from './raw-call.ts';
import { refusedWrite } from './refused-write.ts';

/**
 * The SDK asks for 2022-03-01, whose answer says nothing of `extensions` and `enforce` (REST spec): what was never read
 * cannot be written back. 2024-01-01 says both.
 */
const apiVersion = '2024-01-01';

const shape = z.object({ properties: z.object({ pricingTier: z.string(), subPlan: text }) });

/** Marked `readOnly` in the REST spec of 2024-01-01. */
const readOnly = [
  'freeTrialRemainingTime',
  'enablementTime',
  'inherited',
  'inheritedFrom',
  'resourcesCoverageStatus',
  'deprecated',
  'replacedBy',
];

/** The port on the real service. */
export function createDefenderPlans(arm: Arm): DefenderPlans {
  const place = (subscriptionId: string) => ({
    client: arm.security(subscriptionId),
    path: `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.Security/pricings/VirtualMachines`,
  });

  async function read(subscriptionId: string) {
    const { client, path } = place(subscriptionId);
    const { json } = await reading(() => rawCall(client, { method: 'GET', path, apiVersion }));
    const answer = json();
    const { pricingTier: tier, subPlan } = checked(
      shape,
      answer,
      'the plan of Defender for Servers',
    ).properties;
    return { answer, plan: { tier, ...(subPlan && { subPlan }) } };
  }

  return {
    planOf: async (subscriptionId) => (await read(subscriptionId)).plan,

    async turnOn(subscriptionId) {
      const { answer, plan } = await read(subscriptionId);
      // Asked again, or turned on by somebody meanwhile: a PUT could only undo what they chose besides.
      if (sellsJit(plan) === true) return;
      const { client, path } = place(subscriptionId);
      const refused = await rawCall(client, { method: 'PUT', path, apiVersion, body: bodyFrom(answer) }).then(
        () => undefined,
        refusedWrite,
      );
      if (refused === 'conflict')
        throw new Fault('unavailable', 'Another change in Azure is in the way. Nothing was changed.');
    },
  };
}

/** Plan 2, and all else as it was read: extensions that are left out might be turned off. */
function bodyFrom(answer: unknown): Fields {
  const [properties = {}] = fieldsIn(fieldsIn(answer)[0]?.properties);
  const kept = Object.entries(properties).filter(([name]) => !readOnly.includes(name));
  const { extensions, ...others } = Object.fromEntries(kept);
  return {
    properties: {
      ...others,
      pricingTier: 'Standard',
      subPlan: 'P2',
      ...(Array.isArray(extensions) && { extensions: extensions.flatMap(fieldsIn).map(withoutStatus) }),
    },
  };
}

const withoutStatus = ({ operationStatus: _, ...extension }: Fields): Fields => extension;
