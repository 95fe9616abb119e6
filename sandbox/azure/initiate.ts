// POST …/initiate: is the request within the policy, and what is remembered of it.
import { z } from 'zod';
import { type Answer, armError } from './answers.ts';
import { partsOf, sameId } from './ids.ts';
import { requestWire } from './policy-wire.ts';
import { contains, isSourcePrefix } from './prefixes.ts';
import { draw } from './random.ts';
import { azureTime, durationMs } from './times.ts';
import type { Initiation, Policy, SandboxEvent, World } from './world.ts';

const bodySchema = z.object({
  virtualMachines: z
    .array(
      z.object({
        id: z.string(),
        ports: z
          .array(
            z.object({
              number: z.int(),
              allowedSourceAddressPrefix: z.string().optional(),
              endTimeUtc: z.string().refine((text) => Number.isFinite(Date.parse(text))),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  justification: z.string().optional(),
});

type Asked = { machineId: string; number: number; source: string; endsAt: number };

/** Why the policy does not hold what is asked; `undefined` when it does. The wording of the reasons is ours. */
const outsidePolicy = (world: World, policy: Policy, asked: Asked, now: number): string | undefined => {
  const machine = policy.machines.find((candidate) => sameId(candidate.id, asked.machineId));
  if (machine === undefined) return `The virtual machine '${asked.machineId}' is not in the policy.`;
  const port = machine.ports.find((candidate) => candidate.number === asked.number);
  if (port === undefined) return `Port ${asked.number} is not in the policy.`;
  const allowed = port.allowedSourceAddressPrefixes ?? [port.allowedSourceAddressPrefix ?? '*'];
  const exactOnly = world.quirks[asked.machineId.toLowerCase()]?.exactSourcesOnly === true;
  const holds = (outer: string): boolean =>
    exactOnly && outer !== '*' ? outer === asked.source : contains(outer, asked.source);
  if (!isSourcePrefix(asked.source) || !allowed.some(holds))
    return `Source address prefix '${asked.source}' is not allowed.`;
  if (asked.endsAt <= now) return 'The end time has passed.';
  const longest = durationMs(port.maxRequestAccessDuration) ?? 0;
  return asked.endsAt > now + longest
    ? `The end time is beyond ${port.maxRequestAccessDuration} from now.`
    : undefined;
};

/**
 * Answers an initiate at `now` (milliseconds). Accepted: 202, remembered in the world, and an event for each port;
 * the Allow rules come later. A port without a prefix is opened to `callerAddress`, as Azure does.
 */
export const initiate = (
  world: World,
  policy: Policy,
  body: unknown,
  callerAddress: string,
  now: number,
): { answer: Answer; events: readonly SandboxEvent[] } => {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success)
    return { answer: armError(400, 'BadRequest', 'The request body is invalid.'), events: [] };
  const machines = parsed.data.virtualMachines.map((machine) => ({
    id: machine.id,
    ports: machine.ports.map((port) => ({
      number: port.number,
      source: port.allowedSourceAddressPrefix ?? callerAddress,
      endsAt: Date.parse(port.endTimeUtc),
      rule: { stage: 'awaited' as const },
    })),
  }));
  const asked: readonly Asked[] = machines.flatMap((machine) =>
    machine.ports.map((port) => ({ machineId: machine.id, ...port })),
  );
  for (const one of asked) {
    const reason = outsidePolicy(world, policy, one, now);
    if (reason === undefined) continue;
    const message = `The given access request is not a subset of policy '${policy.id}'. ${reason}`;
    return { answer: armError(400, 'BadRequest', message), events: [] };
  }
  const { justification } = parsed.data;
  const initiation: Initiation = {
    policyId: policy.id.toLowerCase(),
    startedAt: now,
    startTimeUtc: azureTime(now, draw(world)),
    ...(justification === undefined ? {} : { justification }),
    machines,
  };
  world.initiations.push(initiation);
  const events = asked.map(({ machineId, number, source, endsAt }) => ({
    kind: 'initiated' as const,
    at: now,
    machine: partsOf(machineId).name,
    port: number,
    source,
    endsAt,
  }));
  return { answer: { status: 202, body: requestWire(initiation, now) }, events };
};
