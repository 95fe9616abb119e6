// Which rules of the access policy may decide a form that is not sent yet. All results are escaped Markdown.
import type { OutlookRule } from '../src/domain/form.ts';
import { approvalsText } from './approval-words.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { anyOfMany, inParts } from './list-words.ts';
import { partiesText } from './party-words.ts';
import { portText } from './port-words.ts';
import { spanText } from './when.ts';

const mostShown = 5;

/** One line a rule; where several may decide, a line before them says on what it depends. */
export function outlookLines(outlook: readonly OutlookRule[], breakGlass: boolean): readonly string[] {
  const [only] = outlook;
  if (only === undefined) return [];
  const onPort = new Set(outlook.map(({ ports }) => ports.join())).size > 1;
  if (outlook.length === 1) return [ruleLine(only, breakGlass, false)];
  const more = outlook.length - mostShown;
  return [
    onPort ? say`Depends on port, source and time:` : say`Depends on source and time:`,
    ...outlook.slice(0, mostShown).map((rule) => ruleLine(rule, breakGlass, onPort)),
    ...(more > 0 ? [say`and ${more} more`] : []),
  ];
}

/** Whether the form cannot be sent without a reason, whichever rule decides. */
export const reasonRequired = (outlook: readonly OutlookRule[]): boolean =>
  outlook.length > 0 && outlook.every((rule) => rule.reasonRequired || rule.ticket !== undefined);

function ruleLine(rule: OutlookRule, breakGlass: boolean, onPort: boolean): string {
  const name = asIs(escapeMarkdown(rule.rule, 80));
  const pieces = asIs(inParts([decisionText(rule, breakGlass), ...limitTexts(rule)]));
  return onPort
    ? say`Rule **${name}** (port ${asIs(anyOfMany(rule.ports.map(portText), 4))}): ${pieces}.`
    : say`Rule **${name}**: ${pieces}.`;
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
