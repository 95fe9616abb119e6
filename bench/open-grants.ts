// Open grants for measurements and tests: JIT's Allow rules in an estate, the requests that they belong to, and their place in the books.
import { type LargeEstateSize, largeEstate } from '../sandbox/azure/large-estate.ts';
import type { Estate } from '../sandbox/azure/world.ts';
import { personalChatId } from '../sandbox/chat/conversations.ts';
import { ADA } from '../sandbox/chat/people.ts';
import { fewAtOnce } from '../src/access/few-at-once.ts';
import type { Ledger } from '../src/access/ledger-port.ts';
import type { Open } from '../src/domain/access-request.ts';
import { debtKey } from '../src/domain/debt.ts';
import type { NamedRule } from '../src/domain/nsg/named-rule.ts';
import { owed } from '../src/domain/owed.ts';
import { defaultPace, nextWatch } from '../src/domain/pace.ts';
import type { Person } from '../src/domain/person.ts';
import type { Instant } from '../src/domain/time.ts';

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

/** The same whenever it is made. @param open of how many machines, from the first on, port 3389 is open */
export function estateWithRules(size: LargeEstateSize, open: number) {
  const estate = largeEstate(size);
  const rules = estate.machines.slice(0, open).map((_, number) => giveRule(estate, number));
  return { estate, rules };
}

/** What may be other than it is for most. */
interface Particulars {
  readonly openedAt: Instant;
  readonly endsAt: Instant;
  readonly lookAt: Instant;
  readonly requester: Person;
  readonly conversationId: string;
}

/** A person and a chat for each grant. */
export const ofTheirOwn = (number: number): Pick<Particulars, 'requester' | 'conversationId'> => ({
  requester: { id: `person-${number}`, name: `Person ${number}` },
  conversationId: `a:chat-${number}`,
});

/**
 * A grant of that machine, and everybody was told of it. Where nothing else is said it is Ada's, has been open for ten minutes at
 * `now` and is for another 170, and was just looked at. @throws Error when there is no such machine
 */
export function openGrant(
  estate: Estate,
  number: number,
  rule: NamedRule,
  now: Instant,
  particulars: Partial<Particulars> = {},
): Open {
  const machine = estate.machines[number];
  const [, , subscriptionId = '', , resourceGroup = ''] = machine?.id.split('/') ?? [];
  const subscription = estate.subscriptions.find(({ id }) => id === subscriptionId);
  const policy = estate.policies.find(({ id }) => id.startsWith(`/subscriptions/${subscriptionId}/`));
  if (machine === undefined || policy === undefined || subscription === undefined)
    throw new Error(`There is no machine ${number}.`);
  const {
    openedAt = now - 600_000,
    endsAt = openedAt + 3 * 3600_000,
    lookAt = nextWatch({}, now, defaultPace),
    requester = { id: ADA.id, name: ADA.name },
    conversationId = personalChatId(ADA),
  } = particulars;
  const { id: interfaceId, privateAddress } = machine.interface;
  const bare: Open = {
    shape: 3,
    id: `grant-${number}`,
    version: 1,
    requester,
    origin: { conversationId, activityId: `grant-${number}`, private: true },
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
        subscription: { id: subscription.id, name: subscription.name },
        resourceGroup,
        region: machine.region,
        addresses: [{ interfaceId, privateAddress, primary: true }],
      },
      policyId: policy.id,
      port: 3389,
      protocol: '*',
      source,
      time: { kind: 'for', seconds: (endsAt - openedAt) / 1000 },
      reason: `INC-${number} something to mend`,
    },
    grounds: { kind: 'automatic', rule: 'everything' },
    openedAt,
    endsAt,
    sight: { kind: 'open', address: privateAddress, rule },
    lookAt,
  };
  return told(bare, now);
}

/** With everything said that it owes by now. */
function told(request: Open, now: Instant): Open {
  let next = request;
  for (const debt of owed(request, now, defaultPace).due) {
    if (debt.kind === 'show-card') next = { ...next, card: { ...next.card, shown: debt.view } };
    if (debt.kind === 'tell')
      next = { ...next, told: { ...next.told, [debtKey(debt)]: { at: now, why: 'seeded' } } };
  }
  return next;
}

/** Writes grants down as a process leaves them that has nothing to do with them at the moment. */
export async function recordGrants(
  ledger: Pick<Ledger, 'create' | 'release'>,
  grants: readonly Open[],
): Promise<void> {
  await fewAtOnce(grants, 16, async (grant) => {
    const { wakeAt = grant.endsAt } = owed(grant, grant.openedAt, defaultPace);
    // Another moment than the one it is released with: a job is left only for what is new.
    const { request } = await ledger.create(grant, [], wakeAt + 1);
    if (!(await ledger.release(request, wakeAt))) throw new Error('Somebody else is at these books.');
  });
}
