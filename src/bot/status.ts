// Somebody asks what is true of a machine's ports: the NSGs are read as they are now, and nothing is changed.
import { noMachineAnswer } from '../../cards/machine-answers.ts';
import { machineStatusCard } from '../../cards/machine-status-card.ts';
import {
  statusBadSourceAnswer,
  statusNoInterfaceAnswer,
  statusSeveralAnswer,
  statusUnreadAnswer,
} from '../../cards/status-answers.ts';
import type { ListedOpening } from '../access/azure-ports.ts';
import type { Message } from '../access/chat-ports.ts';
import { withoutEnded } from '../access/ended-openings.ts';
import { Fault } from '../access/fault.ts';
import type { Command } from '../domain/command/command.ts';
import { choiceOf, type Machine } from '../domain/machine.ts';
import { inPlace, nameIn } from '../domain/machine-pattern.ts';
import { machineStatus } from '../domain/machine-status.ts';
import type { AddressFilters } from '../domain/nsg/rule.ts';
import type { Person } from '../domain/person.ts';
import type { Network } from '../domain/policy/access-policy.ts';
import { sameName } from '../domain/policy/fold.ts';
import { networksIn } from '../domain/policy/source-meant.ts';
import { formatPrefix, type Ipv4Prefix, parsePrefix } from '../domain/source-prefix.ts';
import type { Said } from '../teams/said.ts';
import { attempt } from './attempt.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

const nearestShown = 3;
const mostGrants = 100;

/** @throws Fault when the ledger is away */
export async function status(
  parts: BotParts,
  said: Said,
  person: Person,
  { machine: typed, source }: Extract<Command, { kind: 'status' }>,
): Promise<Message | string> {
  const { inventory, ledger, now } = parts;
  const prefix = source === undefined ? undefined : prefixMeant(source, networksIn(parts.knowledge.policy()));
  if (source !== undefined && prefix === undefined) return statusBadSourceAnswer(source);
  const machines = inPlace(typed, inventory.byName(nameIn(typed)));
  const [machine] = machines;
  if (machine === undefined)
    return noMachineAnswer(typed, inventory.nearest(nameIn(typed), nearestShown).map(choiceOf));
  if (machines.length > 1)
    return statusSeveralAnswer(
      machine.name,
      machines.map((each) => ({ machine: choiceOf(each), asked: askedFor(each, machines) })),
    );

  const [seen, listed, grants, confirmed] = await Promise.all([
    filtersOf(parts, machine),
    listedOf(parts, machine),
    ledger.grants(machine.id, mostGrants),
    // Others would read it on the card.
    said.conversationType === 'personal' ? ledger.confirmedAddress(person.id) : undefined,
  ]);
  if (seen instanceof Fault) return statusUnreadAnswer(machine.name, seen.message, seen.code !== 'forbidden');
  if (seen.length === 0) return statusNoInterfaceAnswer(machine.name);
  const at = now();
  const known = {
    ...listed,
    listed: await withoutEnded(ledger, listed.listed),
    grants,
    personId: person.id,
    ...(prefix && { saidSource: formatPrefix(prefix) }),
    ...(confirmed && { confirmedSource: confirmed.address }),
  };
  return { kind: 'card', ...machineStatusCard(machineStatus(machine, seen, known, at), readerOf(said), at) };
}

/** An address, a CIDR, or a network of the access policy that has one prefix. */
function prefixMeant(source: string, networks: readonly Network[]): Ipv4Prefix | undefined {
  const [only, another] = networks.find(({ name }) => sameName(name, source))?.prefixes ?? [];
  return parsePrefix(source) ?? (only === undefined || another !== undefined ? undefined : parsePrefix(only));
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The shortest way to write it that means it alone. */
function askedFor({ name, resourceGroup, subscription }: Machine, among: readonly Machine[]): string {
  const alone = among.filter((each) => same(each.resourceGroup, resourceGroup)).length === 1;
  return alone ? `${resourceGroup}/${name}` : `${subscription.id}/${resourceGroup}/${name}`;
}

/** @returns the fault where they could not be read */
const filtersOf = async (
  { watch, ...parts }: BotParts,
  machine: Machine,
): Promise<readonly AddressFilters[] | Fault> => {
  const read = await attempt(parts, watch.filtersOf(machine));
  return 'fault' in read ? read.fault : read.value;
};

/** What Azure lists of this machine; what could not be read is said and hides nothing else. */
async function listedOf(
  { jit, ...parts }: BotParts,
  machine: Machine,
): Promise<{ readonly listed: readonly ListedOpening[]; readonly listUnread?: string }> {
  const policies = [...new Set(machine.jitPorts.map(({ policyId }) => policyId))];
  const lists = await Promise.all(policies.map((id) => attempt(parts, jit.listed(id))));
  const fault = lists.flatMap((list) => ('fault' in list ? [list.fault] : []))[0];
  const listed = lists.flatMap((list) => ('fault' in list ? [] : list.value));
  return {
    listed: listed.filter(({ machineId }) => machineId === machine.id),
    ...(fault === undefined ? {} : { listUnread: fault.message }),
  };
}
