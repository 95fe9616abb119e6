// What must hold of a reading of Azure's JSON: a fault of ours, or what stands in the JSON and nothing that does not.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { RestError } from '@azure/core-rest-pipeline';
import { Fault } from '../../../src/access/fault.ts';
import { checked } from '../../../src/azure/checked.ts';
import { exactJson } from '../../../src/azure/exact-json.ts';
import { faultOf } from '../../../src/azure/fault-of.ts';
import { policyShape, protectedMachinesOf } from '../../../src/azure/jit-policy.ts';
import { openingsOf, requestsShape } from '../../../src/azure/listed-openings.ts';
import { machinesOf } from '../../../src/azure/machines-of.ts';
import { interfaceShape } from '../../../src/azure/network-interface.ts';
import { nsgRuleOf, ruleShape } from '../../../src/azure/nsg-rule.ts';
import { bodyWith, policyDocument, settingsIn } from '../../../src/azure/policy-document.ts';
import type { PortSetting } from '../../../src/domain/setup/port-setting.ts';
import { sameSettings } from '../../../src/domain/setup/port-setting.ts';
import { ids } from '../../support/arm-bodies.ts';

/** What it reads, or undefined where it throws a fault. @throws whatever else it throws: that is a find */
function read<T>(reading: () => T): T | undefined {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    safe(error.message);
    return undefined;
  }
}

/** Words of ours: no HTML, no stack, one line. */
function safe(message: string): void {
  assert.doesNotMatch(message, /[<>{}\p{Cc}]|node_modules|\bat .*:\d+:\d+/u, message);
  assert.ok(message.length < 400, `${message.length} characters`);
}

const textOf = (body: unknown): string => JSON.stringify(body) ?? '';

/** Whether a value stands somewhere in the JSON, by itself. */
function holds(body: unknown, wanted: unknown): boolean {
  if (body === wanted) return true;
  return typeof body === 'object' && body !== null && Object.values(body).some((each) => holds(each, wanted));
}

export function policyIsRead(body: unknown): void {
  const machines = read(() => protectedMachinesOf(checked(policyShape, body, 'a JIT policy')));
  for (const { machineId, ports } of machines ?? []) {
    assert.ok(holds(body, machineId));
    for (const { port, maximumSeconds, allowedSources, protocol } of ports) {
      assert.ok(holds(body, port) && Number.isInteger(port), `port ${port}`);
      assert.ok(maximumSeconds > 0 && ['*', 'TCP', 'UDP'].includes(protocol));
      // A port without sources would be one that nobody may have, or everybody.
      assert.ok(
        allowedSources.length > 0 && allowedSources.every((source) => source !== '' && holds(body, source)),
      );
    }
  }
  const openings = read(() => openingsOf(checked(requestsShape, datesIn(body), 'a JIT policy')));
  for (const { endsAt, startedAt, sources } of openings ?? []) {
    assert.ok(Number.isFinite(endsAt) && Number.isFinite(startedAt));
    assert.ok(sources.every((source) => holds(body, source)));
  }
}

/** The SDK makes dates of times, also of those that are none. */
const datesIn = (body: unknown): unknown =>
  JSON.parse(textOf(body), function date(key, value) {
    return /TimeUtc$/.test(key) && typeof value === 'string' ? undefined : value;
  });

export function interfaceIsRead(body: unknown): void {
  const nic = read(() => checked(interfaceShape, body, 'a network interface'));
  if (nic === undefined) return;
  const subscription = { id: 's', name: 'S' };
  const { machines } = machinesOf({
    subscription,
    interfaces: [nic],
    publicAddresses: new Map(),
    protectedMachines: [],
    tags: new Map(),
    systems: new Map(),
  });
  for (const { azureId, addresses } of machines) {
    assert.ok(holds(body, azureId));
    for (const { privateAddress } of addresses)
      assert.ok(holds(body, privateAddress) && !privateAddress.includes(':'));
  }
}

const fieldsOf = { sources: 'sourceAddressPrefix', destinations: 'destinationAddressPrefix' } as const;

export function ruleIsRead(body: unknown): void {
  const rule = read(() => nsgRuleOf(checked(ruleShape, body, 'an NSG rule'), 'web-nsg'));
  if (rule === undefined) return;
  const { sources, destinations, destinationPorts, sourcePorts, usesApplicationGroups, priority, access } =
    rule;
  assert.ok(holds(body, priority), 'a priority of its own');
  assert.ok(new RegExp(`"access":"${access}"`, 'i').test(textOf(body)), 'another access');
  for (const all of [sources, destinations])
    assert.ok(all.length > 0 || usesApplicationGroups, 'a rule that seems to match nothing');
  assert.ok(destinationPorts.length > 0 && sourcePorts.length > 0);
  for (const one of [...sources, ...destinations, ...destinationPorts, ...sourcePorts])
    assert.ok(holds(body, one));
  // Left out, a source that is there would make an open port look shut.
  if (typeof body === 'object' && body !== null)
    for (const [name, field] of Object.entries(fieldsOf)) {
      const single: unknown = Reflect.get(body, field);
      const list = name === 'sources' ? sources : destinations;
      if (typeof single === 'string' && single !== '')
        assert.ok(list.includes(single), `${field} was left out`);
    }
}

const machineIdOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? Reflect.get(entry, 'id') : undefined;
const isOwn = (entry: unknown): boolean => {
  const id = machineIdOf(entry);
  return typeof id === 'string' && id.toLowerCase() === ids.machine.toLowerCase();
};

/** One machine's entry becomes what was wanted, and every other entry goes back as it came, in its order. */
export function editIsNarrow(body: unknown, wanted: readonly PortSetting[]): void {
  const document = read(() => policyDocument(exactJson(textOf(body))));
  if (document === undefined) return;
  const before = document.properties.virtualMachines;
  const written = bodyWith(document, ids.machine, wanted);
  const after: unknown = JSON.parse(JSON.stringify(written.properties.virtualMachines));
  assert.ok(Array.isArray(after));
  const others = JSON.parse(JSON.stringify(before.filter((entry) => !isOwn(entry))));
  const othersAfter = after.filter((entry) => !isOwn(entry));
  assert.ok(isDeepStrictEqual(othersAfter, others), 'another machine was touched');
  assert.ok(
    isDeepStrictEqual(written.properties.requests, document.properties.requests),
    'requests were touched',
  );
  const own = read(() => settingsIn(written, ids.machine));
  if (own !== undefined) assert.ok(sameSettings(own, wanted), `${textOf(own)} instead of ${textOf(wanted)}`);
  // What is written is understood, unless nobody wanted anything.
  assert.ok(own !== undefined, 'what was written is not understood');
}

/** An error of the SDK, however odd, is one of our faults, in our words. */
export function errorIsOurs(error: unknown, write: boolean): void {
  const fields: object = typeof error === 'object' && error !== null ? error : {};
  const { message, statusCode, ...rest } = { message: '', statusCode: undefined, ...fields };
  const text = typeof message === 'string' ? message : '';
  // It comes from the HTTP exchange itself; code and message are what the body holds.
  const status = typeof statusCode === 'number' ? { statusCode } : {};
  for (const thrown of [
    error,
    new Error(text),
    Object.assign(new RestError(text, status), withoutFixed(rest), { message }),
  ]) {
    const fault = faultOf(thrown, { write });
    assert.ok(fault instanceof Fault);
    safe(fault.message);
    assert.ok(write || fault.code !== 'in-doubt');
  }
}

/** Without what the SDK itself puts there: the exchange, and the machinery of errors. */
const withoutFixed = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([name]) => !['__proto__', 'stack', 'toString', 'toJSON', 'response', 'request'].includes(name),
    ),
  );
