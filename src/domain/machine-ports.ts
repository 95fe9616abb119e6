// Which of a machine's JIT ports counts, and whether what was agreed still lies within it.
import type { OfferedPort } from './form.ts';
import type { JitPort, Machine } from './machine.ts';
import type { Refusal } from './refusal.ts';
import { checkSource } from './source-prefix.ts';
import type { GrantTime } from './terms.ts';
import type { Instant, Seconds } from './time.ts';

/** Shorter grants would be over before the rule is there. */
export const minimumSeconds: Seconds = 60;

/** One policy per port number; where several list it, the one that allows the longest time. */
export function jitPortFor(machine: Machine, port: number): JitPort | undefined {
  return machine.jitPorts
    .filter((each) => each.port === port)
    .sort((one, other) => other.maximumSeconds - one.maximumSeconds)[0];
}

/** What the machine's JIT policies offer, each port once, by number. */
export function offeredPorts(machine: Machine): readonly OfferedPort[] {
  const ports = [...new Set(machine.jitPorts.map(({ port }) => port))].sort((one, other) => one - other);
  return ports.flatMap((port) => {
    const found = jitPortFor(machine, port);
    if (found === undefined) return [];
    return [{ port, maximumSeconds: found.maximumSeconds, allowedSources: found.allowedSources }];
  });
}

/** How long a grant that opens at `now` lasts; negative when its fixed end has passed. */
export const secondsOf = (time: GrantTime, now: Instant): Seconds =>
  time.kind === 'for' ? time.seconds : (time.at - now) / 1000;

/** What the machine's JIT policy has, at `now`, against terms that were agreed on earlier. Nothing: they still hold. */
export function jitRefusals(
  machine: Machine,
  terms: { readonly port: number; readonly source: string; readonly time: GrantTime },
  now: Instant,
): readonly Refusal[] {
  const jitPort = jitPortFor(machine, terms.port);
  if (machine.jitPorts.length === 0) return [{ code: 'no-jit-policy', machine: machine.name }];
  if (jitPort === undefined)
    return [
      { code: 'port-not-offered', port: terms.port, offered: offeredPorts(machine).map(({ port }) => port) },
    ];
  const { maximumSeconds, allowedSources } = jitPort;
  const source = checkSource(terms.source, {
    publicMachine: machine.publicAddress !== undefined,
    allowedSources,
  });
  return [
    ...(source.ok ? [] : [source.refusal]),
    ...(secondsOf(terms.time, now) > maximumSeconds ? [{ code: 'too-long', maximumSeconds } as const] : []),
  ];
}
