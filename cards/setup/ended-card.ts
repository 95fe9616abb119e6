// The card of a change that was carried out: what is true now of each machine, and what is left to do.

import type { Outcome, SetupEnded } from '../../src/domain/setup/setup-change.ts';
import { asIs, say, sayCounted } from '../escape.ts';
import { inSentence, sentenceOf } from '../list-words.ts';
import type { Drawn } from '../status-card.ts';
import { when } from '../when.ts';
import { isIll, nextTexts, outcomeLook, outcomeText, worstFirst } from './outcome-words.ts';
import { type SetupLook, setupLooks } from './setup-look.ts';
import { type Section, type Sheet, setupSheet, shortened } from './setup-sheet.ts';
import {
  aboutPlace,
  aboutText,
  askerName,
  askingExample,
  at,
  machinesOf,
  namesApart,
  settingText,
  taskText,
} from './setup-words.ts';

/** Headed by the worst that came of it; where all is well, by how many are proven. */
export const endedCard = (change: SetupEnded): Drawn =>
  shortened((most) => {
    const { plan, steps } = change;
    const [only] = steps;
    const alone = only !== undefined && steps.length === 1;
    return setupSheet(change, {
      ...headline(change),
      title: aboutText(plan),
      place: aboutPlace(plan),
      ...(alone
        ? soleOutcome(change, only.outcome, Math.min(most, 8))
        : { lines: [sentenceOf(countsText(change))] }),
      sections: alone ? [] : outcomeSections(change, most),
      effects: nextTexts(change, 6),
      notes: [
        say`${asIs(taskText(plan.kind))}: confirmed by ${asIs(askerName(change))} at ${asIs(when(change.confirmedAt, change.reader, change.askedAt).time)}, ended at ${asIs(at(change, change.endedAt))}.`,
      ],
    });
  });

/** Of one machine or the plan: what needs somebody stands out. */
function soleOutcome(change: SetupEnded, outcome: Outcome, most: number): Partial<Sheet> {
  const text = outcomeText(change.plan.kind, outcome);
  const look = outcomeLook(change.plan.kind, outcome);
  const lines = wantedLines(change, most);
  if (!isIll(look)) return { lines: [text, ...lines] };
  return setupLooks[look].style === 'attention' ? { alarms: [text], lines } : { warnings: [text], lines };
}

/** The looks of its outcomes, the worst first, with how many there are of each. */
function looksOf({ plan, steps }: SetupEnded): readonly { look: SetupLook; count: number }[] {
  const looks = steps.map(({ outcome }) => outcomeLook(plan.kind, outcome));
  return worstFirst.flatMap((look) => {
    const count = looks.filter((each) => each === look).length;
    return count === 0 ? [] : [{ look, count }];
  });
}

/** Looks whose words do not say what was asked for. */
const wordless: readonly SetupLook[] = ['failed', 'unproven', 'in-doubt', 'overtaken', 'gone', 'already'];

/** `Turn JIT on · failed: 1 of 12`, `JIT is on: 12 of 12`. */
function headline(change: SetupEnded) {
  const total = change.steps.length;
  const [{ look, count } = { look: 'already' as const, count: 0 }] = looksOf(change);
  const said = wordless.includes(look)
    ? `${taskText(change.plan.kind)} · ${inSentence(setupLooks[look].word)}`
    : setupLooks[look].word;
  const word = total === 1 ? said : say`${asIs(said)}: ${count} of ${total}`;
  return { look, word, summary: `${aboutText(change.plan)}: ${total === 1 ? word : countsText(change)}` };
}

/** `1 failed · 11 JIT is on`. */
export const countsText = (change: SetupEnded): string =>
  looksOf(change)
    .map(({ look, count }) => `${setupLooks[look].word}: ${count}`)
    .join(' · ');

function outcomeSections({ plan, steps }: SetupEnded, most: number): readonly Section[] {
  const machines = machinesOf(plan);
  const nameOf = namesApart(machines);
  const each = steps
    .flatMap(({ outcome }, place) => {
      const machine = machines[place];
      return machine === undefined ? [] : [{ machine, outcome, look: outcomeLook(plan.kind, outcome) }];
    })
    .sort((one, other) => worstFirst.indexOf(one.look) - worstFirst.indexOf(other.look));
  const shown = each.slice(0, most).map(({ machine, outcome, look }) => ({
    name: nameOf(machine),
    word: setupLooks[look].word,
    standsOut: setupLooks[look].style === 'attention',
    // What is well is said by its word.
    lines: isIll(look) || outcome.kind === 'off' ? [outcomeText(plan.kind, outcome)] : [],
  }));
  const more = each.length - shown.length;
  return more > 0
    ? [
        ...shown,
        {
          name: sayCounted(more, { one: '… and {0} more machine', other: '… and {0} more machines' }),
          lines: [],
        },
      ]
    : shown;
}

/** Of one machine whose ports are guarded now: which, and how people ask for them. */
function wantedLines({ plan, steps }: SetupEnded, most: number): readonly string[] {
  if (plan.kind !== 'enable' && plan.kind !== 'configure') return [];
  const [target] = plan.targets;
  const kind = steps[0]?.outcome.kind;
  if (target === undefined || (kind !== 'effective' && kind !== 'defeated' && kind !== 'unproven')) return [];
  const ports = target.wanted.map(({ port }) => port);
  const more = target.wanted.length - most;
  return [
    [
      ...target.wanted.slice(0, most).map((setting) => `- ${settingText(setting)}`),
      ...(more > 0 ? [say`- and ${more} more ports`] : []),
    ].join('\n'),
    say`People ask for access with “${asIs(askingExample(target.machine, ports))}”; the access policy says who may.`,
  ];
}
