// Tells admins, once, of each older Allow rule that leaves a port open although JIT protects it.
import type { Machine } from '../domain/machine.ts';
import type { Hole } from '../domain/nsg/named-rule.ts';
import { type Instant, isoOf, type Seconds } from '../domain/time.ts';
import { newsChannel, patiently, postNews } from './admin-news.ts';
import type { Message, Notifier } from './chat-ports.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';

/** The machine as news name it. */
export type HoleMachine = Pick<Machine, 'id' | 'name' | 'subscription' | 'resourceGroup'>;

interface Parts {
  readonly ledger: Pick<Ledger, 'announced' | 'announce' | 'channel' | 'claim'>;
  readonly notifier: Pick<Notifier, 'post'>;
  readonly words: (machine: HoleMachine, holes: readonly Hole[]) => Message;
  readonly now: () => Instant;
  readonly log: Log;
  /** Waits so many seconds before the next try; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
}

/** What a look found. Never rejects; to be called without waiting. */
export type HoleNews = (machine: HoleMachine, holes: readonly Hole[]) => Promise<void>;

const pauses = [5, 30, 120];
/** Longer than a post with its own repeats takes. */
const claimSeconds: Seconds = 60;
/** A hole that was gone is news again when it comes back after so long. */
const newAgainMilliseconds = 24 * 3600_000;
const watchedMachines = 1000;

/**
 * Says each hole once for all replicas, in the approvals channel or else on-call; where no channel is set, it is told at
 * the first look after one is. That a hole was found is in the audit trail in any case, before it is said.
 *
 * A hole that comes back is news again if this process saw it gone at least 24 hours before. What nobody looked at
 * meanwhile, or looked at before a restart, counts as having been there all the time.
 */
export function createHoleNews(parts: Parts): HoleNews {
  const { now, log, pause } = parts;
  const absences = createAbsences(now);
  const telling = new Set<string>();

  return async (machine, holes) => {
    const found = absences.seen(machine, holes);
    const keys = found.filter(({ key }) => !telling.has(key));
    if (keys.length === 0) return;
    for (const { key } of keys) telling.add(key);
    try {
      await patiently(
        () => tell(parts, machine, keys),
        pauses,
        pause,
        (error) => log.warn({ err: error, machine: machine.name }, 'Admins could not be told of a hole yet'),
      );
    } finally {
      for (const { key } of keys) telling.delete(key);
    }
  };
}

interface Found {
  readonly hole: Hole;
  /** What is said once. */
  readonly key: string;
}

async function tell(
  { ledger, notifier, words, now, log }: Parts,
  machine: HoleMachine,
  found: readonly Found[],
): Promise<void> {
  const entry = (kind: string, { hole }: Found) => ({
    at: now(),
    actor: 'bot',
    kind,
    facts: { machineId: machine.id, machine: machine.name, ...hole },
  });
  const untold: Found[] = [];
  for (const one of found) if (!(await ledger.announced(`${one.key}/told`))) untold.push(one);
  if (untold.length === 0) return;
  for (const one of untold) await ledger.announce(`${one.key}/found`, entry('hole-found', one));

  const channel = await newsChannel(ledger);
  if (channel === undefined) {
    log.warn({ machine: machine.name }, 'No channel is set in which admins could be told of a hole');
    return;
  }
  // Whoever has the claim is posting, or has just posted; if that goes wrong, the next look says it.
  if (!(await ledger.claim(`hole-news/${machine.id}`, now(), claimSeconds))) return;
  const still: Found[] = [];
  for (const one of untold) if (!(await ledger.announced(`${one.key}/told`))) still.push(one);
  if (still.length === 0) return;
  const holes = still.map(({ hole }) => hole);
  const posted = await postNews(notifier, channel.conversationId, words(machine, holes));
  if (posted !== 'posted') {
    log.warn({ err: posted }, 'The channel in which admins should be told of a hole is gone');
    return;
  }
  for (const one of still) await ledger.announce(`${one.key}/told`, entry('hole-told', one));
}

/** Remembers since when holes that were seen are gone, for the machines that were looked at last. */
function createAbsences(now: () => Instant) {
  /** By machine, then by hole: since when it is gone, if it is, and the day of its latest return. */
  const machines = new Map<string, Map<string, { readonly goneSince?: Instant; readonly back?: string }>>();

  return {
    /** Takes note of a look. @returns the holes with the keys under which they are said. */
    seen(machine: HoleMachine, holes: readonly Hole[]): readonly Found[] {
      const known = machines.get(machine.id) ?? new Map();
      const current = holes.map((hole) => ({ hole, name: nameOf(machine, hole) }));
      for (const [name, before] of known)
        if (before.goneSince === undefined && current.every((one) => one.name !== name))
          known.set(name, { ...before, goneSince: now() });
      const found = current.map(({ hole, name }) => {
        const { goneSince, back: before } = known.get(name) ?? {};
        const returned = goneSince !== undefined && now() - goneSince >= newAgainMilliseconds;
        const back = returned ? isoOf(now()).slice(0, 10) : before;
        known.set(name, back === undefined ? {} : { back });
        return { hole, key: back === undefined ? name : `${name}/${back}` };
      });
      machines.delete(machine.id);
      if (known.size > 0) machines.set(machine.id, known);
      const oldest = machines.size > watchedMachines ? machines.keys().next().value : undefined;
      if (oldest !== undefined) machines.delete(oldest);
      return found;
    },
  };
}

const nameOf = ({ id }: HoleMachine, { port, rule }: Hole): string =>
  `hole/${id}/${port}/${rule.nsg}/${rule.name}`;
