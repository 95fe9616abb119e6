// The cards that ask: which machine, and the form.
import type { Draft } from '../src/domain/access-request.ts';
import { type Asking, breaksGlass, type OfferedPort, type OutlookRule } from '../src/domain/form.ts';
import type { MachineChoice } from '../src/domain/machine.ts';
import type { Seconds } from '../src/domain/time.ts';
import { sourceNotes } from './address-words.ts';
import { asIs, escapeMarkdown, plainText, say, sayCounted } from './escape.ts';
import { nameText, placeText } from './grant-words.ts';
import { holeWarning } from './hole-words.ts';
import { inARow, inParts, sentenceOf, withRemark } from './list-words.ts';
import { noMachineText } from './machine-answers.ts';
import { outlookLines, reasonRequired } from './outlook-words.ts';
import { allowsAll, portText, sourcesText } from './port-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { render } from './render.ts';
import { type Status, statusLooks } from './status.ts';
import type { Drawn } from './status-card.ts';
import form from './templates/form.json' with { type: 'json' };
import question from './templates/question.json' with { type: 'json' };
import { spanText } from './when.ts';

type AskingMachine = Extract<Asking, { kind: 'machine' }>;
type AskingForm = Extract<Asking, { kind: 'form' }>;

/** The address page: whether there is one, and the link to it where only the requester sees the card. */
export interface AddressPage {
  readonly pages?: boolean;
  readonly address?: string;
}

/** The card of a draft: a question, or the form. */
export function draftCard(draft: Draft, page: AddressPage = {}): Drawn {
  switch (draft.asking.kind) {
    case 'machine':
      return questionCard(draft.id, draft.asking);
    case 'form':
      return formCard(draft, draft.asking, page);
  }
}

function questionCard(id: string, asking: AskingMachine) {
  const { question: text, hint } = questionWords(asking);
  const several = asking.why === 'several';
  const choices = asking.choices.map((choice) => ({
    name: choice.name,
    place: asIs(`${placeText(choice)} · ${escapeMarkdown(choice.region)}`),
    title: asIs(buttonTitle(choice, asking.choices)),
    machine: asIs(choice.id),
  }));
  const scope = {
    ...statusScope('asking'),
    request: asIs(id),
    summary: asIs(text),
    question: asIs(text),
    hint: asIs(hint),
    picks: several ? choices : [],
    near: several ? [] : choices.slice(0, 5),
    typing: !several,
    typed: asIs(asking.typed),
  };
  return { card: render(question, scope), summary: text };
}

function questionWords({ why, typed, choices, more = 0 }: AskingMachine): {
  readonly question: string;
  readonly hint: string;
} {
  switch (why) {
    case 'unnamed':
      return { question: say`Which machine?`, hint: say`Write its name as it is in Azure.` };
    case 'unknown':
      return {
        question: noMachineText(typed),
        hint:
          choices.length > 0
            ? say`Is it one of these? Otherwise check the spelling.`
            : say`Check the spelling. I only see machines in the subscriptions I was given.`,
      };
    case 'several':
      return { question: say`Which “${typed}”?`, hint: severalText(choices, more) };
  }
}

function severalText(choices: readonly MachineChoice[], more: number): string {
  const all = say`${choices.length + more} machines have this name`;
  const [first] = choices;
  if (more === 0 || first === undefined) return sentenceOf(all);
  return say`${asIs(all)}; these are the first ${choices.length}. For another, write its group before the name: ${first.resourceGroup}/${first.name}.`;
}

/** Buttons are not Markdown. The group tells machines of one name apart. */
function buttonTitle(choice: MachineChoice, choices: readonly MachineChoice[]): string {
  const alone = choices.filter(({ name }) => name.toLowerCase() === choice.name.toLowerCase()).length === 1;
  return plainText(alone ? choice.name : withRemark(choice.name, choice.resourceGroup), 60);
}

function formCard(draft: Draft, asking: AskingForm, page: AddressPage) {
  const { id } = draft;
  const { machine, offered, values, outlook, refusals } = asking;
  const addressButton = page.address === undefined && page.pages === true;
  const breakGlass = breaksGlass(draft);
  const required = reasonRequired(outlook);
  const summary = say`Access to ${machine.name}: check the form and send it`;
  const scope = {
    ...statusScope(breakGlass ? 'break-glass' : 'asking'),
    request: asIs(id),
    summary: asIs(summary),
    machine: machine.name,
    place: asIs(placeOf(draft, machine)),
    refusals: refusals.map((refusal) => ({ text: asIs(refusalSentence(refusal)) })),
    holes: holeWarnings(asking).map((text) => ({ text: asIs(text) })),
    ports: offered.map(({ port }) => ({ title: asIs(portText(port)), port: asIs(String(port)) })),
    port: asIs(values.port),
    source: asIs(values.source),
    sourceHint: asIs(sourceHint(offered)),
    sourceNotes: sourceNotes(draft, asking).map((text) => ({ text: asIs(text) })),
    addressLink: asIs(page.address ?? ''),
    addressTitle: addressTitle(draft),
    addressButton,
    time: asIs(values.time),
    timeHint: asIs(timeHint(offered, outlook)),
    reason: asIs(values.reason),
    reasonRequired: required,
    reasonOptional: !required,
    breakGlass,
    usual: !breakGlass,
    outlook: [
      ...needless(draft, outlook),
      ...outlookLines(outlook, breakGlass, draft.reader, draft.askedAt),
    ].map((text) => ({ text: asIs(text) })),
  };
  return { card: render(addressButton ? lenientForm : form, scope), summary };
}

/** Where others read the form as well, it says whose it is: nobody else can send it. */
function placeOf({ origin, requester }: Draft, machine: MachineChoice): string {
  const place = `${placeText(machine)} · ${escapeMarkdown(machine.region)}`;
  return origin.private === true ? place : say`${asIs(place)} · for ${asIs(nameText(requester))}`;
}

/** In a group, the link takes the place of a button that was just pressed: by another name, so that it is seen to have come. */
const addressTitle = ({ origin }: Draft): string =>
  origin.private ? say`Use my address` : say`Open the address page`;

/**
 * Clients send what was typed with a button only once every required field is filled in, and this button is pressed for
 * one that is not. The form is judged when it is sent.
 */
const lenientForm = {
  ...form,
  body: form.body.map(({ isRequired: _, errorMessage: __, ...field }) => field),
};

const mostHoles = 2;

/** Of the port that is chosen, or of all that are offered. */
function holeWarnings({ machine, values, offered, holes }: AskingForm): readonly string[] {
  const about = holes.filter(({ port }) => values.port === '' || String(port) === values.port);
  const shown = about.slice(0, mostHoles).map((hole) => holeWarning(machine.name, hole, offered.length > 1));
  const more = about.length - shown.length;
  return more > 0
    ? [
        ...shown,
        sayCounted(more, { one: 'There is one more such rule.', other: 'There are {0} more such rules.' }),
      ]
    : shown;
}

/** For somebody who wants to break glass where it would do nothing. */
function needless(draft: Draft, outlook: readonly OutlookRule[]): readonly string[] {
  if (draft.wish.breakGlass !== true || breaksGlass(draft)) return [];
  const open = outlook.filter(({ decision }) => decision === 'automatic').length;
  if (outlook.length > 0 && open === 0)
    return [say`Glass cannot be broken here: this is an ordinary request.`];
  return outlook.length > 0 && open === outlook.length
    ? [say`Glass need not be broken here, as nobody has to approve: this is an ordinary request.`]
    : [say`Glass cannot be broken here, or need not be: this is an ordinary request.`];
}

function statusScope(status: Status) {
  const { word, style } = statusLooks[status];
  return { status: word, style };
}

function sourceHint(offered: readonly OfferedPort[]): string {
  const own = say`The IPv4 address or CIDR you connect from.`;
  const restricted = offered.filter(({ allowedSources }) => !allowsAll(allowedSources));
  if (restricted.length === 0) return own;
  const limits = byLimit(offered, ({ allowedSources }) => sourcesText(allowedSources));
  return say`${asIs(own)} Allowed: ${asIs(limits)}.`;
}

const timeHint = (offered: readonly OfferedPort[], outlook: readonly OutlookRule[]): string =>
  say`Up to ${asIs(byLimit(offered, (port) => spanText(longestFor(port, outlook))))}.`;

/** What the JIT policy allows, or less where no rule that may decide allows as much. */
function longestFor({ port, maximumSeconds }: OfferedPort, outlook: readonly OutlookRule[]): Seconds {
  const rules = outlook.filter(({ decision, ports }) => decision !== 'refused' && ports.includes(port));
  if (rules.length === 0) return maximumSeconds;
  return Math.min(maximumSeconds, Math.max(...rules.map(({ longest }) => longest ?? maximumSeconds)));
}

/** One limit where all ports share it, else each with its ports: `3 h (3389), 1 h (22, 5985)`. */
function byLimit(offered: readonly OfferedPort[], limit: (port: OfferedPort) => string): string {
  const groups = Object.entries(Object.groupBy(offered, limit));
  if (groups.length === 1) return groups[0]?.[0] ?? '';
  return inParts(
    groups.map(
      ([text, ports]) =>
        say`${asIs(text)} (port ${asIs(inARow((ports ?? []).map(({ port }) => String(port))))})`,
    ),
  );
}
