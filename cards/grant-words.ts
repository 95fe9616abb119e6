// What was agreed, in short pieces that cards, notices and answers share. All results are escaped Markdown.
import type { AccessRequest, Open, Opening } from '../src/domain/access-request.ts';
import { connectAddress } from '../src/domain/connect-address.ts';
import type { Machine } from '../src/domain/machine.ts';
import type { Person } from '../src/domain/person.ts';
import type { GrantTime, Terms } from '../src/domain/terms.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, escapeMarkdown, plainText, say } from './escape.ts';
import { portText } from './port-words.ts';
import { type Reader, spanText, whenText } from './when.ts';

/** `Production / rg-web`. */
export const placeText = (machine: Pick<Machine, 'subscription' | 'resourceGroup'>): string =>
  say`${machine.subscription.name} / ${machine.resourceGroup}`;

/** `web-01 port 3389 (RDP)`. */
export const targetText = (terms: Terms): string => say`${terms.machine.name} port ${portText(terms.port)}`;

/** The name as Teams gives it, where it is clear who is meant. */
export const nameText = ({ name }: Person): string => escapeMarkdown(plainText(name) || say`Somebody`);

/** Who asked, in the middle of a sentence. */
export const askerText = ({ requester }: AccessRequest): string =>
  plainText(requester.name) === '' ? say`the person who asked` : nameText(requester);

/** Name and the start of the directory id: a display name proves nothing. */
export const personText = (person: Person): string =>
  say`${asIs(nameText(person))} (id ${person.id.slice(0, 8)}…)`;

/** `for 1 h`, or `until 17:05 (Europe/Berlin)`. */
export const timeText = (time: GrantTime, reader: Reader, today?: Instant): string =>
  time.kind === 'for'
    ? say`for ${asIs(spanText(time.seconds))}`
    : say`until ${asIs(whenText(time.at, reader, today))}`;

/** When the last attempt that may have been taken ends; of none, the last that was made. */
export function lastEnd({ attempts }: Opening): Instant {
  const taken = attempts.filter(({ outcome }) => outcome !== 'absent');
  return Math.max(...(taken.length > 0 ? taken : attempts).map(({ endsAt }) => endsAt));
}

/** Where to connect to: an IPv4 address. */
export const addressOf = (request: Open): string => connectAddress(request);

/** How to reach an address that only networks of its own know; `undefined`: it is the public one. */
export function reachText(request: Open): string | undefined {
  if (addressOf(request) === request.terms.machine.publicAddress) return undefined;
  return say`That address is private: connect from its network, over VPN or peering. Azure Bastion works only where ${request.terms.source} covers Bastion’s own subnet.`;
}

/** What to copy into a terminal, not Markdown; `undefined` for ports whose client is not known. */
export function connectCommand(request: Open): string | undefined {
  const { port } = request.terms;
  if (port === 3389) return `mstsc /v:${addressOf(request)}:3389`;
  if (port === 22) return `ssh <user>@${addressOf(request)}`;
  return undefined;
}
