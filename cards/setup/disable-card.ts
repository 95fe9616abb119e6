// The card that asks whether JIT is to be turned off: for which machines, and what that leaves open.
import { countToType } from '../../src/domain/setup/count-to-type.ts';
import type { Asked, SetupDraft, Target } from '../../src/domain/setup/setup-change.ts';
import { machineName, policyName } from '../azure-names.ts';
import { asIs, say, sayCounted, toSay } from '../escape.ts';
import { listText, sentenceOf } from '../list-words.ts';
import { sayRecorded } from '../recorded.ts';
import { called } from '../status.ts';
import type { Drawn } from '../status-card.ts';
import template from '../templates/setup-disable.json' with { type: 'json' };
import manyTemplate from '../templates/setup-disable-many.json' with { type: 'json' };
import { askingWord, draftNotes } from './draft-notes.ts';
import { leftOutSection } from './enable-card.ts';
import { leftText, openPortsText, worstLeft } from './leaves-words.ts';
import { problemText } from './problem-words.ts';
import { type Section, setupSheet, shortened } from './setup-sheet.ts';
import { aboutPlace, aboutText, wherePlaced, workText } from './setup-words.ts';

type AskedDisable = Extract<Asked, { kind: 'disable' }>;
type Leaves = AskedDisable['leaves'][number];

/** A machine with what it leaves open, and how bad that is. */
interface Leaving {
  readonly target: Target;
  readonly leaves: Leaves;
  readonly worst: ReturnType<typeof worstLeft>;
}

const worstFirst: readonly Leaving['worst'][] = ['all', 'unknown', 'some', 'none'];

/** The question, with an alarm where the internet would get in. */
export function disableCard(draft: SetupDraft, asked: AskedDisable): Drawn {
  const leaving = asked.targets
    .map((target, place) => leavingOf(target, asked.leaves[place]))
    .sort((one, other) => worstFirst.indexOf(one.worst) - worstFirst.indexOf(other.worst));
  return shortened((most) =>
    setupSheet(draft, {
      look: 'asking',
      word: askingWord(asked),
      summary: say`${asIs(workText(asked))}: check what that leaves open, and confirm it`,
      title: aboutText(asked),
      place: aboutPlace(asked),
      problems: draft.problems.map(problemText).slice(0, most),
      alarms: openAlarm(leaving, most),
      warnings: unknownWarning(leaving, most),
      lines: [say`JIT is to be turned off. Who gets in from the internet without JIT’s Deny rule:`],
      sections: [...machineSections(leaving, most), ...leftOutSection(asked.leftOut, most)],
      effects: effects(asked.targets, most),
      form: { template: countToType(asked.targets) === undefined ? template : manyTemplate },
      notes: draftNotes(draft),
    }),
  );
}

const leavingOf = (target: Target, leaves: Leaves = []): Leaving => ({
  target,
  leaves,
  worst: 'unread' in leaves ? 'unknown' : worstLeft(leaves),
});

function openAlarm(leaving: readonly Leaving[], most: number): readonly string[] {
  const open = leaving.filter(({ worst }) => worst === 'all');
  if (open.length === 0) return [];
  const texts = open.map(({ target, leaves }) => {
    const ports = 'unread' in leaves ? '' : say`port ${asIs(openPortsText(leaves))}`;
    return `${machineName(target.machine)} ${ports}`;
  });
  return [
    sayCounted(
      open.length,
      {
        one: 'This leaves a machine open to the whole internet: {1}.',
        other: 'This leaves {0} machines open to the whole internet: {1}.',
      },
      asIs(listText(texts, most)),
    ),
  ];
}

function unknownWarning(leaving: readonly Leaving[], most: number): readonly string[] {
  const unknown = leaving.filter(({ worst }) => worst === 'unknown');
  if (unknown.length === 0) return [];
  const names = listText(
    unknown.map(({ target }) => machineName(target.machine)),
    most,
  );
  return [
    say`What this leaves open cannot be told for ${asIs(names)}: it may be open to the whole internet.`,
  ];
}

const mostPorts = 6;

function machineSections(leaving: readonly Leaving[], most: number): readonly Section[] {
  const several = new Set(leaving.map(({ target }) => wherePlaced(target.machine))).size > 1;
  const shown = leaving.slice(0, most).map(({ target, leaves, worst }) => ({
    name: machineName(target.machine),
    ...looks[worst],
    lines: [
      ...(several ? [wherePlaced(target.machine)] : []),
      ...leavesLines(leaves, Math.min(most, mostPorts)),
    ],
  }));
  const more = leaving.length - shown.length;
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

const looks = {
  all: called(toSay('Open to the internet'), { standsOut: true }),
  unknown: called(toSay('Cannot be told'), { standsOut: false }),
  some: called(toSay('Open to some'), { standsOut: false }),
  none: called(toSay('Shut to the internet'), { standsOut: false }),
};

/** What one machine leaves open, a line a port. */
function leavesLines(leaves: Leaves, most: number): readonly string[] {
  if ('unread' in leaves) return [say`Its rules could not be read: ${asIs(sayRecorded(leaves.unread))}`];
  if (leaves.length === 0) return [say`Nothing is known of its ports.`];
  const more = leaves.length - most;
  return [
    ...leaves.slice(0, most).map((left) => sentenceOf(leftText(left))),
    ...(more > 0 ? [say`… and ${more} more ports.`] : []),
  ];
}

function policiesText(names: readonly string[], most: number): string {
  const listed = asIs(
    listText(
      names.map((name) => `**${name}**`),
      Math.min(most, 4),
    ),
  );
  return names.length === 1 ? say`the JIT policy ${listed}` : say`the JIT policies ${listed}`;
}

function effects(targets: readonly Target[], most: number): readonly string[] {
  const policies = [...new Set(targets.flatMap(({ policyIds }) => policyIds.map(policyName)))];
  return [
    sayCounted(
      targets.length,
      {
        one: '**What this does:** the machine is taken out of {1}, and Azure takes away JIT’s Deny rule. Nobody can ask for access to it through JIT from then on.',
        other:
          '**What this does:** the machines are taken out of {1}, and Azure takes away JIT’s Deny rule. Nobody can ask for access to them through JIT from then on.',
      },
      asIs(policiesText(policies, most)),
    ),
    say`Of your own networks nothing is said here: without JIT’s Deny rule, Azure’s default rule AllowVnetInBound lets the virtual network and its peers in, where no rule of yours forbids it.`,
  ];
}
