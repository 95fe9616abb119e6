// How a change of the setup ended for a machine or a plan: what is true, and what to do about it. All escaped Markdown.
import type { Outcome, Plan, SetupEnded } from '../../src/domain/setup/setup-change.ts';
import { asIs, say, sayAgain, toSay } from '../escape.ts';
import { openText } from '../hole-words.ts';
import { listText, sentencesText } from '../list-words.ts';
import { allowsAll, portText } from '../port-words.ts';
import { sayRecorded } from '../recorded.ts';
import { leftTexts, worstLeft } from './leaves-words.ts';
import type { SetupLook } from './setup-look.ts';
import { giveRole } from './setup-words.ts';

type Kind = Plan['kind'];

const proven: Readonly<Record<Kind, SetupLook>> = {
  defender: 'plan-on',
  enable: 'on',
  configure: 'changed',
  disable: 'changed',
};

const offLooks = { all: 'off-open', some: 'off', none: 'off', unknown: 'off-unknown' } as const;

/** Word and colour of an outcome. */
export function outcomeLook(kind: Kind, outcome: Outcome): SetupLook {
  switch (outcome.kind) {
    case 'effective':
      return proven[kind];
    case 'defeated':
      return outcome.holes.some(({ sources }) => allowsAll(sources)) ? 'defeated-open' : 'defeated';
    case 'off':
      return offLooks[worstLeft(outcome.leaves)];
    case 'unproven':
    case 'in-doubt':
    case 'already':
    case 'overtaken':
    case 'gone':
    case 'failed':
      return outcome.kind;
  }
}

/** The looks of what ended otherwise than was asked for, the worst first. */
const illLooks: readonly SetupLook[] = [
  ...(['failed', 'defeated-open', 'off-open', 'defeated', 'in-doubt', 'unproven', 'off-unknown'] as const),
  ...(['overtaken', 'gone'] as const),
];
const wellLooks: readonly SetupLook[] = ['on', 'changed', 'plan-on', 'off', 'already'];

/** From the worst to the best. */
export const worstFirst: readonly SetupLook[] = [...illLooks, ...wellLooks];

/** Whether somebody has to look after it. */
export const isIll = (look: SetupLook): boolean => illLooks.includes(look);

const mostHoles = 3;

/** What is true now. */
export function outcomeText(kind: Kind, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'effective':
      return kind === 'defender'
        ? say`Read back from Azure: the plan is on.`
        : say`Read back from Azure. JIT’s Deny rule is in the NSGs, and no older rule opens its ports.`;
    case 'defeated': {
      const texts = outcome.holes.map(
        (hole) => say`port ${asIs(portText(hole.port))} is open ${asIs(openText(hole))}`,
      );
      return say`Read back from Azure, and JIT’s Deny rule is there, but older rules come first: ${asIs(listText(texts, mostHoles))}.`;
    }
    case 'unproven':
      return sentencesText([sayAgain(unproven[kind]), sayRecorded(outcome.why)]);
    case 'in-doubt':
      return say`It may have been written, and it may not: a try had no clear answer. ${asIs(sayRecorded(outcome.why))}`;
    case 'off':
      return offText(outcome.leaves);
    case 'already':
      return say`${asIs(sayAgain(already[kind]))} Nothing was written.`;
    case 'overtaken':
      return say`Its settings were changed meanwhile, and not by this. Nothing was written.`;
    case 'gone':
      return say`The machine, or its network interface, is not there any more.`;
    case 'failed':
      return say`Nothing was written. ${asIs(sayRecorded(outcome.why))}`;
  }
}

const unproven: Readonly<Record<Kind, string>> = {
  defender: toSay('Written, but not read back as on.'),
  enable: toSay('Written and read back, but it is not proven that it protects.'),
  configure: toSay('Written and read back, but it is not proven that it protects.'),
  disable: toSay('Taken out of the policy and read back, but it is not proven what that leaves.'),
};

const already: Readonly<Record<Kind, string>> = {
  defender: toSay('The plan was on already.'),
  enable: toSay('Its policy said so already.'),
  configure: toSay('Its policy said so already.'),
  disable: toSay('No JIT policy listed it any more.'),
};

const mostPorts = 8;
const mostTexts = 6;

function offText(leaves: Extract<Outcome, { kind: 'off' }>['leaves']): string {
  const gone = say`JIT is off, read back from Azure, and JIT’s Deny rule is gone.`;
  if (leaves.length === 0) return say`${asIs(gone)} What is open now could not be told.`;
  const texts = leftTexts(leaves, mostPorts);
  const more = texts.length - mostTexts;
  return sentencesText([
    gone,
    ...texts.slice(0, mostTexts).map((text) => say`${asIs(text)}.`),
    ...(more > 0 ? [say`The other ports let in no more than that.`] : []),
  ]);
}

/** What to do, once for all machines that need the same, the worst first. */
export function nextTexts({ plan, steps }: SetupEnded, most: number): readonly string[] {
  const rank = (outcome: Outcome) => worstFirst.indexOf(outcomeLook(plan.kind, outcome));
  const sorted = steps.map(({ outcome }) => outcome).sort((one, other) => rank(one) - rank(other));
  const texts = [...new Set(sorted.flatMap((outcome) => nextText(plan.kind, outcome) ?? []))].slice(0, most);
  return steps.length === 1 ? texts.map(withoutLabel) : texts;
}

/** `Failed: when the cause …`: which of several it is about does not need to be said of one. */
function withoutLabel(text: string): string {
  const rest = text.slice(text.indexOf(': ') + 2);
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}

function nextText(kind: Kind, outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'effective':
    case 'already':
    case 'gone':
      return undefined;
    case 'off':
      return worstLeft(outcome.leaves) === 'all'
        ? say`Open to the whole internet: take those Allow rules away, or turn JIT on again.`
        : undefined;
    case 'defeated':
      return say`Defeated by older rules: take those rules away or narrow their sources. Until then JIT does not keep these people out.`;
    case 'unproven':
      return kind === 'defender'
        ? say`Not read back: look at it with “jit status”, and do not rely on it before.`
        : say`Not proven: look at it with “status” and the machine’s name, and do not rely on it before.`;
    case 'in-doubt':
      return kind === 'defender'
        ? say`Not known whether it was written: look at it with “jit status”, and ask again where it is off.`
        : say`Not known whether it was written: ask again to see what it says now, and rely on neither before.`;
    case 'overtaken':
      return say`Changed meanwhile: ask again to see what it says now.`;
    case 'failed':
      return outcome.permission === undefined
        ? say`Failed: when the cause is mended, ask again.`
        : missingRight(outcome.permission);
  }
}

const missingRight = (permission: string): string =>
  say`Failed: my identity in Azure lacks the right ${permission}. ${asIs(giveRole())}, and ask again.`;
