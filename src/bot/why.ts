// Somebody asks what the access policy would say to a request of theirs: the same judging as of a real one, and nothing is asked.
import { markdownPen } from '../../cards/pen.ts';
import { explainOutlook, explainVerdict } from '../../cards/policy-words.ts';
import { type WhyPort, whyAnswer, whyNobodyAnswer } from '../../cards/why-answer.ts';
import type { Command, Wish } from '../domain/command/command.ts';
import { secondsUntil } from '../domain/duration.ts';
import { choiceOf, type Machine } from '../domain/machine.ts';
import { jitRefusals, minimumSeconds, offeredPorts, secondsOf } from '../domain/machine-ports.ts';
import type { Person } from '../domain/person.ts';
import { evaluate } from '../domain/policy/evaluate.ts';
import { outlook } from '../domain/policy/outlook.ts';
import type { Candidate } from '../domain/policy/question.ts';
import { type Case, type Hearing, questionOf, type Ruling, rulingOn } from '../domain/policy/ruling.ts';
import { sourceMeant } from '../domain/policy/source-meant.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { GrantTime } from '../domain/terms.ts';
import type { Instant } from '../domain/time.ts';
import type { Said } from '../teams/said.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

const nearestShown = 3;
const mostMachines = 3;
const mostPorts = 3;
/** Where no time is said. */
const usualSeconds = 3600;

/** @throws Fault when the ledger is away */
export async function why(
  { inventory, knowledge, now }: BotParts,
  said: Said,
  person: Person,
  { wish }: Extract<Command, { kind: 'why' }>,
): Promise<string> {
  const typed = wish.machine ?? '';
  const machines = typed === '' ? [] : inventory.byName(typed);
  if (machines.length === 0)
    return whyNobodyAnswer(typed, typed === '' ? [] : inventory.nearest(typed, nearestShown).map(choiceOf));
  const hearing = await knowledge.hearingOf(person.id, 'now');
  const at = now();
  const time = timeOf(wish, said, at);
  return whyAnswer(
    machines.slice(0, mostMachines).map((machine) => ({
      machine: choiceOf(machine),
      refusals: machine.jitPorts.length > 0 ? [] : [{ code: 'no-jit-policy', machine: machine.name }],
      ports: portsOf(machine, wish).map((port) => whyPort(machine, port, { wish, hearing, time, at })),
    })),
  );
}

/** The port that was named, of several names for one the one that JIT offers; without a name all that JIT offers. */
function portsOf(machine: Machine, { ports }: Wish): readonly number[] {
  const offered = offeredPorts(machine).map(({ port }) => port);
  if (ports === undefined) return offered.slice(0, mostPorts);
  const named = ports.find((port) => offered.includes(port)) ?? ports[0];
  return named === undefined ? [] : [named];
}

function timeOf({ time }: Wish, said: Said, at: Instant): GrantTime {
  if (time?.kind !== 'until') return { kind: 'for', seconds: time?.seconds ?? usualSeconds };
  return { kind: 'until', at: at + secondsUntil(time, at, readerOf(said).timeZone) * 1000 };
}

interface About {
  readonly wish: Wish;
  readonly hearing: Hearing;
  readonly time: GrantTime;
  readonly at: Instant;
}

function whyPort(machine: Machine, port: number, { wish, hearing, time, at }: About): WhyPort {
  const byJit = offeredPorts(machine);
  const jit = byJit.find((offer) => offer.port === port);
  const common = { port, ...(jit === undefined ? {} : { jit }) };
  const { policy } = hearing;
  if (policy.kind === 'none')
    return { ...common, lines: [], refusals: [{ code: 'no-access-policy', why: policy.why }] };
  const missing =
    jit === undefined && byJit.length > 0
      ? [{ code: 'port-not-offered', port, offered: byJit.map((offer) => offer.port) } as const]
      : [];
  const source =
    wish.source === undefined
      ? undefined
      : sourceMeant(wish.source, {
          publicMachine: machine.publicAddress !== undefined,
          allowedSources: jit?.allowedSources ?? ['*'],
          networks: policy.policy.networks,
        });
  if (source === undefined || !source.ok) {
    const limits =
      wish.time === undefined
        ? undefined
        : { seconds: secondsOf(time, at), breakGlass: wish.breakGlass === true };
    const candidates = outlook(policy.policy, {
      requester: hearing.requester,
      machine,
      port,
      startsAt: at,
      ...(limits && { seconds: limits.seconds }),
    });
    const tooLong = limits !== undefined && jit !== undefined && limits.seconds > jit.maximumSeconds;
    return {
      ...common,
      lines: explainOutlook(candidates, markdownPen, limits),
      refusals: [
        ...missing,
        ...(source === undefined ? [] : [source.refusal]),
        ...(tooLong ? [{ code: 'too-long', maximumSeconds: jit.maximumSeconds } as const] : []),
        ...channelMissing(candidates, hearing),
      ],
      sourceMissing: source === undefined,
    };
  }
  const asked = {
    machine,
    port,
    source: source.source,
    time,
    reason: wish.reason ?? '',
    breakGlass: wish.breakGlass === true,
  };
  const question = questionOf(hearing, asked, at);
  const ruling = rulingOn(hearing, asked, at);
  const allowedBy =
    ruling.kind === 'granted' && ruling.grounds.kind === 'pre-approval' ? ruling.grounds.by : [];
  const verdict = evaluate(policy.policy, question);
  const lines = explainVerdict(question, verdict, markdownPen, undefined, allowedBy.length > 0);
  const refusals = [...limitsOf(machine, asked, at), ...unspoken(ruling)];
  return { ...common, lines, refusals, allowedBy };
}

/** Of the one rule that decides whatever the source will be. */
function channelMissing(candidates: readonly Candidate[], { channels }: Hearing): readonly Refusal[] {
  const [only] = candidates;
  if (candidates.length !== 1 || only?.rule.decision !== 'approval' || !only.certain) return [];
  const { channel } = only.rule.approval;
  return channels.has(channel) ? [] : [{ code: 'no-approvals-channel', rule: only.rule.name, channel }];
}

/** What a form would be refused for before the access policy is asked. */
function limitsOf(machine: Machine, asked: Case, at: Instant): readonly Refusal[] {
  const short = secondsOf(asked.time, at) < minimumSeconds;
  return [
    ...jitRefusals(machine, asked, at),
    ...(short ? [{ code: 'too-short', minimumSeconds } as const] : []),
  ];
}

/** What stands in the way besides the rules themselves, of which the explanation tells. */
const unspoken = (ruling: Ruling): readonly Refusal[] =>
  ruling.kind === 'refused' ? ruling.refusals.filter(({ code }) => code === 'no-approvals-channel') : [];
