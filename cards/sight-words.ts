// What a look at the NSGs showed, in sentences. All results are escaped Markdown.
import type { Opening } from '../src/domain/access-request.ts';
import type { NamedRule } from '../src/domain/nsg/named-rule.ts';
import type { Lost, Remains, Sight } from '../src/domain/sight.ts';
import { asIs, say } from './escape.ts';
import { sentencesText } from './list-words.ts';
import { sayRecorded } from './recorded.ts';
import { type Reader, whenText } from './when.ts';

/** A rule's name, priority and NSG. */
export const ruleText = (rule: NamedRule): string =>
  say`${rule.name} (priority ${rule.priority} in ${rule.nsg})`;

/** Why the port of an opening request is not open: Azure's answer first, then what the NSGs showed. */
export function whyNotOpen({ attempts, sight }: Opening): string {
  if (attempts.some(({ outcome }) => outcome === 'accepted')) return notOpenSentence(sight);
  const fault = attempts.at(-1)?.fault;
  const unknown = attempts.some(({ outcome }) => outcome === 'unknown');
  return sentencesText([
    unknown
      ? say`Azure gave no clear answer yet, so I look whether it took the request.`
      : say`Azure has not taken the request, so I ask again.`,
    ...(fault === undefined ? [] : [sayRecorded(fault)]),
  ]);
}

/** Why a port that was asked for is not open. `undefined`: nobody could look yet. */
export function notOpenSentence(sight: Sight | undefined): string {
  if (sight === undefined) return say`Azure was asked, but its rule has not been seen yet.`;
  switch (sight.kind) {
    case 'no-jit-rule':
    case 'shut':
      return say`Azure was asked, but its rule has not appeared.`;
    case 'blocked':
      return blockedSentence(sight);
    case 'unknown':
      return say`It cannot be told whether the port is open: ${asIs(sayRecorded(sight.because))}`;
    case 'open':
    case 'jit-rule-remains':
      return say`Azure’s rule ${asIs(ruleText(sight.rule))} is there, but the port was not seen open.`;
    case 'open-by-other-rule':
    case 'open-by-other-grant':
      return say`The port is open, but not by a rule that Azure made for this request.`;
  }
}

/** What became of a port that was open. Never more than was seen. */
export function lostSentence(sight: Lost): string {
  switch (sight.kind) {
    case 'no-jit-rule':
      return say`Azure’s rule for it is not there any more.`;
    case 'blocked':
      return blockedSentence(sight);
    case 'unknown':
      return say`It cannot be told whether the port is still open: ${asIs(sayRecorded(sight.because))}`;
  }
}

function blockedSentence(sight: Extract<Sight, { kind: 'blocked' }>): string {
  const onInterface = sight.level === 'interface';
  if (sight.rule === undefined)
    return onInterface
      ? say`Blocked on the network interface: no rule there lets this source in.`
      : say`Blocked on the subnet: no rule there lets this source in.`;
  const rule = asIs(ruleText(sight.rule));
  return onInterface
    ? say`Blocked on the network interface by the rule ${rule}.`
    : say`Blocked on the subnet by the rule ${rule}.`;
}

/** What is known of a port that should be shut by now. `undefined`: nobody could look yet. */
export function notShutSentence(sight: Sight | undefined): string {
  if (sight === undefined) return say`Nobody could look yet whether the port is shut.`;
  switch (sight.kind) {
    case 'open':
    case 'jit-rule-remains':
      // Another rule may block it, but with Azure's rule in place nobody should rely on that.
      return say`The port counts as still open: Azure has not taken away its rule ${asIs(ruleText(sight.rule))}.`;
    case 'unknown':
      return say`It cannot be told whether the port is shut: ${asIs(sayRecorded(sight.because))}`;
    case 'open-by-other-rule':
      return stillOpenSentence(sight);
    case 'open-by-other-grant':
      return say`The port is still open for another grant.`;
    case 'no-jit-rule':
    case 'shut':
    case 'blocked':
      return say`Azure’s rule is gone, but it is not confirmed yet that the port is shut.`;
  }
}

/** For the requester: why the port is open though the grant has ended. Never says closed. */
export function remainsSentence(remains: Remains, reader: Reader, today: number | undefined): string {
  if (remains.kind === 'open-by-other-grant')
    return say`This grant has ended. The port stays open for another grant until ${asIs(whenText(remains.until, reader, today))}.`;
  const { rule, madeByJit } = remains;
  if (rule === undefined)
    return say`This grant has ended, but the port is still open through something that JIT did not make.`;
  const through = asIs(ruleText(rule));
  return madeByJit
    ? say`This grant has ended, but the port is still open through the rule ${through}, which JIT made for another request.`
    : say`This grant has ended, but the port is still open through the rule ${through}, which JIT did not make.`;
}

type OpenByOther = Extract<Sight, { kind: 'open-by-other-rule' }>;

function stillOpenSentence({ rule, madeByJit }: OpenByOther): string {
  if (rule === undefined) return say`The port is still open through something that JIT did not make.`;
  const through = asIs(ruleText(rule));
  return madeByJit
    ? say`The port is still open through the rule ${through}, which JIT made for another request.`
    : say`The port is still open through the rule ${through}, which JIT did not make.`;
}
