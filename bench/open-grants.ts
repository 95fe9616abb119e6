// Open grants for measurements and tests: JIT's Allow rules in an estate, and the requests that they belong to.
import type { Estate } from '../sandbox/azure/world.ts';
import { personalChatId } from '../sandbox/chat/conversations.ts';
import { ADA } from '../sandbox/chat/people.ts';
import type { Open } from '../src/domain/access-request.ts';
import { debtKey } from '../src/domain/debt.ts';
import type { NamedRule } from '../src/domain/nsg/named-rule.ts';
import { owed } from '../src/domain/owed.ts';
import { defaultPace, nextWatch } from '../src/domain/pace.ts';

/** Who all of them are from. */
const source = '198.51.100.7';

const nameIn = (id: string): string => id.split('/').at(-1) ?? '';

/** Puts JIT's Allow rule for the machine with this number into its NSG, as if it had been asked for. @throws Error without an NSG */
export function giveRule(estate: Estate, number: number): NamedRule {
  const machine = estate.machines[number];
  const subnets = estate.networks.flatMap((network) => network.subnets);
  const subnet = subnets.find(({ id }) => id === machine?.interface.subnetId);
  const nsg = estate.nsgs.find(({ id }) => id === subnet?.nsgId);
  if (machine === undefined || nsg === undefined) throw new Error(`Machine ${number} has no NSG.`);
  const name = `MicrosoftDefenderForCloud-JITRule-${number}-${number.toString(16).padStart(32, '0')}`;
  const priority = 100 + nsg.rules.length;
  nsg.rules.push({
    name,
    priority,
    direction: 'Inbound',
    access: 'Allow',
    protocol: '*',
    sources: [source],
    destinations: [machine.interface.privateAddress],
    destinationPorts: ['3389'],
    plural: false,
    jitFor: machine.id.toLowerCase(),
  });
  return { nsg: nameIn(nsg.id), name, priority };
}

/** Ada's grant of that machine: open for ten minutes at `now`, for another 170, and everybody was told. */
export function openGrant(estate: Estate, number: number, rule: NamedRule, now: number): Open {
  const machine = estate.machines[number];
  const policy = estate.policies[0];
  const subscription = estate.subscriptions[0];
  if (machine === undefined || policy === undefined || subscription === undefined)
    throw new Error('no machine');
  const openedAt = now - 600_000;
  const bare: Open = {
    shape: 3,
    id: `grant-${number}`,
    version: 1,
    requester: { id: ADA.id, name: ADA.name },
    origin: { conversationId: personalChatId(ADA), activityId: `grant-${number}`, private: true },
    reader: { timeZone: 'Europe/Amsterdam', locale: 'en-GB' },
    askedAt: openedAt,
    card: { messageId: `card-${number}` },
    decisionCards: [],
    told: {},
    setbacks: {},
    state: 'open',
    terms: {
      machine: {
        id: machine.id.toLowerCase(),
        azureId: machine.id,
        name: nameIn(machine.id),
        subscription,
        resourceGroup: machine.id.split('/')[4] ?? '',
        region: machine.region,
        addresses: [
          {
            interfaceId: machine.interface.id,
            privateAddress: machine.interface.privateAddress,
            primary: true,
          },
        ],
      },
      policyId: policy.id,
      port: 3389,
      protocol: '*',
      source,
      time: { kind: 'for', seconds: 3 * 3600 },
      reason: '',
    },
    grounds: { kind: 'automatic', rule: 'everything' },
    openedAt,
    endsAt: openedAt + 3 * 3600_000,
    sight: { kind: 'open', address: machine.interface.privateAddress, rule },
    lookAt: nextWatch({}, now, defaultPace),
  };
  return told(bare, now);
}

/** With everything said that it owes by now. */
function told(request: Open, now: number): Open {
  let next = request;
  for (const debt of owed(request, now, defaultPace).due) {
    if (debt.kind === 'show-card') next = { ...next, card: { ...next.card, shown: debt.view } };
    if (debt.kind === 'tell')
      next = { ...next, told: { ...next.told, [debtKey(debt)]: { at: now, why: 'seeded' } } };
  }
  return next;
}
