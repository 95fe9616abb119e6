// The four people, the tenant, the bot and the team of the local world, under ids that never change.
import { PERSON_IDS } from '../directory-ids.ts';

/** Somebody who can sign in to the sandbox chat. */
export interface ChatPerson {
  /** Microsoft Entra object id, lower case. The bot sees it as `from.aadObjectId`. */
  readonly id: string;
  /** Teams' own id of the person towards this bot (`29:…`). */
  readonly teamsId: string;
  readonly name: string;
  /** What they do, for the page. */
  readonly role: string;
  readonly userPrincipalName: string;
}

export const TENANT_ID = '5b0c6e1a-2f4d-4c8b-9a53-0d9a2f6d1c01';

/** The bot as Teams names it: `28:` and the app's id. */
export const BOT = { id: '28:7f3d2b90-6a41-4c1e-8f57-3a1d5e0c9b02', name: 'JIT Access' } as const;

export const ADA: ChatPerson = {
  id: PERSON_IDS.ada,
  teamsId: '29:1Ada-Tk3vQ8rWmZ5yXc2LpBn7JhGf4Ds9Ke6Ra0Vu',
  name: 'Ada Engineer',
  role: 'Engineer',
  userPrincipalName: 'ada.engineer@contoso.example',
};

export const GRACE: ChatPerson = {
  id: PERSON_IDS.grace,
  teamsId: '29:1Grace-Hy6uN2tXbV9mQ4zLc8PkJs5WdFr1Ge7Oa3Ie',
  name: 'Grace Admin',
  role: 'Admin',
  userPrincipalName: 'grace.admin@contoso.example',
};

export const LINUS: ChatPerson = {
  id: PERSON_IDS.linus,
  teamsId: '29:1Linus-Rz7cM3yGkT5vB9nXq1HwDj6LfPs2Ua8Oe4Iy',
  name: 'Linus Admin',
  role: 'Admin',
  userPrincipalName: 'linus.admin@contoso.example',
};

export const OMAR: ChatPerson = {
  id: PERSON_IDS.omar,
  teamsId: '29:1Omar-Wq4xJ8pSnC6bK2vZt9RyMh5GdLf3Eu7Oi1Ae',
  name: 'Omar On-call',
  role: 'On-call',
  userPrincipalName: 'omar.oncall@contoso.example',
};

export const PEOPLE: readonly ChatPerson[] = [ADA, GRACE, LINUS, OMAR];

/** For the bot's JIT_ADMINS in the local world. Linus is an admin by his group, as its access policy says. */
export const ADMINS: readonly ChatPerson[] = [GRACE];
