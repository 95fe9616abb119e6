// People and places for tests, as Teams describes them.
import { createHash } from 'node:crypto';

export interface Persona {
  /** Entra object id. */
  readonly id: string;
  readonly name: string;
  /** The channel's own id (`29:…`). */
  readonly teamsId: string;
}

export interface Place {
  readonly id: string;
  readonly conversationType: 'personal' | 'groupChat' | 'channel';
}

export const tenantId = '7e57ab1e-0000-4000-8000-000000000001';
export const bot = { id: '28:b07b07b0-0000-4000-8000-000000000002', name: 'JIT Access' };

/** A person by name: the same name is the same person, with an id that looks like any other. */
export function persona(name: string): Persona {
  const hash = createHash('sha256').update(name).digest('hex');
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return { id, name, teamsId: `29:${hash.slice(32)}` };
}

export const ada = persona('Ada Engineer');
export const grace = persona('Grace Admin');
export const oncall = persona('Olu On-call');

export const personalChat = (person: Persona): Place => ({
  id: `a:${person.teamsId.slice(3)}`,
  conversationType: 'personal',
});
export const groupChat: Place = { id: '19:meetingofminds@thread.v2', conversationType: 'groupChat' };

/** A thread of a channel: Teams puts the first post's id into the conversation id. */
export const thread = (channel: string, firstPost: string): Place => ({
  id: `19:${channel}@thread.tacv2;messageid=${firstPost}`,
  conversationType: 'channel',
});
