// Microsoft.Security/pricings: which plans of Defender a subscription has. Only the plan for servers can be changed.
import { type Answer, armError } from './answers.ts';
import { hasJit, planOf } from './plans.ts';
import { type Call, type Route, route } from './route.ts';
import { azureTime } from './times.ts';
import { type DefenderPlan, planSchema } from './world.ts';

/** Only Azure writes these. */
const readOnly = [
  'freeTrialRemainingTime',
  'enablementTime',
  'resourcesCoverageStatus',
  'deprecated',
  'replacedBy',
];

const servers = 'VirtualMachines';
/** Others that a list shows beside it. */
const others = ['SqlServers', 'StorageAccounts', 'CloudPosture'];

const wire = (call: Call, name: string, plan: DefenderPlan) => ({
  id: `/subscriptions/${call.part('s')}/providers/Microsoft.Security/pricings/${name}`,
  name,
  type: 'Microsoft.Security/pricings',
  properties: {
    ...plan,
    freeTrialRemainingTime: 'PT0S',
    ...(plan.pricingTier === 'Standard' ? { resourcesCoverageStatus: 'FullyCovered' } : {}),
  },
});

const serversWire = (call: Call) => wire(call, servers, planOf(call.world, call.part('s')));
const isServers = (call: Call): boolean => call.part('name').toLowerCase() === servers.toLowerCase();

const list = (call: Call): Answer => ({
  status: 200,
  body: { value: [serversWire(call), ...others.map((name) => wire(call, name, { pricingTier: 'Free' }))] },
});

const get = (call: Call): Answer =>
  isServers(call)
    ? { status: 200, body: serversWire(call) }
    : armError(404, 'ResourceNotFound', `The pricing '${call.part('name')}' was not found.`);

const put = (call: Call): Answer => {
  const properties = (call.body as { properties?: unknown } | undefined)?.properties;
  const parsed = planSchema.safeParse(properties);
  if (!isServers(call) || !parsed.success) return armError(400, 'BadRequest', 'The request body is invalid.');
  const { pricingTier, subPlan } = parsed.data;
  if (!['Free', 'Standard'].includes(pricingTier) || !['P1', 'P2', undefined].includes(subPlan))
    return armError(400, 'BadRequest', `The plan '${pricingTier} ${subPlan}' is unknown.`);
  const { subPlan: _, ...free } = parsed.data;
  const kept = pricingTier === 'Free' ? free : parsed.data;
  const plan = planSchema.parse(
    Object.fromEntries(Object.entries(kept).filter(([name]) => !readOnly.includes(name))),
  );
  const subscription = call.part('s').toLowerCase();
  const enabled = hasJit(plan) ? { enablementTime: azureTime(call.now) } : {};
  call.world.plans = { ...call.world.plans, [subscription]: { ...plan, ...enabled } };
  call.emit({ kind: 'plan-changed', at: call.now, subscription });
  return { status: 200, body: serversWire(call) };
};

const pricings = '/subscriptions/{s}/providers/Microsoft.Security/pricings';

/** List, get and put. */
export const pricingRoutes: readonly Route[] = [
  route('GET', pricings, list),
  route('GET', `${pricings}/{name}`, get),
  route('PUT', `${pricings}/{name}`, put),
];
