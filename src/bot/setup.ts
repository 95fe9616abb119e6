// An admin sets JIT up in words: turn on the plan, enable, configure or disable JIT. What is understood becomes a card.
import type { Message } from '../access/chat-ports.ts';
import type { Command } from '../domain/command/command.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import type { BotParts } from './parts.ts';

type Asked = Extract<Command, { kind: 'defender-on' | 'enable-jit' | 'configure-jit' | 'disable-jit' }>;

/** @throws Fault when the ledger is away */
export async function setUp(
  _parts: BotParts,
  _said: Said,
  _person: Person,
  _command: Asked,
): Promise<Message | string | undefined> {
  return 'Not there yet.';
}
