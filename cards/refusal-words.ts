// Every expected "no" in one sentence, with what would be allowed or what to do next.
import type { Refusal } from '../src/domain/refusal.ts';
import { asIs, say } from './escape.ts';
import { allOf, anyOf, anyOfMany } from './list-words.ts';
import { markdownPen, type Pen, sayWith } from './pen.ts';
import { portText, sourcesText } from './port-words.ts';
import { sayRecordedPhrase } from './recorded.ts';
import { spanText } from './when.ts';

/** One sentence as escaped Markdown. */
export const refusalSentence = (refusal: Refusal): string => refusalWords(refusal, markdownPen);

/** What may be added where more is known than the refusal says. */
export interface Hints {
  /** A rule holds for a part of what is asked: less might be had. */
  readonly less?: boolean;
  /** How to say what is not known, where people say it themselves: `--tag`. */
  readonly say?: string;
}

/** One sentence, written with `pen`. */
export function refusalWords(refusal: Refusal, pen: Pen, hints: Hints = {}): string {
  const say = sayWith(pen);
  switch (refusal.code) {
    case 'no-jit-policy':
      return say`${refusal.machine} has no just-in-time policy, so no port of it can be opened here; an admin can turn it on: “enable jit on ${refusal.machine}”.`;
    case 'machine-unread':
      return say`I cannot read the subscription of ${refusal.machine} in Azure at the moment, so I do not know whether it is still there; try again later, or ask an admin.`;
    case 'machine-gone':
      return say`${refusal.machine} is no longer among the machines I can see; check the name and ask again.`;
    case 'port-not-offered':
      return portSentence(refusal.port, refusal.offered);
    case 'source-missing':
      return say`Enter the source address you connect from: an IPv4 address such as 203.0.113.7, or a CIDR such as 203.0.113.0/24.`;
    case 'source-not-ipv4':
      if (refusal.networks === undefined)
        return say`“${refusal.typed}” is not an IPv4 address or CIDR; write it like 203.0.113.7 or 203.0.113.0/24.`;
      return refusal.networks.length === 0
        ? say`“${refusal.typed}” is not an IPv4 address or CIDR, and the access policy has no names of networks; write it like 203.0.113.7 or 203.0.113.0/24.`
        : say`“${refusal.typed}” is neither an IPv4 address or CIDR nor a network of the access policy; write it like 203.0.113.7 or 203.0.113.0/24, or name ${asIs(penned(refusal.networks, pen))}.`;
    case 'source-several':
      return say`“${refusal.network}” is several networks in the access policy; enter the one you connect from: ${asIs(penned(refusal.prefixes, pen))}.`;
    case 'source-ipv6':
      return say`“${refusal.typed}” is an IPv6 address, and Azure opens ports to IPv4 only; enter the IPv4 address you connect from.`;
    case 'source-any':
      return say`“${refusal.typed}” would open the port to everybody; enter the one address you connect from, or a CIDR of /8 or narrower.`;
    case 'source-not-a-network':
      return say`“${refusal.typed}” is not the start of a network; write ${refusal.network} for the whole network, or one address without the slash.`;
    case 'source-not-public':
      return say`“${refusal.typed}” is in the ${asIs(sayRecordedPhrase(refusal.range))}, from which nothing can reach this machine; enter the IPv4 address it sees you come from, usually your public one.`;
    case 'source-outside-policy':
      return say`“${refusal.typed}” is outside what the machine’s just-in-time policy allows; it allows ${asIs(sourcesText(refusal.allowed))}.`;
    case 'time-missing':
      return say`Enter how long you need it: up to ${asIs(spanText(refusal.maximumSeconds))}.`;
    case 'time-not-understood':
      return say`“${refusal.typed}” is not a time I understand; write it like 1h, 90 min or until 17:00, up to ${spanText(refusal.maximumSeconds)}.`;
    case 'too-long':
      return refusal.rule === undefined
        ? say`That is too long; the machine’s just-in-time policy allows up to ${asIs(spanText(refusal.maximumSeconds))}.`
        : say`That is too long; rule “${refusal.rule}” of the access policy allows up to ${spanText(refusal.maximumSeconds)}.`;
    case 'time-passed':
      return say`“${refusal.typed}” has passed since you asked; write a later time, or how long, such as 1h.`;
    case 'too-short':
      return say`That is too short; ask for ${asIs(spanText(refusal.minimumSeconds))} or more.`;
    case 'reason-too-long':
      return say`The reason is too long; keep it to ${refusal.maximumLength} characters.`;
    case 'no-access-policy':
      return refusal.why === 'missing'
        ? say`There is no access policy, so every request is refused; an admin must put its file where I look for it.`
        : say`The access policy cannot be read, so every request is refused; an admin must mend its file.`;
    case 'no-rule':
      return say`No rule of the access policy lets you open port ${asIs(portText(refusal.port))} of ${refusal.machine} from there at that time; ${hints.less ? say`ask for a narrower source or a shorter time, or ask an admin for a rule` : say`ask an admin for a rule`}.`;
    case 'rule-refuses':
      return say`Rule “${refusal.rule}” of the access policy refuses this${asIs(becauseText(refusal.because, pen))}; only an admin can change the policy.`;
    case 'rule-unknown':
      if (hints.say !== undefined)
        return say`It is not known whether rule “${refusal.rule}” of the access policy is about this; say so with ${asIs(hints.say)}.`;
      return refusal.unknown === 'requester'
        ? say`I could not find out whether rule “${refusal.rule}” of the access policy is about you, since I do not know whether you are in its groups; ask again in a few minutes, and tell an admin if it stays so.`
        : say`I could not find out whether rule “${refusal.rule}” of the access policy is about this machine, since I do not know its resource group, subscription or tags; ask again in a few minutes, and tell an admin if it stays so.`;
    case 'several-rules':
      return say`This falls under several rules that need different approvers, ${asIs(quotedList(refusal.rules, pen))}; ask for a narrower source or a shorter time, so that one of them is about all of it.`;
    case 'source-outside-rule':
      return say`“${refusal.typed}” is outside what rule “${refusal.rule}” of the access policy allows; it allows ${asIs(penned(refusal.allowed, pen))}.`;
    case 'reason-missing':
      return say`Rule “${refusal.rule}” of the access policy wants a reason; write why you need this.`;
    case 'ticket-missing':
      return say`Rule “${refusal.rule}” of the access policy wants a ticket in the reason; write one of the form ${refusal.pattern}.`;
    case 'break-glass-not-allowed':
      return say`Rule “${refusal.rule}” of the access policy lets nobody break glass; ask without it, and its approvers decide.`;
    case 'no-approvals-channel':
      return refusal.channel === ''
        ? say`Rule “${refusal.rule}” of the access policy needs approval, and no channel is set for that; an admin must write “use this channel for approvals” in the one that is to decide.`
        : say`Rule “${refusal.rule}” of the access policy needs approval, and no channel is set for “${refusal.channel}”; an admin must write “use this channel for approvals of ${refusal.channel}” in the one that is to decide.`;
  }
}

/** `: Customers' data`, to go on within a sentence. */
const becauseText = (because: string | undefined, pen: Pen): string =>
  because === undefined ? '' : say` (${asIs(pen.text(because.trim().replace(/\.$/, ''), 400))})`;

/** Names to choose from; of many, the first. */
const penned = (names: readonly string[], pen: Pen): string =>
  anyOfMany(
    names.map((name) => pen.text(name)),
    8,
  );

const quotedList = (rules: readonly string[], pen: Pen): string =>
  allOf(rules.map((rule) => say`“${asIs(pen.text(rule))}”`));

function portSentence(port: number | undefined, offered: readonly number[]): string {
  const allowed = anyOf(offered.map(portText));
  if (port === undefined)
    return say`Choose a port that the machine’s just-in-time policy allows: ${asIs(allowed)}.`;
  return say`Port ${port} is not in the machine’s just-in-time policy; it allows ${asIs(allowed)}.`;
}
