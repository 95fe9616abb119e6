// A JIT policy as Azure's JSON, of which one machine's entry is looked at and changed. Pure. What is not known here, and
// what belongs to others, is carried along as it was read.
import { isDeepStrictEqual } from 'node:util';
import { distinctSettings, type PortSetting } from '../domain/setup/port-setting.ts';
import { same } from './arm-id.ts';
import { checked } from './checked.ts';
import { clearPortsOf, notUnderstood, policyShape, protectedMachinesOf } from './jit-policy.ts';
import { type Fields, fieldsIn, firstOf, isFields } from './json-fields.ts';
import { portsWith } from './policy-port.ts';

/** The whole answer of a GET. */
export type PolicyDocument = Fields & {
  readonly properties: Fields & { readonly virtualMachines: readonly unknown[] };
};

/** @throws Fault `unavailable` when it is no policy. One without a list of machines is none: that is not "no machines". */
export function policyDocument(answer: unknown): PolicyDocument {
  if (!isPolicy(answer)) throw notUnderstood();
  return answer;
}

const isPolicy = (answer: unknown): answer is PolicyDocument =>
  isFields(answer) && isFields(answer.properties) && Array.isArray(answer.properties.virtualMachines);

const isOf =
  (machineId: string) =>
  (entry: unknown): boolean =>
    isFields(entry) && typeof entry.id === 'string' && same(entry.id, machineId);

/**
 * What the policy says of a machine, which can stand in it twice. A port that is listed twice with the same settings counts
 * once.
 * @param document `undefined`: there is no such policy
 * @throws Fault `unavailable` where any of it is not understood: then it equals nothing
 */
export function settingsIn(document: PolicyDocument | undefined, machineId: string): readonly PortSetting[] {
  const entries = (document?.properties.virtualMachines ?? []).filter(isOf(machineId));
  const shaped = checked(policyShape, { id: '', virtualMachines: entries }, 'a JIT policy');
  const ports = clearPortsOf(protectedMachinesOf(shaped));
  return distinctSettings(ports.map(({ policyId: _, ...setting }) => setting));
}

/**
 * The body of a PUT, which Azure takes for the whole policy: everything as it was read but for this machine.
 * Left out is what the REST spec of 2020-01-01 marks `readOnly` (`id`, `name`, `type`, `location`, `provisioningState`):
 * its example of a PUT and the SDK leave them out, too. `requests` is not read-only there, and the example sends it.
 * @param document `undefined`: a new policy
 * @param wanted empty: the machine is taken out. The policy stays, with an empty list if that was the last one. That Azure
 *   takes an empty list is a guess, as nothing recorded shows one; deleting the policy would take the list of openings along.
 */
export function bodyWith(
  document: PolicyDocument | undefined,
  machineId: string,
  wanted: readonly PortSetting[],
): PolicyDocument {
  const { id: _, name: _1, type: _2, location: _3, ...rest } = document ?? { properties: noMachines };
  const { provisioningState: _4, ...properties } = rest.properties;
  const virtualMachines = machinesWith(rest.properties.virtualMachines, machineId, wanted);
  return { kind: 'Basic', ...rest, properties: { ...properties, virtualMachines } };
}

const noMachines: PolicyDocument['properties'] = { virtualMachines: [] };

/** The first of the machine's entries stays in its place and takes in the others, its own fields before theirs. */
function machinesWith(
  machines: readonly unknown[],
  machineId: string,
  wanted: readonly PortSetting[],
): readonly unknown[] {
  const at = machines.findIndex(isOf(machineId));
  const own = machines.filter(isOf(machineId)).flatMap(fieldsIn);
  const portsRead = own.flatMap(({ ports }): readonly unknown[] => (Array.isArray(ports) ? ports : []));
  const entry = { id: machineId, ...firstOf(own), ports: portsWith(portsRead, wanted) };
  const kept = wanted.length === 0 ? [] : [entry];
  if (at < 0) return [...machines, ...kept];
  const after = machines.slice(at).filter((one) => !isOf(machineId)(one));
  return [...machines.slice(0, at), ...kept, ...after];
}

/**
 * Whether nobody changed the policy between two reads. Openings come, and their status moves, by themselves: they are not
 * looked at. In which order machines are listed carries nothing.
 */
export function isUnchanged(before: PolicyDocument | undefined, now: PolicyDocument | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  return isDeepStrictEqual(comparable(before), comparable(now));
}

function comparable(document: PolicyDocument): Fields {
  const { requests: _, virtualMachines, ...properties } = document.properties;
  const machines = virtualMachines.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return { ...document, properties: { ...properties, machines } };
}

const keyOf = (entry: unknown): string => JSON.stringify(entry);
