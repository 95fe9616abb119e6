// An admin pressed a button of a card that sets JIT up. Who it was comes from the channel, never from the card.
import type { InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { foreignButtonAnswer } from '../../cards/answers.ts';
import { notYourChangeAnswer, setupOffAnswer, unknownChangeAnswer } from '../../cards/setup/setup-answers.ts';
import type { SetupClicked } from '../access/setup/setup-desk.ts';
import type { Person } from '../domain/person.ts';
import { shownRows } from '../domain/setup/port-rows.ts';
import type { PortRow, SetupChange } from '../domain/setup/setup-change.ts';
import { cardAnswer, errorAnswer, messageAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import { refusedAdmin } from './admin-check.ts';
import type { BotParts } from './parts.ts';

/** Whether the verb is one of those cards'. */
export const isSetupVerb = (verb: string): boolean => verb.startsWith('setup-');

const field = z.string().max(2000);
const change = z.string().min(1).max(100);

/** A card carries its change's id and what the reader typed; anything else in the data is ignored. */
const click = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('setup-review'), change }),
  z.object({ verb: z.literal('setup-back'), change }),
  z.object({
    verb: z.literal('setup-confirm'),
    change,
    ports: field.optional(),
    longest: field.optional(),
    sources: field.optional(),
    name: field.optional(),
  }),
  z.object({ verb: z.literal('setup-cancel'), change }),
]);
type Click = z.infer<typeof click>;

/** @throws Fault when the ledger is away */
export async function setupClick(parts: BotParts, person: Person, clicked: Clicked): Promise<InvokeResponse> {
  const read = click.safeParse({ ...clicked.data, verb: clicked.verb });
  if (!read.success) return errorAnswer('BadRequest', foreignButtonAnswer());
  const { data } = read;
  const refused = await refusedAdmin(parts, person, 'setup', { verb: data.verb, changeId: data.change });
  if (refused !== undefined) return messageAnswer(refused);
  if (!parts.setup && data.verb !== 'setup-cancel') return messageAnswer(setupOffAnswer());
  return answered(parts, await done(parts, person, data, clicked.data));
}

async function done(
  { setupDesk }: BotParts,
  person: Person,
  data: Click,
  sent: Clicked['data'],
): Promise<SetupClicked> {
  switch (data.verb) {
    case 'setup-review': {
      const rows = rowsIn(sent, await setupDesk.load(data.change));
      return setupDesk.review(person, data.change, rows);
    }
    case 'setup-back':
      return setupDesk.back(person, data.change);
    case 'setup-confirm': {
      const { ports, longest, sources, name } = data;
      // Clients leave out fields that were cleared. Of a card without this form, it counts for nothing.
      return setupDesk.confirm(person, data.change, {
        enable: { ports: ports ?? '', longest: longest ?? '', sources: sources ?? '' },
        ...(name !== undefined && { name }),
      });
    }
    case 'setup-cancel':
      return setupDesk.cancel(person, data.change);
  }
}

/**
 * Clients leave out fields that were cleared, as Microsoft's renderer does. A choice always has a value: a line whose
 * protocol came back was shown, and what is missing of it is empty; any other line stays as it was.
 */
function rowsIn(sent: Clicked['data'], before: SetupChange | undefined): readonly PortRow[] {
  if (before?.state !== 'draft' || before.asked.kind !== 'configure') return [];
  return shownRows(before.asked.rows).map((row, at) => {
    const wasShown = typeof sent[`protocol${at}`] === 'string';
    const typed = (name: keyof PortRow): string => {
      const value = field.safeParse(sent[`${name}${at}`]);
      if (value.success) return value.data;
      return wasShown && sent[`${name}${at}`] === undefined ? '' : row[name];
    };
    return {
      port: typed('port'),
      protocol: typed('protocol'),
      longest: typed('longest'),
      sources: typed('sources'),
    };
  });
}

function answered({ setupPresenter }: BotParts, clicked: SetupClicked): InvokeResponse {
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
