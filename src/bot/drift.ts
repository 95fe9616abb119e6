// An admin asks what is open beside JIT, or acknowledges a finding.
import { portsOfNothingAnswer } from '../../cards/drift/drift-answers.ts';
import { type Freshness, portsCard } from '../../cards/drift/drift-cards.ts';
import type { Message } from '../access/chat-ports.ts';
import { acknowledge } from '../access/drift/acknowledging.ts';
import { csvLinkSeconds } from '../access/drift/csv-link.ts';
import type { Command } from '../domain/command/command.ts';
import { worstFirst } from '../domain/drift/known-finding.ts';
import { choiceOf, type Machine } from '../domain/machine.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import type { Said } from '../teams/said.ts';
import { refusedAdmin } from './admin-check.ts';
import { patienceSeconds } from './attempt.ts';
import { acknowledgedWords } from './drift-words.ts';
import { cardMessage } from './listing.ts';
import type { BotParts } from './parts.ts';
import { type PortsMeant, portsMeant } from './ports-meant.ts';
import { readerOf } from './reader.ts';

const nearestShown = 3;

/** For admins; a refusal is noted for everybody else. @throws Fault when the ledger is away */
export async function drift(
  parts: BotParts,
  said: Said,
  person: Person,
  command: Extract<Command, { kind: 'audit-ports' | 'acknowledge' }>,
): Promise<Message | string> {
  const refusal = await refusedAdmin(parts, person, 'drift', { what: command.kind });
  if (refusal !== undefined) return refusal;
  switch (command.kind) {
    case 'audit-ports':
      return auditPorts(parts, said, person, command.of);
    case 'acknowledge': {
      const { finding: number, until, reason } = command;
      const { timeZone } = readerOf(said);
      const outcome = await acknowledge(parts, person, { number, until, reason, timeZone });
      return acknowledgedWords(outcome, number, readerOf(said));
    }
  }
}

async function auditPorts(
  parts: BotParts,
  said: Said,
  person: Person,
  of: string | undefined,
): Promise<Message | string> {
  const { findings, inventory, machines, csvLink, now } = parts;
  const began = now();
  const meant = portsMeant(of, machines);
  if (!meant.known && !(await findings.current()).some(({ finding }) => meant.isAbout(finding)))
    return portsOfNothingAnswer(of ?? '', inventory.nearest(of ?? '', nearestShown).map(choiceOf));
  await lookedInTime(parts, meant.subscriptions);
  const [current, freshness] = [await findings.current(), await freshnessOf(parts, meant, began)];
  const link = csvLink(person.id, now() + csvLinkSeconds * 1000) ?? 'no-url';
  const answer = {
    of,
    findings: worstFirst(current.filter(({ finding }) => meant.isAbout(finding))),
    freshness,
    csv: said.conversationType === 'personal' ? link : ('not-alone' as const),
  };
  return cardMessage(portsCard(answer, readerOf(said), now()));
}

/** Looks now, and waits for it only so long: it goes on, and the next answer has it. @throws Fault */
async function lookedInTime(
  { driftWatch, pause, log }: BotParts,
  subscriptions: readonly Machine['subscription'][],
): Promise<void> {
  const looked = driftWatch.look(subscriptions);
  // Also when nobody waits any more.
  looked.catch((error: unknown) => log.warn({ err: error }, 'A look for drift did not end well'));
  await Promise.race([looked, pause(patienceSeconds)]);
}

async function freshnessOf(
  { findings }: BotParts,
  { subscriptions }: PortsMeant,
  began: Instant,
): Promise<readonly Freshness[]> {
  const looks = new Map((await findings.looks()).map((look) => [look.subscription.id, look]));
  return subscriptions.map((subscription) => {
    const { readAt, triedAt = 0, problem } = looks.get(subscription.id) ?? {};
    return {
      subscription,
      ...(readAt === undefined ? {} : { readAt }),
      ...(problem === undefined || triedAt < began ? {} : { problem }),
      now: readAt !== undefined && readAt >= began,
    };
  });
}
