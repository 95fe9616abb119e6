// The card of a change that is being carried out: how far it is, machine by machine.

import type { SetupRunning, Step } from '../../src/domain/setup/setup-change.ts';
import { asIs, say } from '../escape.ts';
import { inSentence, sentenceOf } from '../list-words.ts';
import type { Drawn } from '../status-card.ts';
import { isIll, outcomeLook } from './outcome-words.ts';
import { setupLooks } from './setup-look.ts';
import { type Sheet, setupSheet, shortened } from './setup-sheet.ts';
import {
  aboutPlace,
  aboutText,
  askerName,
  at,
  machinesOf,
  namesApart,
  taskText,
  workText,
} from './setup-words.ts';
import { stepRank, stepText } from './step-words.ts';

/** Says nothing of tries and times to come: it is drawn again only when `setupViewOf` changes. */
export const runningCard = (change: SetupRunning): Drawn =>
  shortened((most) => {
    const { plan, steps } = change;
    const progress = progressOf(change);
    const look = steps.some((step) => isIllStep(change, step)) ? 'setback' : 'working';
    return setupSheet(change, {
      look,
      word: `${taskText(plan.kind)} · ${inSentence(setupLooks[look].word)}`,
      summary: `${workText(plan)}: ${steps.length === 1 ? say`being carried out` : progress.text}`,
      title: aboutText(plan),
      place: aboutPlace(plan),
      ...(steps.length > 1 && { progress }),
      lines: stepLines(change, most),
      notes: [
        say`Confirmed by ${asIs(askerName(change))} at ${asIs(at(change, change.confirmedAt))}. It goes on by itself, also after a restart, and this card follows.`,
      ],
    });
  });

const isIllStep = ({ plan }: SetupRunning, step: Step): boolean =>
  step.stage === 'done'
    ? isIll(outcomeLook(plan.kind, step.outcome))
    : step.stage === 'writing' && step.because !== undefined;

function progressOf(change: SetupRunning): NonNullable<Sheet['progress']> {
  const { steps } = change;
  const done = steps.filter(({ stage }) => stage === 'done');
  const ill = done.filter((step) => isIllStep(change, step)).length;
  const proving = steps.filter(({ stage }) => stage === 'proving').length;
  return {
    text: [
      say`${done.length} of ${steps.length} done`,
      ...(ill > 0 ? [say`${ill} not well`] : []),
      ...(proving > 0 ? [say`${proving} waiting for proof`] : []),
    ].join(' · '),
    well: done.length - ill,
    ill,
    left: steps.length - done.length,
  };
}

function stepLines({ plan, steps }: SetupRunning, most: number): readonly string[] {
  const machines = machinesOf(plan);
  const nameOf = namesApart(machines);
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return [ended(capital(stepText(plan.kind, only)))];
  const sorted = steps
    .map((step, place) => ({ step, machine: machines[place] }))
    .sort((one, other) => stepRank(plan.kind, one.step) - stepRank(plan.kind, other.step));
  const more = sorted.length - most;
  return [
    ...sorted
      .slice(0, most)
      .map(
        ({ step, machine }) =>
          `**${machine === undefined ? '' : nameOf(machine)}** · ${stepText(plan.kind, step)}`,
      ),
    ...(more > 0 ? [say`… and ${more} more.`] : []),
  ];
}

/** Some steps end with what was recorded, a whole sentence. */
const ended = (text: string): string => (/[.。]$/.test(text) ? text : sentenceOf(text));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
