// How far JIT is set up in a subscription, in sentences. All results are escaped Markdown.
import { sellsJit } from '../../src/domain/setup/defender-plan.ts';
import type {
  Coverage,
  CoveredMachine,
  Doubt,
  JitCoverage,
  Obstacle,
  Remark,
  Shortcoming,
} from '../../src/domain/setup/jit-coverage.ts';
import type { JitStatus } from '../../src/domain/setup/jit-status.ts';
import { machineName } from '../azure-names.ts';
import { asIs, say, sayCounted } from '../escape.ts';
import { holeWarning } from '../hole-words.ts';
import { inARow, listText, machinesText, sentenceOf, sentencesText } from '../list-words.ts';
import { portText } from '../port-words.ts';
import { sayRecorded } from '../recorded.ts';

/** Sentences on the plan of Defender. @param hints Whether to say what to write: setting up from chat is on. */
export function planSentences({ plan, subscription }: JitStatus, hints: boolean): readonly string[] {
  if ('unread' in plan)
    return [
      say`Whether the plan of Defender for Servers is on is not known: ${asIs(sayRecorded(plan.unread))}`,
    ];
  const sells = sellsJit(plan);
  if (sells === true) return [say`Defender for Servers is on, with a plan that includes JIT.`];
  if (sells === undefined)
    return [
      say`I do not know the plan “${planName(plan)}” of Defender for Servers, so I cannot tell whether it includes JIT.`,
    ];
  const what = /^free$/i.test(plan.tier)
    ? say`Defender for Servers is not on`
    : say`Defender for Servers has ${planName(plan)} only`;
  const how = hints ? say` Write “turn on defender for ${subscription.name}” to turn it on.` : '';
  return [
    say`${asIs(what)}: JIT is part of Plan 2, and Azure refuses to set it up without that.${asIs(how)}`,
  ];
}

const planName = ({ tier, subPlan }: { readonly tier: string; readonly subPlan?: string }): string =>
  subPlan === undefined ? tier : `${tier} ${subPlan}`;

/** `10 of 14 machines have JIT, 1 of them in name only`. */
export function countText({ counts, machines }: JitCoverage): string {
  if (machines.length === 0) return say`no machines`;
  const on = counts.effective + counts.unclear + counts['in-name-only'];
  const name = counts['in-name-only'];
  const unclear = counts.unclear;
  return inARow([
    sayCounted(
      on,
      { one: '{0} of {1} has JIT', other: '{0} of {1} have JIT' },
      asIs(machinesText(machines.length)),
    ),
    ...(name > 0 ? [say`${name} in name only`] : []),
    ...(unclear > 0 ? [say`${unclear} of unclear effect`] : []),
  ]);
}

/** What needs somebody: machines that have JIT in name only, and those of which it cannot be told. A line each. */
export const troubleLines = ({ machines }: JitCoverage): readonly string[] => [
  ...machines.flatMap((one) => nameOnlyLines(one)),
  ...machines.flatMap((one) => unclearLines(one)),
];

const nameOnlyLines = ({ machine, coverage }: CoveredMachine): readonly string[] =>
  coverage.kind === 'in-name-only'
    ? coverage.because.flatMap((each) => shortcomingLines(machine.name, each))
    : [];

const unclearLines = ({ machine, coverage }: CoveredMachine): readonly string[] =>
  coverage.kind === 'unclear' ? coverage.because.map((each) => doubtLine(machine.name, each)) : [];

function shortcomingLines(name: string, shortcoming: Shortcoming): readonly string[] {
  switch (shortcoming.code) {
    case 'holes':
      return shortcoming.holes.map((hole) => holeWarning(name, hole, true));
    case 'no-deny':
      return [say`${name}: JIT’s Deny rule is not there for ${portsText(shortcoming.ports)}.`];
    case 'open-address':
      return [
        say`${name}: one of its addresses has no NSG, and ${portsText(shortcoming.ports)} is open there.`,
      ];
    case 'no-nsg':
      return [say`${name}: it has no NSG, so JIT has nowhere to put its rules, and no NSG shuts any port.`];
    case 'no-interface':
      return [say`${name}: Azure shows no network interface of it, so JIT shuts nothing.`];
    case 'no-ports':
      return [say`${name}: its JIT policy names no port.`];
  }
}

function doubtLine(name: string, doubt: Doubt): string {
  switch (doubt.code) {
    case 'rules-unclear':
      return say`${name}: whom rules let in to ${portsText(doubt.ports)} cannot be told; “status ${name}” says why.`;
    case 'ports-unclear':
      return say`${name}: its JIT policy describes a port in a way I do not understand.`;
  }
}

const portsText = (ports: readonly number[]) => asIs(inARow(ports.map(portText)));

/** Who could have JIT, and what to write for it. @param most names shown @param hints as of `planSentences` */
export function couldLines(coverage: JitCoverage, most: number, hints: boolean): readonly string[] {
  const could = ofKind(coverage, 'could');
  const [first] = could;
  if (first === undefined) return [];
  const names = namesText(could, most);
  const write = say`Write “enable jit on ${first.machine.name}”`;
  const many = could.length === 1 ? '' : say`, or a pattern such as “enable jit on web-∗” for many`;
  const remarks = (['no-public-address', 'system-unknown', 'address-without-nsg'] as const).flatMap(
    (remark) => {
      const those = could.filter(({ coverage: { remarks: all } }) => all.includes(remark));
      return those.length === 0 ? [] : [say`${asIs(remarkText(remark))}: ${asIs(namesText(those, most))}.`];
    },
  );
  return [sentencesText([sentenceOf(names), ...(hints ? [sentenceOf(`${write}${many}`)] : [])]), ...remarks];
}

function remarkText(remark: Remark): string {
  switch (remark) {
    case 'no-public-address':
      return say`Without a public address, so that the world reaches them only through something before them`;
    case 'system-unknown':
      return say`Azure does not say what these run, so the ports must be named`;
    case 'address-without-nsg':
      return say`Some address has no NSG, where JIT would shut nothing`;
  }
}

/** Who cannot have JIT, a line for each reason. */
export function cannotLines(coverage: JitCoverage, most: number): readonly string[] {
  const cannot = ofKind(coverage, 'cannot');
  return (['no-nsg', 'no-interface', 'name-too-long'] as const).flatMap((why) => {
    const those = cannot.filter((one) => one.coverage.why === why);
    return those.length === 0 ? [] : [say`${asIs(obstacleText(why))}: ${asIs(namesText(those, most))}.`];
  });
}

function obstacleText(why: Obstacle): string {
  switch (why) {
    case 'no-nsg':
      return say`No NSG on interface or subnet (an Azure Firewall would do, too, but that I do not watch)`;
    case 'no-interface':
      return say`Azure shows no network interface`;
    case 'name-too-long':
      return say`The name is too long: with the JIT policy’s it may have 56 characters`;
  }
}

/** Which have JIT, and it keeps everybody out. */
export function effectiveLines(coverage: JitCoverage, most: number): readonly string[] {
  const those = ofKind(coverage, 'effective');
  return those.length === 0 ? [] : [sentenceOf(namesText(those, most))];
}

/** Machines that are gone and still listed. */
export const goneLines = ({ gone }: JitCoverage): readonly string[] =>
  gone === 0
    ? []
    : [
        say`JIT policies still list ${asIs(machinesText(gone))} not seen any more; “audit ports” names what is left over.`,
      ];

type Of<Kind extends Coverage['kind']> = CoveredMachine & {
  readonly coverage: Extract<Coverage, { kind: Kind }>;
};

const ofKind = <Kind extends Coverage['kind']>({ machines }: JitCoverage, kind: Kind): readonly Of<Kind>[] =>
  machines.filter((one): one is Of<Kind> => one.coverage.kind === kind);

const namesText = (covered: readonly CoveredMachine[], most: number): string =>
  listText(
    covered.map(({ machine }) => machineName(machine)),
    most,
  );
