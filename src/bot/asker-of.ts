// Who asks, where, and how they read times.
import type { Asker } from '../access/broker.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import { readerOf } from './reader.ts';

/** @param person the authenticated sender */
export const askerOf = (said: Said, person: Person): Asker => ({
  person,
  origin: {
    conversationId: said.conversationId,
    activityId: said.activityId,
    ...(said.conversationType === 'personal' && { private: true }),
  },
  reader: readerOf(said),
});
