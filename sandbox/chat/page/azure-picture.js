// Reads the simulator's state: what is drawn of one machine. Whatever is missing is left out, never guessed.

const list = (value) => (Array.isArray(value) ? value : []);

/** Machines under their subscriptions, both by name. */
export const machinesBySubscription = (state) =>
  [...Map.groupBy(list(state?.machines), (machine) => machine.subscription ?? 'Machines')]
    .map(([subscription, machines]) => ({
      subscription,
      machines: machines.toSorted((left, right) => left.name.localeCompare(right.name)),
    }))
    .toSorted((left, right) => left.subscription.localeCompare(right.subscription));

const groupOf = (id = '') => /\/resourceGroups\/([^/]+)/i.exec(id)?.[1]?.toLowerCase();

/** The NSG of that name, in the machine's own resource group where several share it. */
const nsgNamed = (state, name, machine) => {
  const named = list(state.nsgs).filter((nsg) => nsg.name === name);
  return named.find((nsg) => groupOf(nsg.id) === groupOf(machine.id)) ?? named[0];
};

const join = (values) => list(values).join(', ') || '*';

/** One rule in the words of the panel; `endsAt` (simulator's time) only for JIT's Allow rules. */
const ruleOf = (rule, state) => {
  const jit = rule.origin === 'jit' ? (rule.access === 'Allow' ? 'jit-allow' : 'jit-deny') : rule.origin;
  const grants = list(state.requests).filter(
    (one) => one.rule?.stage === 'standing' && one.rule.name === rule.name,
  );
  const [grant] = grants.toSorted((left, right) => right.endsAt - left.endsAt);
  return {
    name: rule.name,
    priority: rule.priority,
    access: rule.access,
    kind: jit,
    machine: rule.machine,
    ports: join(rule.destinationPorts),
    sources: join(rule.sources),
    destinations: join(rule.destinations),
    endsAt: jit === 'jit-allow' ? grant?.endsAt : undefined,
  };
};

/** The NSGs in front of a machine, outermost first as traffic meets them, with their inbound rules in order. */
export const filtersOf = (state, machine) =>
  [
    ['subnet', machine.subnetNsg],
    ['interface', machine.interfaceNsg],
  ].flatMap(([level, name]) => {
    const nsg = name && nsgNamed(state, name, machine);
    if (!nsg) return [];
    const inbound = list(nsg.rules).filter((rule) => rule.direction !== 'Outbound');
    return [{ level, id: nsg.id, name: nsg.name, rules: inbound.map((rule) => ruleOf(rule, state)) }];
  });

/** What Azure accepted for this machine and has not put into its NSG yet. */
export const awaitedOf = (state, machine) =>
  list(state.requests).filter((one) => one.machineId === machine.id && one.rule?.stage === 'awaited');
