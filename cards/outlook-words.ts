// Which rules of the access policy may decide a form that is not sent yet. All results are escaped Markdown.
import type { OutlookRule } from '../src/domain/form.ts';
import { approvalsText } from './approval-words.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { anyOfMany } from './list-words.ts';
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
    `Depends on ${onPort ? 'port, ' : ''}source and time:`,
    ...outlook.slice(0, mostShown).map((rule) => ruleLine(rule, breakGlass, onPort)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** Whether the form cannot be sent without a reason, whichever rule decides. */
export const reasonRequired = (outlook: readonly OutlookRule[]): boolean =>
  outlook.length > 0 && outlook.every((rule) => rule.reasonRequired || rule.ticket !== undefined);

function ruleLine(rule: OutlookRule, breakGlass: boolean, onPort: boolean): string {
  const ports = onPort ? ` (port ${anyOfMany(rule.ports.map(portText), 4)})` : '';
  const pieces = [decisionText(rule, breakGlass), ...limitTexts(rule)];
  return say`Rule **${asIs(escapeMarkdown(rule.rule, 80))}**${asIs(ports)}: ${asIs(pieces.join('; '))}.`;
}

function decisionText(rule: OutlookRule, breakGlass: boolean): string {
  switch (rule.decision) {
    case 'automatic':
      return 'no approval needed';
    case 'refused':
      return rule.because === undefined ? 'refused' : `refused: ${because(rule.because)}`;
    case 'approval': {
      const approvers = partiesText(rule.approvers ?? [], 3);
      const needs = `needs ${approvalsText(rule.quorum ?? 1)} by ${approvers}`;
      if (!breakGlass) return needs;
      return rule.breakGlass === true ? 'opens without approval, by break glass' : `no break glass; ${needs}`;
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
    ...(longest === undefined ? [] : [`up to ${spanText(longest)}`]),
    ...(sources === undefined ? [] : [`from ${sourcesList(sources)}`]),
    ...(ticket === undefined ? [] : [say`the reason must contain ${asIs(escapeMarkdown(ticket, 80))}`]),
    ...(required && ticket === undefined ? ['a reason is required'] : []),
  ];
}

const sourcesList = (sources: readonly string[]): string =>
  anyOfMany(
    sources.map((source) => escapeMarkdown(source, 40)),
    4,
  );
