// People of whom there are as many as a measurement wants.
import type { ChatPerson } from '../sandbox/chat/people.ts';

/** Somebody with a chat of their own. The same number is the same person. */
export const somebody = (number: number): ChatPerson => ({
  id: `50a40000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  teamsId: `29:soak-${number}`,
  name: `Person ${number}`,
  role: 'Engineer',
  userPrincipalName: `person.${number}@contoso.example`,
});
