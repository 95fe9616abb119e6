// What changes between two settings, port by port and field by field. All escaped Markdown.

import { differenceOf, type FieldChange, type PortDifference } from '../../src/domain/setup/difference.ts';
import type { PortSetting } from '../../src/domain/setup/port-setting.ts';
import { asIs, say } from '../escape.ts';
import { inParts, listText, sentenceOf } from '../list-words.ts';
import { portText } from '../port-words.ts';
import { spanText } from '../when.ts';
import type { Section } from './setup-sheet.ts';
import { protocolText, settingText, sourcesWords } from './setup-words.ts';

/** A section a port, what changes first. @param most sections; the rest is counted */
export function differenceSections(
  before: readonly PortSetting[],
  wanted: readonly PortSetting[],
  most: number,
): readonly Section[] {
  const all = differenceOf(before, wanted);
  const sorted = [...all.filter(({ kind }) => kind !== 'same'), ...all.filter(({ kind }) => kind === 'same')];
  const shown = sorted.slice(0, most).map(sectionOf);
  const more = sorted.length - shown.length;
  return more > 0 ? [...shown, { name: say`… and ${more} more ports`, lines: [] }] : shown;
}

function sectionOf(difference: PortDifference): Section {
  switch (difference.kind) {
    case 'added':
      return {
        name: portText(difference.setting.port),
        // With a plus before it, Markdown would make it an item of a list.
        word: say`Added`,
        lines: [
          sentenceOf(settingText(difference.setting)),
          say`JIT’s Deny rule refuses it from then on, and people ask for it.`,
        ],
      };
    case 'removed':
      return {
        name: portText(difference.setting.port),
        word: say`− Removed`,
        standsOut: true,
        lines: [
          say`Until now: ${asIs(settingText(difference.setting))}.`,
          say`${asIs(wider())} JIT does not guard it any more, and whoever another rule allows gets in.`,
        ],
      };
    case 'same':
      return {
        name: portText(difference.setting.port),
        word: say`= Stays as it is`,
        lines: [sentenceOf(settingText(difference.setting))],
      };
    case 'changed':
      return {
        name: portText(difference.wanted.port),
        word: say`± Changed`,
        lines: difference.fields.map((field) => fieldLine(field, difference.before, difference.wanted)),
      };
  }
}

const wider = (): string => say`**Wider:**`;

function fieldLine(change: FieldChange, before: PortSetting, wanted: PortSetting): string {
  const mark = { yes: `${wider()} `, perhaps: say`**Perhaps wider:** `, no: '' }[change.wider];
  switch (change.field) {
    case 'protocol':
      return say`${asIs(mark)}Protocol ${asIs(protocolText(before.protocol))} → **${asIs(protocolText(wanted.protocol))}**. ${asIs(protocolMeaning(before, wanted))}`;
    case 'longest':
      return say`${asIs(mark)}Longest time ${asIs(spanText(before.maximumSeconds))} → **${asIs(spanText(wanted.maximumSeconds))}**`;
    case 'sources':
      return say`${asIs(mark)}Sources ${asIs(sourcesWords(before.allowedSources))} → **${asIs(sourcesWords(wanted.allowedSources))}**`;
  }
}

function protocolMeaning(before: PortSetting, wanted: PortSetting): string {
  if (wanted.protocol === '*') return say`Access opens all protocols, not ${asIs(before.protocol)} alone.`;
  if (before.protocol === '*') return say`JIT guards only ${asIs(wanted.protocol)} there then.`;
  return say`JIT does not guard ${asIs(before.protocol)} there any more.`;
}

/** What lets in more than today, in one sentence; `undefined` where nothing does. */
export function widerText(
  before: readonly PortSetting[],
  wanted: readonly PortSetting[],
): string | undefined {
  const texts = differenceOf(before, wanted).flatMap((difference) => {
    if (difference.kind === 'removed')
      return [say`port ${asIs(portText(difference.setting.port))} is not guarded any more`];
    if (difference.kind !== 'changed') return [];
    const fields = difference.fields.filter((field) => field.wider !== 'no').map(widerField);
    return fields.length === 0
      ? []
      : [say`port ${asIs(portText(difference.wanted.port))} ${asIs(listText(fields, fields.length))}`];
  });
  return texts.length === 0
    ? undefined
    : texts.length > mostTold
      ? say`This is wider than today: ${asIs(inParts(texts.slice(0, mostTold)))}; and ${texts.length - mostTold} more.`
      : say`This is wider than today: ${asIs(inParts(texts))}.`;
}

const mostTold = 4;

function widerField({ field, wider: how }: FieldChange): string {
  const perhaps = how === 'perhaps' ? say`perhaps ` : '';
  switch (field) {
    case 'protocol':
      return say`${asIs(perhaps)}in its protocol`;
    case 'longest':
      return say`${asIs(perhaps)}for longer`;
    case 'sources':
      return say`${asIs(perhaps)}from more sources`;
  }
}
