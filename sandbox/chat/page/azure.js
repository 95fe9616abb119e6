// The panel on the right: a live picture of one simulated machine's NSGs.
import { awaitedOf, filtersOf, machinesBySubscription } from './azure-picture.js';
import { countDown, createNsgDrawing } from './azure-rules.js';
import { byId, el, keep } from './dom.js';
import { hearEvents } from './shared-events.js';

const GONE_SHOWN_MS = 8000;
const TICK_MS = 500;
// The simulator names its events; each of these may have changed the picture.
const EVENTS = [
  'initiated',
  'rule-appeared',
  'rule-went',
  'policy-changed',
  'protection-changed',
  'quirks-changed',
  'reset',
  'message',
];

/** Draws the panel and keeps it live until the page goes. */
export const startAzurePanel = () => {
  const select = byId('machine');
  let state;
  let skew = 0;
  let chosen;
  let listed = '';
  /** JIT rules that just went, by NSG id: they fade rather than vanish. */
  let gone = [];

  const machine = () => state.machines.find(({ id }) => id === chosen);

  const drawChoices = () => {
    const groups = machinesBySubscription(state);
    const signature = JSON.stringify(groups.map(({ machines }) => machines.map(({ id }) => id)));
    if (signature === listed) return;
    listed = signature;
    const all = groups.flatMap(({ machines }) => machines);
    chosen = (all.find(({ id }) => id === chosen) ?? all.find(({ name }) => name === 'web-01') ?? all[0])?.id;
    // Two machines may share a name; then the resource group tells them apart.
    const label = ({ name, resourceGroup }) =>
      all.filter((other) => other.name === name).length > 1 ? `${name} (${resourceGroup})` : name;
    keep(
      select,
      groups.map(({ subscription, machines }) =>
        el(
          'optgroup',
          { label: subscription },
          ...machines.map((one) => el('option', { value: one.id, selected: one.id === chosen }, label(one))),
        ),
      ),
    );
    select.value = chosen;
  };

  const drawFacts = (one) => {
    const facts = [
      ['Group', `${one.resourceGroup ?? '–'} · ${one.region ?? '–'}`],
      ['System', one.system],
      ['Private', one.privateAddress],
      ['Public', one.publicAddress ?? 'none'],
      ['JIT ports', (one.jitPorts ?? []).map(({ number }) => number).join(', ') || 'no JIT policy'],
    ];
    return el(
      'dl',
      { class: 'machine-facts' },
      ...facts
        .filter(([, value]) => value)
        .flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
    );
  };

  const removeRule = async (nsgId, name) => {
    const path = `/azure/rules/${encodeURIComponent(nsgId)}/${encodeURIComponent(name)}`;
    const response = await fetch(path, { method: 'DELETE' }).catch(() => undefined);
    await refresh();
    byId('azure-news').textContent = response?.ok
      ? `Removed rule ${name}`
      : `Rule ${name} could not be removed`;
    // The pressed button went with its rule; without a focus the keyboard would begin at the top of the page.
    byId('azure-body').querySelector('.remove')?.focus();
  };
  const drawNsg = createNsgDrawing(removeRule);
  const ghostsOf = (nsg) =>
    gone.filter((one) => one.nsgId === nsg.id).map((one) => ({ ...one.rule, isGone: true }));
  const tick = () => countDown(byId('azure-body'), Date.now() + skew);

  const draw = () => {
    drawChoices();
    const one = machine();
    if (!one) return keep(byId('azure-body'), [el('p', { class: 'nothing' }, 'No machines.')]);
    const filters = filtersOf(state, one);
    const awaited = awaitedOf(state, one).map((request) =>
      el(
        'p',
        { class: 'awaited', 'data-testid': 'awaited' },
        `Azure accepted port ${request.port} for ${request.source}. Its rule is not there yet.`,
      ),
    );
    keep(byId('azure-body'), [
      drawFacts(one),
      ...awaited,
      ...filters.map((nsg) => drawNsg(nsg, ghostsOf(nsg))),
      ...(filters.length === 0 ? [el('p', { class: 'nothing' }, 'No NSG in front of this machine.')] : []),
    ]);
    tick();
  };

  const rememberGone = (next) => {
    const still = new Set(next.nsgs.flatMap((nsg) => nsg.rules.map((rule) => `${nsg.id} ${rule.name}`)));
    for (const one of state?.machines ?? [])
      for (const nsg of filtersOf(state, one))
        for (const rule of nsg.rules) {
          const lost = rule.kind === 'jit-allow' && !still.has(`${nsg.id} ${rule.name}`);
          if (lost && !gone.some((other) => other.rule.name === rule.name)) {
            const ghost = { nsgId: nsg.id, rule };
            gone.push(ghost);
            setTimeout(() => {
              gone = gone.filter((other) => other !== ghost);
              draw();
            }, GONE_SHOWN_MS);
          }
        }
  };

  const refresh = async () => {
    const response = await fetch('/azure/state').catch(() => undefined);
    if (!response?.ok) {
      const words = 'The Azure simulator does not answer. Waiting for it…';
      if (!state) keep(byId('azure-body'), [el('p', { class: 'nothing' }, words)]);
      return;
    }
    const next = await response.json();
    rememberGone(next);
    state = next;
    skew = (next.now ?? Date.now()) - Date.now();
    draw();
  };

  /** Turns to the machine something happens to, and says so to those who cannot see it. */
  const follow = (event) => {
    const { kind, machine: name, port, rule } = event;
    if (kind !== 'initiated' && kind !== 'rule-appeared') return;
    const request = state?.requests.findLast(
      (one) => one.machine === name && (port ? one.port === port : true),
    );
    const found = state?.machines.find((one) => (request ? one.id === request.machineId : one.name === name));
    if (!found) return;
    chosen = found.id;
    select.value = chosen;
    draw();
    byId('azure-news').textContent = rule
      ? `An Allow rule appeared for ${name}`
      : `Azure accepted a request for ${name}`;
  };

  const hear = async ({ data }) => {
    await refresh();
    if (data) follow(JSON.parse(data));
  };

  select.addEventListener('change', () => {
    chosen = select.value;
    draw();
  });
  setInterval(tick, TICK_MS);
  hearEvents('/azure/events', EVENTS, hear);
};
