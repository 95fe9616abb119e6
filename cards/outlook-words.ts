// Which rules of the access policy may decide a form that is not sent yet. All results are escaped Markdown.
import type { OutlookRule } from '../src/domain/form.ts';
import type { Instant } from '../src/domain/time.ts';
import { approvalsText } from './approval-words.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { nameText } from './grant-words.ts';
import { allOf, anyOfMany, inParts } from './list-words.ts';
import { partiesText } from './party-words.ts';
import { portText } from './port-words.ts';
import { type Reader, spanText, whenText } from './when.ts';

const mostShown = 5;

/** One line a rule; where several may decide, a line before them says on what it depends. */
export function outlookLines(
  outlook: readonly OutlookRule[],
  breakGlass: boolean,
  reader: Reader,
  now: Instant,
): readonly string[] {
  const [only] = outlook;
  if (only === undefined) return [];
  const onPort = new Set(outlook.map(({ ports }) => ports.join())).size > 1;
  const line = (rule: OutlookRule): string =>
    ruleLine(rule, decisionTexts(rule, breakGlass, reader, now), onPort);
  if (outlook.length === 1) return [line(only)];
  const more = outlook.length - mostShown;
  return [
    onPort ? say`Depends on port, source and time:` : say`Depends on source and time:`,
    ...outlook.slice(0, mostShown).map(line),
    ...(more > 0 ? [say`and ${more} more`] : []),
  ];
}

/** Whether the form cannot be sent without a reason, whichever rule decides. */
export const reasonRequired = (outlook: readonly OutlookRule[]): boolean =>
  outlook.length > 0 && outlook.every((rule) => rule.reasonRequired || rule.ticket !== undefined);

function ruleLine(rule: OutlookRule, decides: readonly string[], onPort: boolean): string {
  const name = asIs(escapeMarkdown(rule.rule, 80));
  const pieces = asIs(inParts([...decides, ...limitTexts(rule)]));
  return onPort
    ? say`Rule **${name}** (port ${asIs(anyOfMany(rule.ports.map(portText), 4))}): ${pieces}.`
    : say`Rule **${name}**: ${pieces}.`;
}

function decisionTexts(
  rule: OutlookRule,
  breakGlass: boolean,
  reader: Reader,
  now: Instant,
): readonly string[] {
  const decision = decisionText(rule, breakGlass);
  const allowed = allowedTexts(rule, reader, now);
  return allowed.length === 0 ? [decision] : [...allowed, say`otherwise ${asIs(decision)}`];
}

/** Of ports that approvers have agreed to in advance. */
function allowedTexts({ allowed = [], ports }: OutlookRule, reader: Reader, now: Instant): readonly string[] {
  return allowed.map(({ port, by, until }) => {
    const [names, end] = [asIs(allOf(by.map(nameText))), asIs(whenText(until, reader, now))];
    return ports.length === 1
      ? say`no approval needed until ${end}: allowed in advance by ${names}`
      : say`no approval needed for port ${asIs(portText(port))} until ${end}: allowed in advance by ${names}`;
  });
}

function decisionText(rule: OutlookRule, breakGlass: boolean): string {
  switch (rule.decision) {
    case 'automatic':
      return say`no approval needed`;
    case 'refused':
      return rule.because === undefined ? say`refused` : say`refused: ${asIs(because(rule.because))}`;
    case 'approval': {
      const approvers = partiesText(rule.approvers ?? [], 3);
      const needs = say`needs ${asIs(approvalsText(rule.quorum ?? 1))} by ${asIs(approvers)}`;
      if (!breakGlass) return needs;
      return rule.breakGlass === true
        ? say`opens without approval, by break glass`
        : say`no break glass; ${asIs(needs)}`;
    }
  }
}

/** The line ends with a full stop of its own. */
const because = (text: string): string => escapeMarkdown(text.replace(/[.\s]+$/, ''), 200);

function limitTexts({
  decision,
  longest,
  sources,
  reasonRequired: required,
  ticket,
}: OutlookRule): readonly string[] {
  if (decision === 'refused') return [];
  return [
    ...(longest === undefined ? [] : [say`up to ${asIs(spanText(longest))}`]),
    ...(sources === undefined ? [] : [say`from ${asIs(sourcesList(sources))}`]),
    ...(ticket === undefined ? [] : [say`the reason must contain ${asIs(escapeMarkdown(ticket, 80))}`]),
    ...(required && ticket === undefined ? [say`a reason is required`] : []),
  ];
}

const sourcesList = (sources: readonly string[]): string =>
  anyOfMany(
    sources.map((source) => escapeMarkdown(source, 40)),
    4,
  );
