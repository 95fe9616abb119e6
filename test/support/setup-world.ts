// Setting JIT up in virtual time: JIT policies of some machines, their NSGs, the books, and processes that share them.
import { Fault, type FaultCode, type FaultReason } from '../../src/access/fault.ts';
import { createSetupSettle } from '../../src/access/setup/settle-setup.ts';
import type { SetupBook } from '../../src/access/setup/setup-book.ts';
import { createSetupDesk } from '../../src/access/setup/setup-desk.ts';
import type { JitEdit, JitEditor } from '../../src/access/setup-ports.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { JitPort, Machine } from '../../src/domain/machine.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';
import type { AddressFilters, NsgRule } from '../../src/domain/nsg/rule.ts';
import type { DefenderPlan } from '../../src/domain/setup/defender-plan.ts';
import { type PortSetting, sameSettings } from '../../src/domain/setup/port-setting.ts';
import type { SetupChange } from '../../src/domain/setup/setup-change.ts';
import { allow, azureDefaults, deny, JIT_DENY } from '../domain/nsg/rule-builder.ts';
import { chatModel, quietLog } from './chat-model.ts';
import { grace, noon, web01 } from './requests.ts';
import { bareSetupPresenter } from './wired.ts';

/** What the next write is to do: `taken` takes effect and then fails; `crash` throws what nobody expects. */
export type Writing =
  | 'ok'
  | 'crash'
  | { readonly fault: FaultCode; readonly reason?: FaultReason; readonly taken?: boolean };

/** web-01, web-02 … in one place. */
export const machineNumber = (number: number): Machine => {
  const name = `web-0${number}`;
  const azureId = web01.azureId.replace(/web-01$/, name);
  const addresses = [
    { interfaceId: `${azureId}-nic`, privateAddress: `10.0.0.${3 + number}`, primary: true },
  ];
  return { ...web01, id: azureId.toLowerCase(), azureId, name, addresses, system: 'Windows', jitPorts: [] };
};

export function setupWorld(count: number) {
  let clock = noon;
  let said = 0;
  let ids = 0;
  const now = () => clock;
  const machines = Array.from({ length: count }, (_, at) => machineNumber(at + 1));
  /** What the one policy says, by machine, and since when. */
  const policy = new Map<string, { readonly settings: readonly PortSetting[]; readonly since: number }>();
  const writings: Writing[] = [];
  const edits: JitEdit[] = [];
  const troubles: (boolean | 'lost')[] = [];
  const chat = chatModel(troubles);
  const rows = new Map<string, { change: SetupChange; wakeAt: number | undefined }>();
  const audit: AuditEntry[] = [];
  const claims = new Map<string, { owner: string; until: number }>();
  let plan: DefenderPlan = { tier: 'Free' };
  let denyAfter: number | 'never' = 3;
  let older: readonly NsgRule[] = [];
  let saveFails = (): boolean => false;
  let loaded = true;
  let duringWrite = async (): Promise<void> => {};
  let readable = true;
  /** What the inventory saw of policies, by machine. */
  const listedPorts = new Map<string, readonly JitPort[]>();
  const newId = () => {
    ids += 1;
    return `change-${ids}`;
  };
  const timers: { at: number; run: () => void }[] = [];

  const book: SetupBook = {
    async create(change, entries, wakeAt) {
      const before = [...rows.values()].find(
        ({ change: { origin } }) => JSON.stringify(origin) === JSON.stringify(change.origin),
      );
      if (before !== undefined) return { created: false, change: structuredClone(before.change) };
      const first = structuredClone({ ...change, version: 1 });
      rows.set(change.id, { change: first, wakeAt });
      audit.push(...entries);
      return { created: true, change: structuredClone(first) };
    },
    load: async (id) => structuredClone(rows.get(id)?.change),
    async save(change, entries, wakeAt) {
      if (saveFails()) throw new Fault('unavailable', 'The database is away.');
      const row = rows.get(change.id);
      if (row?.change.version !== change.version) return 'conflict';
      const next = structuredClone({ ...change, version: change.version + 1 });
      rows.set(change.id, { change: next, wakeAt });
      audit.push(...entries);
      return structuredClone(next);
    },
    draftsOf: async (personId, limit) =>
      [...rows.values()]
        .map(({ change }) => structuredClone(change))
        .filter(({ by, state }) => by.id === personId && state === 'draft')
        .slice(0, limit),
    due: async (at, limit) =>
      [...rows]
        .filter(([, { wakeAt }]) => wakeAt !== undefined && wakeAt <= at)
        .map(([id]) => id)
        .slice(0, limit),
  };

  const settingsOf = (machineId: string): readonly PortSetting[] =>
    policy.get(machineId.toLowerCase())?.settings ?? [];

  const editor: JitEditor = {
    async write(edit) {
      edits.push(edit);
      await duringWrite();
      const happening = writings.shift() ?? 'ok';
      if (happening === 'crash') throw new Error('This should never happen.');
      const take = () => policy.set(edit.machineId.toLowerCase(), { settings: edit.wanted, since: clock });
      const standing = settingsOf(edit.machineId);
      if (happening !== 'ok' && happening.taken !== true)
        throw new Fault(happening.fault, 'Azure said no.', happening);
      if (sameSettings(standing, edit.wanted)) return 'already';
      if (!sameSettings(standing, edit.before)) return 'overtaken';
      take();
      if (happening !== 'ok') throw new Fault(happening.fault, 'Azure said no.');
      return 'written';
    },
  };

  /** JIT's Deny follows the policy some seconds later; before that, what stood there before. */
  const filtersOf = (azureId: string): readonly AddressFilters[] => {
    const machine = machines.find(({ id }) => id === azureId.toLowerCase());
    const address = machine?.addresses[0]?.privateAddress;
    if (address === undefined) return [];
    const entry = policy.get(azureId.toLowerCase());
    const come = entry !== undefined && denyAfter !== 'never' && clock >= entry.since + denyAfter * 1000;
    const ports = entry?.settings.map(({ port }) => String(port)) ?? [];
    const guard = deny(4096, JIT_DENY, { destinations: [address], destinationPorts: ports });
    return [
      {
        privateAddress: address,
        primary: true,
        onInterface: [...older, ...(come && ports.length > 0 ? [guard] : []), ...azureDefaults],
        onSubnet: undefined,
      },
    ];
  };

  const found = indexMachines(machines);
  const inventory = {
    get loaded() {
      return loaded;
    },
    knows: () => loaded && readable,
    byId: (id: string) => {
      const machine = loaded && readable ? found.byId(id) : undefined;
      const listed = listedPorts.get(id);
      return machine && { ...machine, ...(listed && { jitPorts: listed }) };
    },
  };

  /** A process of its own on the same books. */
  function replica(owner: string, setup = true) {
    const settle = createSetupSettle({
      setup,
      book,
      ledger: {
        claim: async (key, at, seconds) => {
          const held = claims.get(key);
          if (held !== undefined && held.owner !== owner && held.until > at) return false;
          claims.set(key, { owner, until: at + seconds * 1000 });
          return true;
        },
        unclaim: async (key) => {
          if (claims.get(key)?.owner === owner) claims.delete(key);
        },
      },
      editor,
      plans: {
        planOf: async () => plan,
        turnOn: async () => {
          plan = { tier: 'Standard', subPlan: 'P2' };
        },
      },
      watch: {
        filtersOf: async ({ azureId, addresses }) => (addresses.length === 0 ? [] : filtersOf(azureId)),
      },
      inventory,
      refresh: async () => {},
      notifier: chat,
      presenter: bareSetupPresenter,
      now,
      pause: (seconds) =>
        new Promise<void>((resolve) => timers.push({ at: clock + seconds * 1000, run: resolve })),
      log: quietLog,
    });
    const desk = createSetupDesk({
      book,
      ledger: { note: async (entry) => void audit.push(entry) },
      settle,
      now,
      newId,
      pace: { answer: 0 },
      log: quietLog,
    });
    return { settle, desk };
  }
  const main = replica('p0');

  return {
    ...main,
    replica,
    book,
    machines,
    policy,
    settingsOf,
    filtersOf,
    edits,
    writings,
    troubles,
    chat,
    audit,
    now,
    asker: (person = grace) => {
      said += 1;
      const origin = { conversationId: 'chat-1', activityId: `said-${said}` };
      return { person, origin, reader: { timeZone: 'UTC', locale: 'en-GB' } };
    },
    /** @param seconds until JIT's Deny follows the policy */
    setDenyAfter: (seconds: number | 'never') => {
      denyAfter = seconds;
    },
    /** Every NSG has an older rule that lets the world in. */
    setHole: () => {
      older = [allow(300, 'default-allow-rdp', { destinationPorts: ['3389'] })];
    },
    /** Whether the processes know the machines: they do not right after a start. */
    setLoaded: (is: boolean) => {
      loaded = is;
    },
    /** Whether the subscription of the machines could be read. */
    setReadable: (is: boolean) => {
      readable = is;
    },
    listedPorts,
    /** What happens between the beginning of a write and its effect. */
    setDuringWrite: (happens: () => Promise<void>) => {
      duringWrite = happens;
    },
    /** JIT's Deny for the first machine's port stays, whatever the policy says. */
    setLingering: (is: boolean) => {
      const stays = { destinations: ['10.0.0.4'], destinationPorts: ['3389'] };
      older = is ? [deny(4096, JIT_DENY, stays)] : [];
    },
    failSaves: (fails: () => boolean) => {
      saveFails = fails;
    },
    /** Time passes, in steps; who is due is woken, by its own timer and by the sweep. */
    async pass(seconds: number, by: { readonly settle: typeof main.settle } = main): Promise<void> {
      for (let passed = 0; passed < seconds; passed += 1) {
        clock += 1000;
        for (const timer of timers.splice(0)) (timer.at <= clock ? timer.run : () => timers.push(timer))();
        for (const id of await book.due(clock, 100)) await by.settle.settle(id).catch(() => {});
      }
    },
    async change(id: string): Promise<SetupChange> {
      const change = await book.load(id);
      if (change === undefined) throw new Error(`there is no change ${id}`);
      return change;
    },
  };
}
