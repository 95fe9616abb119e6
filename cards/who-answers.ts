// The answer to `who has access`: grants of a machine, or of all, and who has them. All escaped Markdown.
import type { MachineChoice } from '../src/domain/machine.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { byUrgency, grantBlock, type Listed } from './grant-block.ts';
import { placeText } from './grant-words.ts';
import { listCard } from './list-card.ts';
import { sentencesText } from './list-words.ts';
import type { Drawn } from './status-card.ts';
import type { Reader } from './when.ts';

const onlyThroughMe = (): string =>
  say`This is what was asked for through me; “status” tells what else is open. Who is connected I cannot see.`;

/**
 * @param listed Newest first.
 * @param machines Those of the name that was asked for; left out: all.
 * @param complete Whether these are all grants there are.
 * @param beyond How many more machines have the name, and were not looked at.
 */
export function whoCard(
  listed: readonly Listed[],
  machines: readonly MachineChoice[] | undefined,
  complete: boolean,
  reader: Reader,
  now: Instant,
  beyond = 0,
): Drawn {
  const blocks = byUrgency(listed).map((each) => grantBlock(each, { reader, now, telling: 'others' }));
  const overdue = blocks.filter(({ status }) => status === 'overdue').length;
  const free = (machines ?? []).filter(
    ({ id }) => !listed.some(({ request }) => 'terms' in request && request.terms.machine.id === id),
  );
  return listCard({
    title:
      overdue === 0
        ? titleOf(machines, beyond)
        : say`${asIs(titleOf(machines, beyond))} (${overdue} overdue)`,
    blocks,
    notes: [
      ...nobodySentences(free),
      ...beyondNote(beyond),
      ...(complete ? [] : [say`Only the newest ${listed.length} were looked at.`]),
      onlyThroughMe(),
    ],
  });
}

const mostFree = 5;

function titleOf(machines: readonly MachineChoice[] | undefined, beyond: number): string {
  const [machine, ...others] = machines ?? [];
  if (machine === undefined) return say`Who has access`;
  return others.length === 0
    ? say`Who has access to ${machine.name}`
    : say`Who has access to ${machine.name}, of which there are ${others.length + 1 + beyond}`;
}

function nobodySentences(free: readonly MachineChoice[]): readonly string[] {
  const more = free.length - mostFree;
  return [
    ...free.slice(0, mostFree).map((machine) => nobodySentence(machine)),
    ...(more > 0 ? [say`Nor to ${more} more of this name.`] : []),
  ];
}

const beyondNote = (beyond: number): readonly string[] =>
  beyond === 0 ? [] : [say`Another ${beyond} of this name were not looked at.`];

const nobodySentence = (machine: MachineChoice): string =>
  say`Nobody has access to ${machine.name} (${asIs(placeText(machine))}) through me.`;

/** @param machines Those of the name that was asked for; left out: all. @param beyond as of `whoCard` */
export function whoNobodyAnswer(machines?: readonly MachineChoice[], beyond = 0): string {
  const whom =
    machines === undefined ? [say`Nobody has access to any machine through me.`] : nobodySentences(machines);
  return sentencesText([...whom, ...beyondNote(beyond), say`\`status\` tells what else is open.`]);
}
