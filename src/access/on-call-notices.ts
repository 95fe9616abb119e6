// Tells on-call: in its channel or, where there is none, each person on duty alone.
import type { AccessRequest } from '../domain/access-request.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Told } from '../domain/chat-receipts.ts';
import { copyKey, type Debt, debtKey } from '../domain/debt.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import type { Message, Notifier } from './chat-ports.ts';
import type { Rosters } from './directory-ports.ts';
import { Fault } from './fault.ts';
import { finalAnswer, receiptOf, type Undelivered } from './final-answer.ts';
import type { Ledger } from './ledger-port.ts';
import { mentionable, type OnDuty } from './on-duty.ts';
import type { Presenter } from './presenter-port.ts';
import type { Recording } from './recording.ts';
import { sendingOf } from './sending-of.ts';

export interface OnCallParts {
  readonly ledger: Pick<Ledger, 'channel' | 'personalChat'>;
  readonly notifier: Pick<Notifier, 'post'>;
  readonly presenter: Pick<Presenter, 'notice'>;
  readonly rosters: Rosters;
  readonly onDuty: OnDuty;
  readonly now: () => Instant;
}

type Tell = Extract<Debt, { kind: 'tell' }>;

/**
 * Pays one notice to on-call. Who is on duty is looked up at the moment of posting. Several people who are written to
 * alone get it one payment after the other, each with a receipt of their own, so that trouble with one of them never
 * says it twice to another. The notice is told when everybody on duty has a receipt.
 */
export function createOnCallNotices({ ledger, notifier, presenter, rosters, onDuty, now }: OnCallParts) {
  return async function tellOnCall(request: AccessRequest, debt: Tell): Promise<Recording> {
    const key = debtKey(debt);
    const people = onDuty.now();
    const channel = await ledger.channel('on-call');
    if (channel === undefined) return tellEach(request, debt, people, 'no on-call channel is set');
    const message = await mentioning(draw(request, debt, people), channel.conversationId);
    const sending = sendingOf(request, debt);
    const posted = await notifier.post(channel.conversationId, message, sending).catch(goneOr(request, key));
    if (typeof posted !== 'string' && 'gone' in posted) return tellEach(request, debt, people, posted.gone);
    return (fresh, at) => {
      const receipt = receiptOf(posted, at);
      return {
        request: { ...fresh, told: { ...fresh.told, [key]: receipt } },
        entries: [entryOf(key, receipt)],
      };
    };
  };

  /** @param why there is no channel to say it in */
  async function tellEach(
    request: AccessRequest,
    debt: Tell,
    people: readonly Person[],
    why: string,
  ): Promise<Recording> {
    const key = debtKey(debt);
    const left = people.filter(({ id }) => request.told[copyKey(key, id)] === undefined);
    const said = await firstOf(left, (person) => tellAlone(request, debt, person));
    return (fresh, at) => {
      const own = said && { [copyKey(key, said.person.id)]: receiptOf(said.outcome, at) };
      const told = { ...fresh.told, ...own };
      const entries = Object.entries(own ?? {}).map(([ownNotice, receipt]) => entryOf(ownNotice, receipt));
      if (people.some(({ id }) => told[copyKey(key, id)] === undefined))
        return { request: { ...fresh, told }, entries };
      const whole = wholeReceipt(key, told, people, why, at);
      return {
        request: { ...fresh, told: { ...told, [key]: whole } },
        // Who got it has an entry already.
        entries: whole.messageId === undefined ? [...entries, entryOf(key, whole)] : entries,
      };
    };
  }

  async function tellAlone(
    request: AccessRequest,
    debt: Tell,
    { id, name }: Person,
  ): Promise<string | Undelivered> {
    const conversationId = await ledger.personalChat(id);
    if (conversationId === undefined) return { why: 'the bot has no personal chat with them' };
    try {
      return await notifier.post(conversationId, draw(request, debt, []), sendingOf(request, debt));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // A doubt is remembered by its message, and a doubt about one person is none about another.
      const { code, message, retryAfterSeconds, reason } = error;
      const more = {
        cause: error,
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
        ...(reason !== undefined && { reason }),
      };
      return finalAnswer(request, debtKey(debt))(new Fault(code, `To ${name} alone: ${message}`, more));
    }
  }

  function draw(request: AccessRequest, { notice, to }: Tell, people: readonly Person[]): Message {
    return presenter.notice(request, notice, to, now(), { onDuty: people });
  }

  async function mentioning(message: Message, conversationId: string): Promise<Message> {
    if (message.kind === 'card' || message.mentions === undefined) return message;
    return { ...message, mentions: await mentionable(message.mentions, conversationId, rosters) };
  }
}

/** Where the channel is gone, the people on duty are who is left to hear it. */
const goneOr =
  (request: AccessRequest, key: string) =>
  (error: unknown): Undelivered | { readonly gone: string } =>
    error instanceof Fault && ['missing', 'forbidden'].includes(error.code)
      ? { gone: error.message }
      : finalAnswer(request, key)(error);

/**
 * The first person with whom something came of it; the others' turn comes with the next payments. Whom it cannot be said
 * to now does not keep it from the others. Only a doubt comes before them: it is resolved by trying the same person again.
 * @throws the first fault, where nothing came of any of them
 */
async function firstOf(
  people: readonly Person[],
  tell: (person: Person) => Promise<string | Undelivered>,
): Promise<{ readonly person: Person; readonly outcome: string | Undelivered } | undefined> {
  const faults: unknown[] = [];
  for (const person of people)
    try {
      return { person, outcome: await tell(person) };
    } catch (error) {
      if (!(error instanceof Fault) || error.code === 'in-doubt') throw error;
      faults.push(error);
    }
  if (faults.length > 0) throw faults[0];
  return undefined;
}

/** Told with the first copy that arrived, to whoever was on duty when; otherwise with why there was none. */
function wholeReceipt(
  key: string,
  told: AccessRequest['told'],
  people: readonly Person[],
  why: string,
  at: Instant,
): Told {
  const own = Object.entries(told).filter(([each]) => each.startsWith(copyKey(key, '')));
  const delivered = own.map(([, receipt]) => receipt.messageId).find((id) => id !== undefined);
  if (delivered !== undefined) return { at, messageId: delivered };
  if (people.length === 0) return { at, why };
  const names = people.map(({ name }) => name).join(' and ');
  return {
    at,
    why: `${why.replace(/\.$/, '')}, and ${names} could not be written to alone: whoever is on call must add the bot, or write to it in a personal chat`,
  };
}

const entryOf = (notice: string, receipt: Told): AuditEntry => ({
  at: receipt.at,
  actor: 'bot',
  kind: 'told',
  facts: { notice, ...receipt },
});
