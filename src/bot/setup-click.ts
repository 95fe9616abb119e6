// An admin pressed a button of a card that sets JIT up. Who it was comes from the channel, never from the card.
import type { InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { foreignButtonAnswer } from '../../cards/answers.ts';
import { notYourChangeAnswer, setupOffAnswer, unknownChangeAnswer } from '../../cards/setup/setup-answers.ts';
import type { SetupClicked } from '../access/setup/setup-desk.ts';
import type { Person } from '../domain/person.ts';
import { shownRows } from '../domain/setup/port-rows.ts';
import type { PortRow } from '../domain/setup/setup-change.ts';
import { cardAnswer, errorAnswer, messageAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import { type AdminParts, refusedAdmin } from './admin-check.ts';
import type { BotParts } from './parts.ts';

/** Whether the verb is one of those cards'. */
export const isSetupVerb = (verb: string): boolean => verb.startsWith('setup-');

/** Clients leave out an input that is empty. */
const field = z.string().max(2000).default('');
const change = z.string().min(1).max(100);

/** A card carries its change's id, which drawing it is, and what the reader typed; anything else in the data is ignored. */
const click = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('setup-review'), change }),
  z.object({ verb: z.literal('setup-back'), change }),
  z.object({
    verb: z.literal('setup-confirm'),
    change,
    ports: field,
    longest: field,
    sources: field,
    name: field,
    round: z.string().max(20).optional(),
    count: field,
  }),
  z.object({ verb: z.literal('setup-cancel'), change }),
]);
type Click = z.infer<typeof click>;

type Parts = AdminParts & Pick<BotParts, 'setup' | 'setupDesk' | 'setupPresenter'>;

/** @throws Fault when the ledger is away */
export async function setupClick(parts: Parts, person: Person, clicked: Clicked): Promise<InvokeResponse> {
  const read = click.safeParse({ ...clicked.data, verb: clicked.verb });
  if (!read.success) return errorAnswer('BadRequest', foreignButtonAnswer());
  const { data } = read;
  const refused = await refusedAdmin(parts, person, 'setup', { verb: data.verb, changeId: data.change });
  if (refused !== undefined) return messageAnswer(refused);
  if (!parts.setup && data.verb !== 'setup-cancel') return messageAnswer(setupOffAnswer());
  return answered(parts, await done(parts, person, data, clicked.data));
}

async function done(
  { setupDesk }: Parts,
  person: Person,
  data: Click,
  sent: Clicked['data'],
): Promise<SetupClicked> {
  switch (data.verb) {
    case 'setup-review':
      return setupDesk.review(person, data.change, (shown) => rowsIn(sent, shown));
    case 'setup-back':
      return setupDesk.back(person, data.change);
    case 'setup-confirm': {
      // Each kind of change takes what its own card has fields for.
      const { ports, longest, sources, name, round, count } = data;
      return setupDesk.confirm(person, data.change, {
        enable: { ports, longest, sources },
        name,
        count,
        ...(round !== undefined && { round }),
      });
    }
    case 'setup-cancel':
      return setupDesk.cancel(person, data.change);
  }
}

/**
 * As many lines as the card showed. A field that is empty does not come back, its line's protocol always does: of a line
 * that is missing as a whole nothing was cleared.
 */
function rowsIn(sent: Clicked['data'], rows: readonly PortRow[]): readonly PortRow[] {
  return shownRows(rows).map((row, at) => {
    if (portFields.every((name) => sent[`${name}${at}`] === undefined)) return row;
    const typed = (name: keyof PortRow): string => {
      const value = field.safeParse(sent[`${name}${at}`]);
      return value.success ? value.data : row[name];
    };
    return {
      port: typed('port'),
      protocol: typed('protocol'),
      longest: typed('longest'),
      sources: typed('sources'),
    };
  });
}

const portFields: readonly (keyof PortRow)[] = ['port', 'protocol', 'longest', 'sources'];

function answered({ setupPresenter }: Parts, clicked: SetupClicked): InvokeResponse {
  switch (clicked.kind) {
    case 'no-such-change':
      return messageAnswer(unknownChangeAnswer());
    case 'not-yours':
      return messageAnswer(notYourChangeAnswer(clicked.change));
    case 'moved':
    case 'dead': {
      const card = setupPresenter.card(clicked.change);
      return card.kind === 'card' ? cardAnswer(card.card) : messageAnswer(card.text);
    }
  }
}
