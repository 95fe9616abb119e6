// Into which JIT policy a machine goes.
import type { Machine } from '../machine.ts';

type Placed = Pick<Machine, 'name' | 'azureId' | 'resourceGroup' | 'region'>;

/** A policy's name and a machine's have so many characters together at most (documented). */
const mostCharacters = 56;
/** What Azure calls the first policy of a place. */
const usualName = 'default';
/** Where that is too long beside the machine's name. */
const shortName = 'jit';

/**
 * Policy and machine share subscription, resource group and region.
 * @param policyIds ARM ids of the policies that are there, wherever
 * @returns the ARM id of a policy that is known, the usual one first, or of another; `undefined`: no name is short enough
 */
export function jitPolicyFor(
  machine: Placed,
  policyIds: readonly string[],
): { readonly policyId: string; readonly newPolicy?: true } | undefined {
  const place = placeOf(machine);
  const here = policyIds.filter((id) => placeOfPolicy(id) === place);
  const known = [...new Map(here.map((id) => [id.toLowerCase(), id])).values()].sort(usualFirst);
  const fits = (id: string): boolean => nameOf(id).length + machine.name.length <= mostCharacters;
  const made = [usualName, shortName].map((name) => policyIdIn(machine, name));
  const there = known.find(fits);
  if (there !== undefined) return { policyId: there };
  const policyId = made.find(fits);
  return policyId === undefined ? undefined : { policyId, newPolicy: true };
}

const usualFirst = (one: string, other: string): number =>
  Number(nameOf(other) === usualName) - Number(nameOf(one) === usualName) || one.localeCompare(other);

const nameOf = (policyId: string): string => policyId.split('/').at(-1)?.toLowerCase() ?? '';

const subscriptionOf = (id: string): string => id.split('/')[2]?.toLowerCase() ?? '';

const placeOf = ({ azureId, resourceGroup, region }: Placed): string =>
  [subscriptionOf(azureId), resourceGroup.toLowerCase(), region.toLowerCase()].join('/');

function placeOfPolicy(id: string): string {
  const [, , subscription = '', , group = '', , , , region = ''] = id.toLowerCase().split('/');
  return [subscription, group, region].join('/');
}

const policyIdIn = ({ azureId, resourceGroup, region }: Placed, name: string): string =>
  `/subscriptions/${azureId.split('/')[2] ?? ''}/resourceGroups/${resourceGroup}/providers/Microsoft.Security/locations/${region}/jitNetworkAccessPolicies/${name}`;
