// The lives that requests lead in the soak, each to its end and looked at there.
import type { ChatMessage } from '../../sandbox/chat/message.ts';
import type { Desk } from './desk.ts';

/** How often Azure has to have been asked for it. */
type Initiates = number;
type Life = (asker: Desk, approver: Desk, about: About) => Promise<Initiates>;

/** What one person asks for: machines of their own, so that nobody's grant explains another's. */
export interface About {
  /** Opens by itself. */
  readonly machine: string;
  /** Needs a yes. */
  readonly database: string;
  readonly source: string;
}

const readyWithin = 60;
/** A minute of grant, the rule's going, and what a busy machine adds. */
const closedWithin = 200;

/** Writes the sentence and sends its form. @returns the request's card */
async function ask(asker: Desk, machine: string, source: string): Promise<ChatMessage> {
  const answers = await asker.say(`rdp to ${machine} for 1m from ${source} because soak`);
  // A notice of the grant before may come in between.
  const form = answers.find(({ content }) => JSON.stringify(content.card ?? {}).includes('"request"'));
  if (form === undefined) throw new Error(`${asker.person.name}: no form came for ${machine}`);
  await asker.press(form, 'Request');
  return form;
}

const requestOf = (asker: Desk, card: ChatMessage): string =>
  /"request":"([^"]+)"/.exec(asker.card(card))?.[1] ?? 'no request on the card';

/** @throws Error when something was told twice; told() has seen it once where it has to be */
function toldOnce(asker: Desk, card: ChatMessage, words: RegExp): void {
  const told = asker.since(card).filter((text) => words.test(text));
  if (told.length > 1)
    throw new Error(`${asker.person.name}: ${words} was told ${told.length} times: ${JSON.stringify(told)}`);
}

async function closed(asker: Desk, card: ChatMessage): Promise<void> {
  await asker.becomes(card, 'Closed', closedWithin);
  // The notice comes after the card.
  await asker.told(card, /\*\*Closed:/, readyWithin);
  toldOnce(asker, card, /\*\*Ready:/);
  toldOnce(asker, card, /\*\*Closed:/);
}

const runsOut: Life = async (asker, _approver, { machine, source }) => {
  const card = await ask(asker, machine, source);
  await asker.becomes(card, 'Ready', readyWithin);
  await closed(asker, card);
  return 1;
};

const doneEarly: Life = async (asker, _approver, { machine, source }) => {
  const card = await ask(asker, machine, source);
  await asker.becomes(card, 'Ready', readyWithin);
  await asker.press(card, "I'm done");
  await closed(asker, card);
  return 1;
};

const extended: Life = async (asker, _approver, { machine, source }) => {
  const card = await ask(asker, machine, source);
  await asker.becomes(card, 'Ready', readyWithin);
  await asker.say(`extend ${machine} by 1m`);
  await asker.becomes(card, 'Extended', readyWithin);
  await asker.told(card, /\*\*Closed:/, closedWithin + 60);
  toldOnce(asker, card, /\*\*Closed:/);
  return 2;
};

const approved: Life = async (asker, approver, { database, source }) => {
  const card = await ask(asker, database, source);
  await asker.becomes(card, 'Waiting for approval', readyWithin);
  await approver.press(await approver.decisionCard(requestOf(asker, card)), 'Approve');
  await asker.becomes(card, 'Ready', readyWithin);
  await asker.press(card, "I'm done");
  await closed(asker, card);
  return 1;
};

const denied: Life = async (asker, approver, { database, source }) => {
  const card = await ask(asker, database, source);
  await asker.becomes(card, 'Waiting for approval', readyWithin);
  await approver.press(await approver.decisionCard(requestOf(asker, card)), 'Deny the request');
  await asker.becomes(card, 'Denied', readyWithin);
  return 0;
};

const withdrawn: Life = async (asker, _approver, { database, source }) => {
  const card = await ask(asker, database, source);
  await asker.becomes(card, 'Waiting for approval', readyWithin);
  await asker.press(card, 'Withdraw');
  await asker.becomes(card, 'Withdrawn', readyWithin);
  return 0;
};

/** In turn, by name. */
export const lives: readonly (readonly [string, Life])[] = [
  ['runs out', runsOut],
  ['done early', doneEarly],
  ['approved, then done', approved],
  ['extended', extended],
  ['denied', denied],
  ['runs out', runsOut],
  ['withdrawn', withdrawn],
];
