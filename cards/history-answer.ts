// The answer to `history web-01`: what the audit trail has, newest first. All escaped Markdown.
import type { Instant } from '../src/domain/time.ts';
import { asIs, escapeMarkdown, plainText, say } from './escape.ts';
import { folded } from './history-folds.ts';
import { setupDetails } from './history-setup.ts';
import { kindText } from './history-words.ts';
import { inARow } from './list-words.ts';
import { portText } from './port-words.ts';
import { sayRecordedPhrase } from './recorded.ts';
import { type Reader, when, whenText } from './when.ts';

/** One entry of the audit trail. */
export interface HistoryRow {
  readonly at: Instant;
  /** Entra object id, or `bot`. */
  readonly actor: string;
  readonly actorName?: string;
  readonly kind: string;
  /** The rule of the access policy it rests on. */
  readonly rule?: string;
  readonly requestId?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const mostShown = 20;
/** Characters of what somebody typed. */
const mostOfText = 80;

/**
 * @param rows Newest first; as many as 20 lines hold are shown: what came to nothing shares a line.
 * @param about The machine's or the person's name.
 */
export function historyAnswer(
  rows: readonly HistoryRow[],
  reader: Reader,
  now: Instant,
  about: string,
): string {
  if (rows.length === 0) return say`Nothing is recorded about ${about}.`;
  const { zone } = when(now, reader);
  const lines = folded(rows).slice(0, mostShown);
  const entries = lines.flat().length;
  const newest =
    rows.length > entries
      ? say`the newest ${entries} entries (\`npm run audit -- export\` has all)`
      : say`newest first`;
  const title = say`**History of ${about}**, ${asIs(newest)}, times in ${zone}:`;
  return [title, lines.map((fold) => `- ${lineOf(fold, reader, now)}`).join('\n')].join('\n\n');
}

/**
 * For a name that is not one machine, nor a person.
 * @param machines How many machines have it.
 */
export const historyUnclearAnswer = (about: string, machines: number): string =>
  machines > 1
    ? say`${machines} machines are called “${about}”, so I cannot tell which you mean.`
    : say`I know no machine and nobody called “${about}”; check the name, or mention the person.`;

/** @param fold one kind by one actor, newest first */
function lineOf(
  [row, ...earlier]: readonly [HistoryRow, ...HistoryRow[]],
  reader: Reader,
  now: Instant,
): string {
  const { time } = when(row.at, reader, now);
  const what = asIs(kindText(row.kind));
  const oldest = earlier.at(-1);
  const pieces = piecesOf(row, reader, now);
  if (oldest === undefined) return say`${time}: **${what}** (${asIs(inARow(pieces))})`;
  // Only what is true of each of them.
  const others = earlier.map((each) => new Set(piecesOf(each, reader, now)));
  const shared = pieces.filter((piece) => others.every((each) => each.has(piece)));
  const since = when(oldest.at, reader, now).time;
  return say`${time}: **${what}**, ${earlier.length + 1} times since ${since} (${asIs(inARow(shared))})`;
}

const piecesOf = (row: HistoryRow, reader: Reader, now: Instant): readonly string[] => [
  actorText(row),
  ...detailsOf(row.facts, reader, now),
  ...(row.rule === undefined ? [] : [say`rule ${row.rule}`]),
  ...(row.requestId === undefined ? [] : [say`request ${row.requestId.slice(0, 8)}`]),
];

function actorText({ actor, actorName }: HistoryRow): string {
  if (actor === 'bot') return say`the bot`;
  return say`${plainText(actorName ?? '') || say`somebody`}, id ${actor.slice(0, 8)}…`;
}

/** The few facts that tell entries apart: which machine and port, what was said. */
function detailsOf(facts: HistoryRow['facts'], reader: Reader, now: Instant): readonly string[] {
  const machine =
    at(facts, 'terms', 'machine', 'name') ?? at(facts, 'wish', 'machine') ?? at(facts, 'machine');
  const port = at(facts, 'terms', 'port') ?? at(facts, 'port');
  const target = [
    ...(typeof machine === 'string' ? [escapeMarkdown(machine, 60)] : []),
    ...(typeof port === 'number' ? [say`port ${asIs(portText(port))}`] : []),
  ];
  const said = [at(facts, 'reason'), at(facts, 'note'), at(facts, 'terms', 'reason')]
    .filter(isFilled)
    .map((text) => say`“${asIs(escapeMarkdown(text, mostOfText))}”`);
  const failure = [at(facts, 'failure', 'message')]
    .filter(isFilled)
    .map((text) => say`“${asIs(sayRecordedPhrase(text, mostOfText))}”`);
  const notice = at(facts, 'notice');
  const allowed = at(facts, 'personName') ?? at(facts, 'person');
  const until = at(facts, 'until');
  return [
    ...(target.length > 0 ? [target.join(' ')] : []),
    ...(typeof notice === 'string' ? [escapeMarkdown(notice, 60)] : []),
    ...(typeof allowed === 'string' ? [say`for ${asIs(escapeMarkdown(allowed, 60))}`] : []),
    ...(typeof until === 'number' ? [say`until ${asIs(whenText(until, reader, now))}`] : []),
    ...setupDetails(facts),
    ...said,
    ...failure,
    ...(at(facts, 'remains') === undefined ? [] : [say`the port is still open otherwise`]),
  ];
}

const isFilled = (text: unknown): text is string => typeof text === 'string' && plainText(text) !== '';

/** What stands at a path of plain JSON; `undefined` where there is nothing. */
const at = (facts: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    facts,
  );
