// An admin asks what is open beside JIT, or acknowledges a finding.
import type { Message } from '../access/chat-ports.ts';
import type { Command } from '../domain/command/command.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import type { BotParts } from './parts.ts';

/** For admins. @throws Fault when the ledger is away */
export async function drift(
  _parts: BotParts,
  _said: Said,
  _person: Person,
  _command: Extract<Command, { kind: 'audit-ports' | 'acknowledge' }>,
): Promise<Message | string> {
  return 'Not there yet.';
}
