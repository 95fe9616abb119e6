// The card that asks whether JIT is to be turned on: for which machines, in which policies, and what that does.
import type { Asked, EnableMachine, SetupDraft } from '../../src/domain/setup/setup-change.ts';
import { machineName, policyName } from '../azure-names.ts';
import { asIs, say, sayCounted } from '../escape.ts';
import { openText } from '../hole-words.ts';
import { inARow, sentencesText } from '../list-words.ts';
import { portText } from '../port-words.ts';
import type { Drawn } from '../status-card.ts';
import template from '../templates/setup-enable.json' with { type: 'json' };
import { askingWord, draftNotes } from './draft-notes.ts';
import { leftOutLines } from './left-out-words.ts';
import { problemText } from './problem-words.ts';
import { type Section, setupSheet, shortened } from './setup-sheet.ts';
import { aboutPlace, aboutText, askingExample, namesText, wherePlaced, workText } from './setup-words.ts';

type AskedEnable = Extract<Asked, { kind: 'enable' }>;

/** The form, with what was typed into it. */
export const enableCard = (draft: SetupDraft, asked: AskedEnable): Drawn =>
  shortened((most) =>
    setupSheet(draft, {
      look: 'asking',
      word: askingWord(asked),
      summary: say`${asIs(workText(asked))}: check the card and confirm it`,
      title: aboutText(asked),
      place: aboutPlace(asked),
      problems: draft.problems.map(problemText).slice(0, most),
      warnings: openWarnings(asked.machines, most),
      lines: [intoText(asked.machines)],
      sections: [...groupSections(asked.machines, most), ...leftOutSection(asked.leftOut, most)],
      effects: effects(asked.machines),
      form: {
        template,
        scope: {
          ports: asIs(asked.form.ports),
          portsHint: asIs(portsHint(asked.machines)),
          longest: asIs(asked.form.longest),
          sources: asIs(asked.form.sources),
        },
      },
      notes: draftNotes(draft),
    }),
  );

function intoText(machines: readonly EnableMachine[]): string {
  const [only, ...others] = machines;
  if (only === undefined || others.length > 0)
    return say`JIT is to be turned on for these machines. What else stands in their policies is kept.`;
  return say`JIT is to be turned on for this machine, in the JIT policy ${asIs(policyText(only))}. What else stands in it is kept.`;
}

/** That no machine is known in a policy does not tell that it is not there: it may be empty. */
const policyText = ({ policyId, newPolicy }: EnableMachine): string =>
  say`**${asIs(policyName(policyId))}**, which ${asIs(newPolicy ? say`is made where it is not there yet` : say`is there already`)}`;

/** Several machines by the policy they go into, which has their place. @param most names, and policies */
function groupSections(machines: readonly EnableMachine[], most: number): readonly Section[] {
  if (machines.length < 2) return [];
  const groups = [...Map.groupBy(machines, ({ policyId }) => policyId.toLowerCase()).values()];
  let left = most;
  const sections = groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined || left <= 0) return [];
    const shown = Math.min(left, group.length);
    left -= shown;
    return [
      {
        name: wherePlaced(first.machine),
        lines: [
          say`JIT policy ${asIs(policyText(first))}`,
          namesText(
            group.map(({ machine }) => machine),
            shown,
          ),
        ],
      },
    ];
  });
  const more = groups.slice(sections.length).flat().length;
  return more > 0
    ? [
        ...sections,
        {
          name: sayCounted(more, {
            one: '… and {0} more machine in other places',
            other: '… and {0} more machines in other places',
          }),
          lines: [],
        },
      ]
    : sections;
}

/** Machines that are left out; no section where there are none. */
export function leftOutSection(leftOut: AskedEnable['leftOut'], most: number): readonly Section[] {
  return leftOut.length === 0
    ? []
    : [{ name: say`Left out: ${leftOut.length}`, lines: leftOutLines(leftOut, Math.min(most, 6)) }];
}

const mostOpen = 4;

/** Rules that let people in now, and will all the same. */
function openWarnings(machines: readonly EnableMachine[], most: number): readonly string[] {
  const open = machines.flatMap(({ machine, open: holes }) => holes.map((hole) => ({ machine, hole })));
  if (open.length === 0) return [];
  const shown = open
    .slice(0, Math.min(most, mostOpen))
    .map(
      ({ machine, hole }) =>
        say`${asIs(machineName(machine))} port ${asIs(portText(hole.port))} is open now ${asIs(openText(hole))}.`,
    );
  const more = open.length - shown.length;
  return [
    ...shown,
    ...(more > 0
      ? [sayCounted(more, { one: 'There is one more such rule.', other: 'There are {0} more such rules.' })]
      : []),
    open.length === 1
      ? say`JIT will not close it while that rule stands: the smaller number wins, and JIT’s Deny rule usually gets 4096.`
      : say`JIT will not close them while those rules stand: the smaller number wins, and JIT’s Deny rule usually gets 4096.`,
  ];
}

function effects(machines: readonly EnableMachine[]): readonly string[] {
  const example = machines[0];
  const ports = example?.system === 'Linux' ? [22] : [3389];
  return [
    say`**What this does:** JIT’s Deny rule refuses these ports to everybody whom no rule with a smaller number lets in, private networks included. Connections that are established stay.`,
    ...(example === undefined
      ? []
      : [
          say`From then on people ask for the ports: “${asIs(askingExample(example.machine, ports))}”. The access policy says who may.`,
        ]),
  ];
}

/** What an empty field means for these machines. */
function portsHint(machines: readonly EnableMachine[]): string {
  const [only, ...others] = machines;
  if (only?.system !== undefined && others.length === 0)
    return say`Empty: ${asIs(portText(only.system === 'Windows' ? 3389 : 22))}, for it runs ${asIs(only.system)}. Several with commas between them.`;
  const windows = machines.filter(({ system }) => system === 'Windows').length;
  const linux = machines.filter(({ system }) => system === 'Linux').length;
  const unknown = machines.filter(({ system }) => system === undefined);
  const usual = [
    ...(windows > 0
      ? [
          say`3389 (RDP) on ${asIs(sayCounted(windows, { one: '{0} Windows machine', other: '{0} Windows machines' }))}`,
        ]
      : []),
    ...(linux > 0
      ? [
          say`22 (SSH) on ${asIs(sayCounted(linux, { one: '{0} Linux machine', other: '{0} Linux machines' }))}`,
        ]
      : []),
  ];
  return sentencesText([
    ...(usual.length > 0 ? [say`Empty: ${asIs(inARow(usual))}.`] : []),
    ...(unknown.length > 0
      ? [
          sayCounted(
            unknown.length,
            {
              one: 'What {1} runs is not known, so write the ports.',
              other: 'What {1} run is not known, so write the ports.',
            },
            asIs(
              namesText(
                unknown.map(({ machine }) => machine),
                3,
              ),
            ),
          ),
        ]
      : []),
    say`Several with commas between them.`,
  ]);
}
