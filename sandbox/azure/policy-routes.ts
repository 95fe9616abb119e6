// Microsoft.Security routes: list, read, replace and delete JIT policies, and initiate.
import { z } from 'zod';
import { type Answer, armError } from './answers.ts';
import { partsOf, resourceId, sameId } from './ids.ts';
import { initiate } from './initiate.ts';
import { policyWire } from './policy-wire.ts';
import { isSourcePrefix } from './prefixes.ts';
import { protect } from './protection.ts';
import { type Call, type Route, route } from './route.ts';
import { durationMs } from './times.ts';
import { type Policy, policyMachineSchema } from './world.ts';

const bodySchema = z.object({ properties: z.object({ virtualMachines: z.array(policyMachineSchema) }) });

const minute = 60_000;

const policyId = (call: Call): string =>
  resourceId(
    call.part('s'),
    call.part('rg'),
    `Microsoft.Security/locations/${call.part('loc')}/jitNetworkAccessPolicies`,
    call.part('name'),
  );

const findPolicy = (call: Call): Policy | undefined =>
  call.world.policies.find((policy) => sameId(policy.id, policyId(call)));

const policyNotFound = (call: Call): Answer =>
  armError(404, 'PolicyNotFound', `Just-In-Time Network Access Policy '${policyId(call)}' does not exist.`);

const list = (call: Call, isWanted: (policy: Policy) => boolean): Answer =>
  call.page(
    call.world.policies
      .filter((policy) => sameId(partsOf(policy.id).subscription, call.part('s')) && isWanted(policy))
      .map((policy) => policyWire(call.world, policy, call.now)),
  );

const inGroup = (call: Call) => (policy: Policy) => sameId(partsOf(policy.id).group, call.part('rg'));
const inRegion = (call: Call) => (policy: Policy) => sameId(policy.region, call.part('loc'));

/** What is wrong with a policy somebody puts; `undefined` when nothing is. */
const invalidity = (call: Call, machines: Policy['machines']): string | undefined => {
  for (const machine of machines) {
    const known = call.world.machines.find((candidate) => sameId(candidate.id, machine.id));
    const { subscription, group } = partsOf(machine.id);
    const isHere =
      known !== undefined &&
      sameId(subscription, call.part('s')) &&
      sameId(group, call.part('rg')) &&
      sameId(known.region, call.part('loc'));
    if (!isHere)
      return `The virtual machine '${machine.id}' is not in the policy's resource group and region.`;
    for (const port of machine.ports) {
      const longest = durationMs(port.maxRequestAccessDuration) ?? 0;
      if (longest < 5 * minute || longest > 24 * 60 * minute)
        return `maxRequestAccessDuration '${port.maxRequestAccessDuration}' is not between 5 minutes and 1 day.`;
      const sources = port.allowedSourceAddressPrefixes ?? [port.allowedSourceAddressPrefix ?? '*'];
      if (!sources.every(isSourcePrefix)) return `'${sources.join()}' is not a list of IPv4 source prefixes.`;
    }
  }
  return undefined;
};

const put = (call: Call): Answer => {
  const parsed = bodySchema.safeParse(call.body);
  if (!parsed.success) return armError(400, 'BadRequest', 'The request body is invalid.');
  const machines = parsed.data.properties.virtualMachines;
  const wrong = invalidity(call, machines);
  if (wrong !== undefined) return armError(400, 'BadRequest', wrong);
  const policy = findPolicy(call) ?? { id: policyId(call), region: call.part('loc'), machines };
  policy.machines = machines;
  if (!call.world.policies.includes(policy)) call.world.policies.push(policy);
  protect(call.world);
  call.emit({ kind: 'policy-changed', at: call.now, policy: policy.id });
  return { status: 200, body: policyWire(call.world, policy, call.now) };
};

const remove = (call: Call): Answer => {
  const policy = findPolicy(call);
  if (policy === undefined) return { status: 204 };
  call.world.policies = call.world.policies.filter((candidate) => candidate !== policy);
  protect(call.world);
  call.emit({ kind: 'policy-changed', at: call.now, policy: policy.id });
  return { status: 200 };
};

const get = (call: Call): Answer => {
  const policy = findPolicy(call);
  return policy === undefined
    ? policyNotFound(call)
    : { status: 200, body: policyWire(call.world, policy, call.now) };
};

const open = (call: Call): Answer => {
  const policy = findPolicy(call);
  if (policy === undefined) return policyNotFound(call);
  const { answer, events } = initiate(call.world, policy, call.body, call.callerAddress, call.now);
  for (const event of events) call.emit(event);
  return answer;
};

const security = 'providers/Microsoft.Security';
const located = `${security}/locations/{loc}/jitNetworkAccessPolicies`;
const group = '/subscriptions/{s}/resourceGroups/{rg}';

export const policyRoutes: readonly Route[] = [
  route('GET', `/subscriptions/{s}/${security}/jitNetworkAccessPolicies`, (call) => list(call, () => true)),
  route('GET', `/subscriptions/{s}/${located}`, (call) => list(call, inRegion(call))),
  route('GET', `${group}/${security}/jitNetworkAccessPolicies`, (call) => list(call, inGroup(call))),
  route('GET', `${group}/${located}`, (call) =>
    list(call, (policy) => inGroup(call)(policy) && inRegion(call)(policy)),
  ),
  route('GET', `${group}/${located}/{name}`, get),
  route('PUT', `${group}/${located}/{name}`, put),
  route('DELETE', `${group}/${located}/{name}`, remove),
  route('POST', `${group}/${located}/{name}/initiate`, open),
];
