// An admin acknowledges a finding until a day, or takes that back.
import { type DayProblem, untilDay } from '../../domain/drift/acknowledge-until.ts';
import { machineIdOf } from '../../domain/drift/finding.ts';
import type { KnownFinding } from '../../domain/drift/known-finding.ts';
import type { Person } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import type { FindingsBook } from './findings-book.ts';

interface Parts {
  readonly findings: Pick<FindingsBook, 'byNumber' | 'acknowledge'>;
  readonly now: () => Instant;
}

/** What an admin typed. */
export interface AcknowledgeWish {
  readonly number: number;
  /** `2026-12-31`. */
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
  /** IANA zone in which the day ends. */
  readonly timeZone: string;
}

export type Acknowledged =
  | { readonly kind: 'acknowledged' | 'taken-back'; readonly known: KnownFinding }
  | { readonly kind: 'no-such-finding' | 'reason-missing' }
  | { readonly kind: 'gone' | 'not-acknowledged' | 'overtaken'; readonly known: KnownFinding }
  | { readonly kind: 'day'; readonly why: DayProblem };

const longestReason = 500;

/** @param by an admin, as was found out just now @throws Fault when the ledger is away */
export async function acknowledge(
  { findings, now }: Parts,
  by: Person,
  wish: AcknowledgeWish,
): Promise<Acknowledged> {
  const known = await findings.byNumber(wish.number);
  if (known === undefined) return { kind: 'no-such-finding' };
  if (known.goneSince !== undefined) return { kind: 'gone', known };
  const reason = (wish.reason ?? '').trim().slice(0, longestReason);
  if (!/[\p{L}\p{N}]/u.test(reason)) return { kind: 'reason-missing' };
  const at = now();
  const day = untilDay(wish.until, at, wish.timeZone);
  if (!day.ok) return { kind: 'day', why: day.why };
  const given = { by, reason, until: day.until, at };
  const facts = { ...aboutFinding(known), until: day.until, reason };
  const entry = { at, actor: by.id, kind: 'finding-acknowledged', facts };
  const saved = await findings.acknowledge(known, given, entry);
  return saved === 'conflict' ? { kind: 'overtaken', known } : { kind: 'acknowledged', known: saved };
}

/** From now on it is news again, if admins were not told of it yet. @throws Fault when the ledger is away */
export async function takeBack({ findings, now }: Parts, by: Person, number: number): Promise<Acknowledged> {
  const known = await findings.byNumber(number);
  if (known === undefined) return { kind: 'no-such-finding' };
  if (known.goneSince !== undefined) return { kind: 'gone', known };
  if (known.acknowledgement === undefined) return { kind: 'not-acknowledged', known };
  const entry = { at: now(), actor: by.id, kind: 'acknowledgement-taken-back', facts: aboutFinding(known) };
  const saved = await findings.acknowledge(known, undefined, entry);
  return saved === 'conflict' ? { kind: 'overtaken', known } : { kind: 'taken-back', known: saved };
}

function aboutFinding({ number, finding }: KnownFinding) {
  const machineId = machineIdOf(finding);
  return {
    number,
    ...(machineId === undefined || finding.kind === 'leftover'
      ? {}
      : { machineId, machine: finding.machine.name }),
    key: finding.key,
  };
}
