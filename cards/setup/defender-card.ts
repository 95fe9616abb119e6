// The card that asks whether the plan of Defender is to be turned on for a subscription, which costs money.
import type { DefenderPlan } from '../../src/domain/setup/defender-plan.ts';
import type { Asked, SetupDraft } from '../../src/domain/setup/setup-change.ts';
import { asIs, escapeMarkdown, say } from '../escape.ts';
import type { Drawn } from '../status-card.ts';
import template from '../templates/setup-defender.json' with { type: 'json' };
import { askingWord, draftNotes } from './draft-notes.ts';
import { problemText } from './problem-words.ts';
import { setupSheet } from './setup-sheet.ts';
import { aboutPlace, aboutText, workText } from './setup-words.ts';

/** The question; the subscription's name has to be typed. */
export const defenderCard = (draft: SetupDraft, asked: Extract<Asked, { kind: 'defender' }>): Drawn =>
  setupSheet(draft, {
    look: 'asking',
    word: askingWord(asked),
    summary: say`${asIs(workText(asked))}: it costs money, so it is to be confirmed`,
    title: aboutText(asked),
    place: aboutPlace(asked),
    problems: draft.problems.map(problemText).slice(0, 4),
    warnings: [
      say`This costs money: Azure bills the plan per server and hour, for every server of the subscription, with JIT or without. The price is Microsoft’s; see its page below.`,
    ],
    lines: [
      say`**Now:** ${asIs(planText(asked.plan))}.`,
      say`**Then:** Defender for Servers Plan 2 (Standard, P2).`,
    ],
    effects: [
      say`**What this does:** just-in-time access can be turned on for the machines of this subscription. By itself it opens and shuts no port.`,
    ],
    form: { template },
    notes: draftNotes(draft),
  });

/** `off (Free)`, `Defender for Servers Plan 1, which has no just-in-time access`. What is not known, as Azure writes it. */
export function planText({ tier, subPlan }: DefenderPlan): string {
  if (/^free$/i.test(tier)) return say`off (Free)`;
  if (!/^standard$/i.test(tier))
    return subPlan === undefined
      ? say`tier “${tier}”, which I do not know`
      : say`tier “${tier}” with plan “${subPlan}”, which I do not know`;
  if (subPlan === undefined) return say`Defender for Servers (Standard, without a plan’s name)`;
  if (/^p1$/i.test(subPlan)) return say`Defender for Servers Plan 1, which has no just-in-time access`;
  if (/^p2$/i.test(subPlan)) return say`Defender for Servers Plan 2`;
  return say`Defender for Servers, plan “${asIs(escapeMarkdown(subPlan, 40))}”, which I do not know`;
}
