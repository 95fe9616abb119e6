// An admin asks how far JIT is set up: the plan of Defender, and which machines have JIT, could have it, or cannot.
import type { Message } from '../access/chat-ports.ts';
import type { Command } from '../domain/command/command.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import type { BotParts } from './parts.ts';

/** For admins. @throws Fault when the ledger is away */
export async function jitStatus(
  _parts: BotParts,
  _said: Said,
  _person: Person,
  _command: Extract<Command, { kind: 'jit-status' }>,
): Promise<Message | string> {
  return 'Not there yet.';
}
