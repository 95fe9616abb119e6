// Checks a form that was sent against the machine as it is now: the terms of a grant, or every reason why not.
import { parseTime, secondsUntil } from '../src/domain/duration.ts';
import type { FormValues } from '../src/domain/form.ts';
import type { LearnedAddress } from '../src/domain/learned-address.ts';
import type { JitPort, Machine } from '../src/domain/machine.ts';
import { jitPortFor, minimumSeconds } from '../src/domain/machine-ports.ts';
import type { Network } from '../src/domain/policy/access-policy.ts';
import { sourceMeant } from '../src/domain/policy/source-meant.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import type { GrantTime, Terms } from '../src/domain/terms.ts';
import type { Instant } from '../src/domain/time.ts';

export const maximumReason = 500;

export type Checked =
  | { readonly ok: true; readonly terms: Terms }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

interface AskedWhen {
  readonly at: Instant;
  readonly timeZone: string;
}

/**
 * @param values the fields as sent; nothing in them is trusted.
 * @param machine as the inventory knows it at this moment.
 * @param asked when the form was asked for and in which IANA zone: `until 17:00` means the next one after that,
 *   however long the form lay there; the networks that may be named, and what is known of the requester's address.
 */
export function checkForm(
  values: FormValues,
  machine: Machine,
  now: Instant,
  asked: AskedWhen & {
    readonly networks?: readonly Network[];
    readonly learned?: LearnedAddress | undefined;
  },
): Checked {
  const { jitPorts, tags: _, system: _system, ...facts } = machine;
  if (jitPorts.length === 0)
    return { ok: false, refusals: [{ code: 'no-jit-policy', machine: machine.name }] };
  const jitPort = jitPortFor(machine, Number(values.port));
  if (jitPort === undefined) {
    const port = Number.parseInt(values.port, 10);
    const offered = [...new Set(jitPorts.map((each) => each.port))];
    return {
      ok: false,
      refusals: [{ code: 'port-not-offered', port: Number.isNaN(port) ? undefined : port, offered }],
    };
  }

  const source = sourceMeant(values.source, {
    publicMachine: machine.publicAddress !== undefined,
    allowedSources: jitPort.allowedSources,
    networks: asked.networks ?? [],
  });
  const time = checkTime(values.time, jitPort, now, asked);
  const reason = values.reason.trim();
  const [first, ...rest] = [
    ...(source.ok ? [] : [source.refusal]),
    ...('code' in time ? [time] : []),
    ...(reason.length > maximumReason
      ? [{ code: 'reason-too-long', maximumLength: maximumReason } as const]
      : []),
  ];
  if (first !== undefined) return { ok: false, refusals: [first, ...rest] };
  if (!source.ok || 'code' in time) throw new Error('unreachable: a refusal was found and lost');
  const { port, protocol, policyId } = jitPort;
  const { network } = source;
  const terms = { machine: facts, policyId, port, protocol, source: source.source, time, reason };
  return {
    ok: true,
    terms: { ...terms, ...seen(source.source, asked.learned), ...(network !== undefined && { network }) },
  };
}

/** Of an address that was confirmed for an earlier form, nobody knows whether it still is theirs. */
const seen = (source: string, learned: LearnedAddress | undefined): Pick<Terms, 'seenAt'> =>
  learned?.how === 'page' && learned.address === source ? { seenAt: learned.at } : {};

function checkTime(typed: string, jitPort: JitPort, now: Instant, asked: AskedWhen): GrantTime | Refusal {
  const { maximumSeconds } = jitPort;
  if (typed.trim() === '') return { code: 'time-missing', maximumSeconds };
  const time = parseTime(typed);
  if (time === undefined) return { code: 'time-not-understood', typed, maximumSeconds };
  const end =
    time.kind === 'for' ? undefined : asked.at + secondsUntil(time, asked.at, asked.timeZone) * 1000;
  if (end !== undefined && end <= now) return { code: 'time-passed', typed };
  const seconds = time.kind === 'for' ? time.seconds : ((end ?? now) - now) / 1000;
  if (seconds > maximumSeconds) return { code: 'too-long', maximumSeconds };
  if (seconds < minimumSeconds) return { code: 'too-short', minimumSeconds };
  return end === undefined ? { kind: 'for', seconds } : { kind: 'until', at: end };
}
