// Whether everything that had to be said was said, and what was said twice had a kill between post and record.

import type { ChatMessage } from '../../sandbox/chat/message.ts';
import { type AccessRequest, sentOf } from '../../src/domain/access-request.ts';
import type { Books, Entry } from './ledger-read.ts';
import { headOf } from './seen.ts';
import type { DoomedWorld, Run } from './world.ts';

/** A notice that was posted and whose record a kill prevented. */
export interface Window {
  readonly notice: string;
  /** What the kill was at. */
  readonly phase: string;
  /** From the post to the kill. */
  readonly milliseconds: number;
  /** `again`: it was said a second time. `overtaken`: there was newer news when the bot came back. */
  readonly after: 'again' | 'overtaken';
}

export interface NoticeCount {
  readonly recorded: number;
  readonly posted: number;
  readonly windows: readonly Window[];
  /** Never said, because a kill or a moment only lay between the news and what came after it. */
  readonly overtaken: number;
  readonly problems: readonly string[];
}

/** No process can write to anybody sooner after its start: Node alone takes longer. */
const soonest = 300;

/** The run of the bot that made a post. */
export const runAt = ({ runs }: DoomedWorld, at: number): Run | undefined =>
  runs.findLast(({ startedAt }) => startedAt + soonest <= at);

export const machineOf = (request: AccessRequest): string | undefined => sentOf(request)?.terms.machine.name;

export function checkNotices(world: DoomedWorld, { requests, entries }: Books): NoticeCount {
  const problems: string[] = [];
  const all = world.chat.conversations.flatMap(({ id }) => world.chat.messages(id));
  const byId = new Map(all.map((message) => [message.id, message]));
  const machines = new Set(requests.flatMap((request) => machineOf(request) ?? []));
  const machineIn = (message: ChatMessage) =>
    [...machines].find((name) => message.content.text.includes(name)) ?? '';
  const isNotice = ({ from, content }: ChatMessage) =>
    from === 'bot' && content.card === undefined && headOf(content.text) !== undefined;
  const notices = all.filter((message) => isNotice(message) && machineIn(message) !== '');
  const keyOf = (message: ChatMessage) =>
    [message.conversationId, machineIn(message), headOf(message.content.text)].join(' ');

  const recorded = new Map<string, string>();
  let overtaken = 0;
  for (const request of requests) {
    const trail = entries.filter(({ requestId }) => requestId === request.id);
    for (const [notice, { messageId, why }] of Object.entries(request.told)) {
      const name = `${notice} of ${request.id}`;
      const message = byId.get(messageId ?? '');
      if (message === undefined)
        problems.push(`${name} is recorded and nowhere to be seen (${why ?? messageId})`);
      else if (machineIn(message) !== machineOf(request)) problems.push(`${name} is about something else`);
      if (recorded.has(messageId ?? '')) problems.push(`${name} has the receipt of another`);
      if (toldEntries(trail, notice) !== 1)
        problems.push(`${name} stands ${toldEntries(trail, notice)} times in the trail`);
      recorded.set(messageId ?? '', notice);
    }
    for (const { notice, from, until } of mustHear(request, trail)) {
      if (request.told[notice] !== undefined) continue;
      const killed = world.runs.some(
        ({ end }) => end?.how === 'killed' && end.at >= from - 1000 && end.at <= until,
      );
      // An end that comes right after the port was seen goes first: it was seen late, after a kill before.
      const brief = until - from <= briefMs;
      if (Number.isFinite(until) && (killed || brief)) overtaken += 1;
      else problems.push(`${notice} of ${request.id} was never said${inWords(from, until)}`);
    }
  }

  const windows: Window[] = [];
  for (const [key, posts] of Map.groupBy(notices, keyOf)) {
    const byRun = Map.groupBy(posts, ({ at }) => runAt(world, at));
    for (const [run, [first, second]] of byRun) {
      if (second !== undefined) problems.push(`${key}: one run of the bot said it twice`);
      if (first === undefined || recorded.has(first.id)) continue;
      if (run?.end?.how !== 'killed') problems.push(`${key}: said, not recorded, and nobody was killed`);
      const others = posts.filter(({ id }) => recorded.has(id));
      if (others.some(({ at }) => at < first.at))
        problems.push(`${key}: said again although it was recorded`);
      windows.push({
        notice: recorded.get(others[0]?.id ?? '') ?? headOf(first.content.text) ?? '',
        phase: run?.end?.phase ?? '',
        milliseconds: (run?.end?.at ?? first.at) - first.at,
        after: others.length > 0 ? 'again' : 'overtaken',
      });
    }
  }
  return { recorded: recorded.size, posted: notices.length, windows, overtaken, problems };
}

/** What two posts and their records take on a busy machine, and far less than a grant. Milliseconds. */
const briefMs = 10_000;

const inWords = (from: number, until: number): string =>
  from === 0
    ? ''
    : `, from ${new Date(from).toISOString()} until ${Number.isFinite(until) ? new Date(until).toISOString() : 'now'}`;

const toldEntries = (trail: readonly Entry[], notice: string): number =>
  trail.filter(({ kind, facts }) => kind === 'told' && JSON.stringify(facts).includes(`"notice":"${notice}"`))
    .length;

interface Due {
  readonly notice: string;
  readonly from: number;
  /** When there was newer news. */
  readonly until: number;
}

/** What had to be said by what happened. "Approved" is said only while the opening takes its time. */
function mustHear(request: AccessRequest, trail: readonly Entry[]): readonly Due[] {
  const first = (...kinds: readonly string[]) => trail.find(({ kind }) => kinds.includes(kind))?.at;
  const never = Number.POSITIVE_INFINITY;
  const end = request.state === 'closed' || request.state === 'failed' ? request.state : undefined;
  const opened = first('opened');
  const gone = first('ended', 'gone-early', 'superseded', 'revoked') ?? never;
  return [
    ...(end === undefined
      ? []
      : ['requester', 'on-call'].map((to) => ({ notice: `${to}/${end}`, from: 0, until: never }))),
    ...(request.state === 'denied' ? [{ notice: 'requester/denied', from: 0, until: never }] : []),
    ...(opened === undefined
      ? []
      : ['requester', 'on-call'].map((to) => ({ notice: `${to}/ready`, from: opened, until: gone }))),
  ];
}
