// What JIT policies allow, per machine.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { JitPort, Protocol } from '../domain/machine.ts';
import { merged, text, texts } from './checked.ts';
import { isoDurationSeconds } from './iso-duration.ts';

const portShape = z.object({
  number: z.number().int().nullish(),
  protocol: text,
  allowedSourceAddressPrefix: text,
  allowedSourceAddressPrefixes: texts,
  maxRequestAccessDuration: text,
});

/** The fields of Microsoft.Security/locations/jitNetworkAccessPolicies (2020-01-01) that are used. */
export const policyShape = z.object({
  id: z.string(),
  virtualMachines: z.array(z.object({ id: text, ports: z.array(portShape).nullish() })).nullish(),
});

export interface ProtectedMachine {
  /** ARM id as the policy spells it. */
  readonly machineId: string;
  readonly ports: readonly JitPort[];
  /** Ports that Azure described too incompletely to offer. */
  readonly unclear: number;
}

/** The machines of one policy. A machine can stand in several policies, and twice in one. */
export function protectedMachinesOf({
  id,
  virtualMachines,
}: z.infer<typeof policyShape>): ProtectedMachine[] {
  return (virtualMachines ?? []).flatMap(({ id: machineId, ports }) => {
    if (!machineId) return [];
    const clear = (ports ?? []).flatMap((port) => jitPortOf(id, port) ?? []);
    return { machineId, ports: clear, unclear: (ports ?? []).length - clear.length };
  });
}

/** All of their ports, or nothing. @throws Fault `unavailable` where one is described too incompletely: it equals nothing */
export function clearPortsOf(machines: readonly ProtectedMachine[]): JitPort[] {
  if (machines.some(({ unclear }) => unclear > 0)) throw notUnderstood();
  return machines.flatMap(({ ports }) => ports);
}

/** What a policy is that makes no sense. */
export const notUnderstood = (): Fault =>
  new Fault('unavailable', 'Azure described a JIT policy in a way the bot does not understand.');

/** `undefined` where a limit is missing: without it, nobody may be promised anything. */
function jitPortOf(policyId: string, described: z.infer<typeof portShape>): JitPort | undefined {
  const { number: port, maxRequestAccessDuration } = described;
  const protocol = protocolOf(described.protocol ?? '');
  const maximumSeconds = isoDurationSeconds(maxRequestAccessDuration ?? '');
  const allowedSources = merged(described.allowedSourceAddressPrefix, described.allowedSourceAddressPrefixes);
  if (port == null || protocol === undefined || maximumSeconds === undefined || allowedSources.length === 0)
    return undefined;
  return { policyId, port, protocol, maximumSeconds, allowedSources };
}

const protocolOf = (protocol: string): Protocol | undefined =>
  (['*', 'TCP', 'UDP'] as const).find((known) => known === protocol.toUpperCase());
