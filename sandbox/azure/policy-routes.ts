// Microsoft.Security routes: list, read, replace and delete JIT policies, and initiate.
import { z } from 'zod';
import { type Answer, armError } from './answers.ts';
import { policyEtagOf } from './etag.ts';
import { partsOf, resourceId, sameId } from './ids.ts';
import { initiate } from './initiate.ts';
import { lookupBySubscription, machineOf, policyWithId } from './lookups.ts';
import { hasJit, planOf } from './plans.ts';
import { policyWire } from './policy-wire.ts';
import { isSourcePrefix } from './prefixes.ts';
import { awaitProtection, protectDue } from './protection.ts';
import { relist } from './relist.ts';
import { type Call, type Route, route } from './route.ts';
import { durationMs } from './times.ts';
import { type Policy, policyMachineSchema } from './world.ts';

const bodySchema = z.object({
  properties: z.looseObject({
    virtualMachines: z.array(policyMachineSchema),
    requests: z.array(z.unknown()).default([]),
    provisioningState: z.unknown().optional(),
  }),
});

const minute = 60_000;

const policyId = (call: Call): string =>
  resourceId(
    call.part('s'),
    call.part('rg'),
    `Microsoft.Security/locations/${call.part('loc')}/jitNetworkAccessPolicies`,
    call.part('name'),
  );

const findPolicy = (call: Call): Policy | undefined => policyWithId(call.world, policyId(call));

const policyNotFound = (call: Call): Answer =>
  armError(404, 'PolicyNotFound', `Just-In-Time Network Access Policy '${policyId(call)}' does not exist.`);

const bySubscription = lookupBySubscription<Policy>(({ id }) => id);

const list = (call: Call, isWanted: (policy: Policy) => boolean): Answer =>
  call.page(bySubscription(call.world.policies, call.part('s')).filter(isWanted), (policy) =>
    policyWire(call.world, policy, call.now),
  );

const inGroup = (call: Call) => (policy: Policy) => sameId(partsOf(policy.id).group, call.part('rg'));
const inRegion = (call: Call) => (policy: Policy) => sameId(policy.region, call.part('loc'));

/** What is wrong with a policy somebody puts; `undefined` when nothing is. */
const invalidity = (call: Call, machines: Policy['machines']): string | undefined => {
  for (const machine of machines) {
    const known = machineOf(call.world, machine.id);
    const { subscription, group } = partsOf(machine.id);
    const isHere =
      known !== undefined &&
      sameId(subscription, call.part('s')) &&
      sameId(group, call.part('rg')) &&
      sameId(known.region, call.part('loc'));
    if (call.part('name').length + partsOf(machine.id).name.length > 56)
      return `The names of the policy and of '${machine.id}' have more than 56 characters.`;
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

const shown = (call: Call, policy: Policy): Answer => ({
  status: 200,
  body: policyWire(call.world, policy, call.now),
  ...(call.policyEtags ? { headers: { etag: policyEtagOf(policy) } } : {}),
});

/** The Deny rules of the policy's machines follow, now or after the delay. */
const follow = (call: Call, before: Policy['machines'], after: Policy['machines']): void => {
  awaitProtection(call.world, before, after, call.now);
  for (const event of protectDue(call.world, call.protectionTakesMs, call.now)) call.emit(event);
};

const put = (call: Call): Answer => {
  if (!hasJit(planOf(call.world, call.part('s'))))
    return armError(
      400,
      'BadRequest',
      `'${call.part('name')}' is not onboarded to Defender For Servers offering.`,
    );
  const parsed = bodySchema.safeParse(call.body);
  if (!parsed.success) return armError(400, 'BadRequest', 'The request body is invalid.');
  const { virtualMachines: machines, requests, provisioningState: _, ...more } = parsed.data.properties;
  const wrong = invalidity(call, machines);
  if (wrong !== undefined) return armError(400, 'BadRequest', wrong);
  const policy: Policy = findPolicy(call) ?? { id: policyId(call), region: call.part('loc'), machines: [] };
  const asked = call.header('if-match');
  if (call.policyEtags && asked !== undefined && asked !== policyEtagOf(policy))
    return armError(412, 'PreconditionFailed', 'The condition of If-Match was not met.');
  const before = policy.machines;
  policy.machines = machines;
  policy.more = more;
  relist(call.world, policy, requests);
  if (!call.world.policies.includes(policy)) call.world.policies.push(policy);
  follow(call, before, machines);
  call.emit({ kind: 'policy-changed', at: call.now, policy: policy.id });
  return shown(call, policy);
};

const remove = (call: Call): Answer => {
  const policy = findPolicy(call);
  if (policy === undefined) return { status: 204 };
  call.world.policies = call.world.policies.filter((candidate) => candidate !== policy);
  follow(call, policy.machines, []);
  call.emit({ kind: 'policy-changed', at: call.now, policy: policy.id });
  return { status: 200 };
};

const get = (call: Call): Answer => {
  const policy = findPolicy(call);
  return policy === undefined ? policyNotFound(call) : shown(call, policy);
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
