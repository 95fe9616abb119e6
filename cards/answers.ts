// What the bot answers in words: help, somebody's own access, and why it cannot answer now. All escaped Markdown.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { UsageOf } from '../src/domain/command/command.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, plainText, say, sayCounted } from './escape.ts';
import { askerText } from './grant-words.ts';
import { inARow, sentencesText } from './list-words.ts';
import { portText } from './port-words.ts';
import { type Reader, whenText } from './when.ts';

export const twoExamples = (): string =>
  say`Write for example \`rdp to web-01 for 1h\` or \`ssh db-2 30m because INC-1234\`.`;

/** The answer to `help`, and to being installed. */
export const helpAnswer = (): string =>
  [
    say`I open a port of an Azure machine for a while, and say when it is open and when it is shut again. Write for example:`,
    [
      '- `rdp to web-01 for 1h`',
      '- `ssh db-2 30m because INC-1234 disk full`',
      '- `open 5985 on web-01 until 17:00 from 203.0.113.7`',
      say`- \`status web-01\` for what is open on it, by which rules, and who has access`,
      say`- \`why rdp web-01 for 1h\` for the rule that decides, without asking for anything`,
      say`- \`break glass ssh db-2 30m because INC-1234 disk full\` in an emergency, where a rule allows it`,
      say`- \`my access\` for what you have, \`cancel\` to drop your forms and withdraw what waits`,
      say`- \`extend web-01 by 30m\` for more time, \`done web-01\` when you are done`,
      '- `who has access to web-01`',
    ].join('\n'),
    say`In a channel or group chat, mention me first. You see a form before anything is opened, except when you break glass and say everything.`,
    say`Approvers decide on the cards in their channel; \`allow bob rdp web-01 for 2h\` says yes in advance.`,
    say`Admins: \`use this channel for approvals\`, \`use this channel for on-call\`, \`history web-01\`; and how JIT is set up: \`jit status\`, \`enable jit on web-01\`, \`audit ports\`.`,
  ].join('\n\n');

/** @param unknown the words that made no sense, as typed; may be empty. */
export const notUnderstoodAnswer = (unknown: readonly string[]): string =>
  namedWords(unknown) === ''
    ? say`I did not understand that. ${asIs(twoExamples())} \`help\` says more.`
    : say`I did not understand ${asIs(namedWords(unknown))}. ${asIs(twoExamples())} \`help\` says more.`;

/** For a sentence that begins like a command and goes on like none. */
export function usageAnswer(of: UsageOf): string {
  switch (of) {
    case 'why':
      return say`Write \`why\` before what you would ask for: \`why rdp web-01 for 1h from 203.0.113.7\`. Nothing is asked for by it.`;
    case 'break-glass':
      return say`Write \`break glass\` before what you need, with the reason: \`break glass ssh db-2 30m from 203.0.113.7 because disk full\`. Nothing was opened.`;
    case 'allow':
      return say`Nothing was allowed. Write who, what and how long: \`allow bob rdp web-01 for 2h\`, with a mention or a name of the access policy.`;
    case 'status':
      return say`Write \`status web-01\` to see what is true of its ports.`;
    case 'done':
      return say`Nothing was ended. Write \`done\` when you are done with what you have open, or \`done web-01\` for one machine.`;
    case 'extend':
      return say`Nothing was extended. Write \`extend 30m\`, or \`extend web-01 by 30m\` for one machine, with the time to add.`;
    case 'who':
      return say`Write \`who has access to web-01\` to see who has access to a machine now; \`why\` tells whether you may have it, and admins see with \`history\` who had it.`;
    case 'jit-status':
      return say`Write \`jit status\` for all subscriptions, or \`jit status Production\` for one.`;
    case 'defender-on':
      return say`Nothing was changed. Write \`turn on defender for Production\`, with the name or the id of one subscription. To turn it off is for the portal: I only turn it on.`;
    case 'enable-jit':
      return say`Nothing was changed. Write \`enable jit on web-01\`, or \`enable jit on web-*\` for many; \`ports 22, 8443\`, \`up to 4h\` and \`from 203.0.113.0/24\` may follow. To be let in yourself write \`rdp to web-01 for 1h\`.`;
    case 'configure-jit':
      return say`Nothing was changed. Write \`configure jit on web-01\`, with a machine and nothing more; the card shows what can be set.`;
    case 'disable-jit':
      return say`Nothing was changed. Write \`disable jit on web-01\`, with a machine and nothing more; a card says what that leaves open before anything is done. To end what you have open, write \`done\`.`;
    case 'audit-ports':
      return say`Write \`audit ports\` for everything, or \`audit ports of web-01\` for a machine, a subscription or a pattern such as \`web-*\`.`;
    case 'acknowledge':
      return say`Nothing was changed. Write which finding, until when and why: \`acknowledge 12 until 2026-12-31 because the vendor needs it\`.`;
    case 'history':
      return say`Write \`history web-01\` for a machine, or \`history @person\` for what somebody did.`;
  }
}

/** To somebody who writes or clicks faster than a person can. @param seconds until they are listened to again */
export const tooFastAnswer = (seconds: number): string =>
  sayCounted(seconds, {
    one: 'That was too much at once, so I did nothing with this. For a second I leave out whatever you write or press; after that, do it again.',
    other:
      'That was too much at once, so I did nothing with this. For {0} seconds I leave out whatever you write or press; after that, do it again.',
  });

/** Said beside a form: some of the words were not understood. */
export const unknownWordsAnswer = (unknown: readonly string[]): string =>
  say`I did not understand ${asIs(namedWords(unknown))}. Check the form before you send it.`;

/** Said beside an answer for which there is no form. */
export const unheardWordsAnswer = (unknown: readonly string[]): string =>
  say`I did not understand ${asIs(namedWords(unknown))}. One machine, or one pattern such as \`web-*\`, can be named at a time.`;

function namedWords(unknown: readonly string[]): string {
  const readable = unknown.filter((word) => plainText(word) !== '');
  const more = readable.length - 5;
  const shown = inARow(readable.slice(0, 5).map((word) => say`“${word}”`));
  return more > 0 ? say`${asIs(shown)} and ${more} more` : shown;
}

/** What `cancel` did: `dropped` forms, `withdrawn` waiting requests; `running` requests cannot be cancelled by it. */
export function cancelAnswer(
  result: {
    readonly dropped: number;
    readonly withdrawn: number;
    readonly running: readonly AccessRequest[];
  },
  reader: Reader,
  now: Instant,
): string {
  const done = [
    ...(result.dropped === 0
      ? []
      : [sayCounted(result.dropped, { one: 'your form is dropped', other: '{0} forms are dropped' })]),
    ...(result.withdrawn === 0
      ? []
      : [
          sayCounted(result.withdrawn, {
            one: 'your waiting request is withdrawn',
            other: '{0} waiting requests are withdrawn',
          }),
        ]),
  ];
  const said =
    done.length === 0
      ? say`You have no form or waiting request to cancel.`
      : say`Cancelled: ${asIs(inARow(done))}.`;
  const running = result.running.flatMap((request) => runningSentence(request, reader, now));
  return sentencesText([said, ...running]);
}

function runningSentence(request: AccessRequest, reader: Reader, now: Instant): readonly string[] {
  if (request.state === 'open')
    return [
      say`${request.terms.machine.name} port ${portText(request.terms.port)} stays open until ${asIs(whenText(request.endsAt, reader, now))}; write \`done\` when you are done with it.`,
    ];
  if (request.state === 'approved' || request.state === 'opening')
    return [
      say`${request.terms.machine.name} port ${portText(request.terms.port)} is already requested and cannot be taken back.`,
    ];
  return [];
}

export const inventoryLoadingAnswer = (): string =>
  say`I am still reading the list of machines from Azure. Ask again in a minute.`;

export const databaseDownAnswer = (): string =>
  say`I cannot reach my database, so I do not know whether this was taken. Nothing is lost: look at \`my access\` in a minute before you ask again.`;

export const personUnknownAnswer = (): string =>
  say`Teams did not say who you are in the directory, so I cannot act for you. Guests without a directory entry cannot ask for access.`;

/** For everything unforeseen. Never carries an error's own text. */
export const somethingBrokeAnswer = (): string =>
  say`Something broke on my side, and it is written to the log. \`my access\` shows what is true now.`;

/** For everybody but the requester who clicks what is the requester's: to send the form, or to withdraw. */
export const notYoursAnswer = (request: AccessRequest): string =>
  request.state === 'draft'
    ? say`Only ${asIs(askerText(request))} can send this request.`
    : say`Only ${asIs(askerText(request))} can withdraw this request.`;

/** For a click on a card whose request the books do not have. */
export const unknownCardAnswer = (): string => say`I know nothing of this card. Ask again for a new one.`;

/** For a click that no card of this bot offers. */
export const foreignButtonAnswer = (): string =>
  say`This button is not one of mine. Ask again for a new card.`;
