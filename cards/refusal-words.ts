// Every expected "no" in one sentence, with what would be allowed or what to do next.
import type { Refusal } from '../src/domain/refusal.ts';
import { asIs, say } from './escape.ts';
import { anyOf, portText, sourcesText } from './port-words.ts';
import { spanText } from './when.ts';

/** One sentence as escaped Markdown. */
export function refusalSentence(refusal: Refusal): string {
  switch (refusal.code) {
    case 'no-jit-policy':
      return say`${refusal.machine} has no just-in-time policy, so no port of it can be opened here; an administrator can add one in Defender for Cloud.`;
    case 'machine-gone':
      return say`${refusal.machine} is no longer among the machines I can see; check the name and ask again.`;
    case 'port-not-offered':
      return portSentence(refusal.port, refusal.offered);
    case 'source-missing':
      return 'Enter the source address you connect from: an IPv4 address such as 203.0.113.7, or a CIDR such as 203.0.113.0/24.';
    case 'source-not-ipv4':
      return say`“${refusal.typed}” is not an IPv4 address or CIDR; write it like 203.0.113.7 or 203.0.113.0/24.`;
    case 'source-ipv6':
      return say`“${refusal.typed}” is an IPv6 address, and Azure opens ports to IPv4 only; enter the IPv4 address you connect from.`;
    case 'source-any':
      return say`“${refusal.typed}” would open the port to everybody; enter the one address you connect from, or a CIDR of /8 or narrower.`;
    case 'source-not-a-network':
      return say`“${refusal.typed}” is not the start of a network; write ${refusal.network} for the whole network, or one address without the slash.`;
    case 'source-not-public':
      return say`“${refusal.typed}” is in the ${refusal.range}, from which nothing can reach this machine; enter the IPv4 address it sees you come from, usually your public one.`;
    case 'source-outside-policy':
      return say`“${refusal.typed}” is outside what the machine’s just-in-time policy allows; it allows ${asIs(sourcesText(refusal.allowed))}.`;
    case 'time-missing':
      return `Enter how long you need it: up to ${spanText(refusal.maximumSeconds)}.`;
    case 'time-not-understood':
      return say`“${refusal.typed}” is not a time I understand; write it like 1h, 90 min or until 17:00, up to ${spanText(refusal.maximumSeconds)}.`;
    case 'too-long':
      return `That is too long; the machine’s just-in-time policy allows up to ${spanText(refusal.maximumSeconds)}.`;
    case 'time-passed':
      return say`“${refusal.typed}” has passed since you asked; write a later time, or how long, such as 1h.`;
    case 'too-short':
      return `That is too short; ask for ${spanText(refusal.minimumSeconds)} or more.`;
    case 'reason-too-long':
      return `The reason is too long; keep it to ${refusal.maximumLength} characters.`;
  }
}

function portSentence(port: number | undefined, offered: readonly number[]): string {
  const allowed = anyOf(offered.map(portText));
  if (port === undefined) return `Choose a port that the machine’s just-in-time policy allows: ${allowed}.`;
  return `Port ${port} is not in the machine’s just-in-time policy; it allows ${allowed}.`;
}
