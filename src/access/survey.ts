// Looks for older Allow rules that leave a machine's ports open whatever JIT does: before a form is shown, and quickly.
import type { Machine } from '../domain/machine.ts';
import { portsUnderJit } from '../domain/machine-status.ts';
import { holesIn } from '../domain/nsg/holes.ts';
import type { Hole } from '../domain/nsg/named-rule.ts';
import type { AddressFilters } from '../domain/nsg/rule.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Inventory, PortWatch } from './azure-ports.ts';
import type { Log } from './log-port.ts';
import { createShortMemory } from './short-memory.ts';

export interface Survey {
  /**
   * The holes on the ports that JIT protects, as they are or were a minute ago. Empty also where they could not be
   * read, or not in time: a form is never held up for long by this. Never rejects.
   * @param machineId ARM id, any case
   */
  holesOf(machineId: string): Promise<readonly Hole[]>;
}

/** For tests, and where nobody looks. */
export const noSurvey: Survey = { holesOf: async () => [] };

interface Parts {
  readonly watch: PortWatch;
  readonly inventory: Pick<Inventory, 'byId'>;
  /** Hears what each look that ended well has read. `at`: when it began. Must not throw. */
  readonly onLook: (machine: Machine, filters: readonly AddressFilters[], at: Instant) => void;
  readonly now: () => Instant;
  readonly log: Log;
  /** Waits so many seconds; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
}

/** How long a look is good enough for a warning. */
const rememberedSeconds: Seconds = 60;
const rememberedMachines = 1000;
/** How long a turn waits for it. The look goes on, and the next form has its result. */
const patienceSeconds: Seconds = 1.5;

export function createSurvey({ watch, inventory, onLook, now, log, pause }: Parts): Survey {
  const memory = createShortMemory<readonly Hole[]>({
    now,
    seconds: rememberedSeconds,
    capacity: rememberedMachines,
  });

  async function look(machine: Machine): Promise<ReadonlyMap<string, readonly Hole[]>> {
    try {
      const at = now();
      const filters = await watch.filtersOf(machine);
      const holes = portsUnderJit(machine.jitPorts).flatMap((asked) => holesIn(filters, asked));
      onLook(machine, filters, at);
      return new Map([[machine.id, holes]]);
    } catch (error) {
      log.warn({ err: error, machine: machine.name }, 'The bot could not look for holes beside JIT');
      return new Map();
    }
  }

  return {
    async holesOf(machineId) {
      const machine = inventory.byId(machineId);
      if (machine === undefined || machine.jitPorts.length === 0) return [];
      const looked = memory.find([machine.id], false, () => look(machine));
      const inTime = await Promise.race([looked, pause(patienceSeconds)]);
      return inTime instanceof Map ? (inTime.get(machine.id) ?? []) : [];
    },
  };
}
