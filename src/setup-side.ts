// How admins set JIT up from chat, wired: what would change, the changes' books, and who writes them into Azure.
import { randomUUID } from 'node:crypto';
import type { Ledger } from './access/ledger-port.ts';
import { createSetupPlanner, type SetupPlannerParts } from './access/setup/plan-setup.ts';
import { createSetupSettle, type SetupSettleParts } from './access/setup/settle-setup.ts';
import { createSetupDesk } from './access/setup/setup-desk.ts';
import { startSetupSweep } from './access/setup/setup-sweep.ts';
import type { Arm } from './azure/arm.ts';
import { inBackground } from './azure/call-urgency.ts';
import { createDefenderPlans } from './azure/defender-plans.ts';
import type { LiveInventory } from './azure/inventory.ts';
import { createJitEditor } from './azure/jit-editor.ts';
import { createJitPlaces } from './azure/jit-places.ts';
import type { Pace } from './domain/pace.ts';
import { setupPresenter } from './present.ts';

type Parts = Pick<SetupSettleParts, 'book' | 'watch' | 'notifier' | 'now' | 'pause' | 'log' | 'steps'> &
  Pick<SetupPlannerParts, 'jit' | 'estate' | 'rights'> & {
    /** Whether JIT policies and plans may be written. */
    readonly allowed: boolean;
    readonly ledger: Ledger;
    readonly arm: Arm;
    readonly inventory: LiveInventory;
    readonly pace: Pace;
  };

/** Carries on nothing that is under way before `startSweep` is called. */
export function setupSide({ allowed, jit, estate, rights, arm, ...common }: Parts) {
  const { inventory, watch } = common;
  const plans = createDefenderPlans(arm);
  const settle = createSetupSettle({
    ...common,
    setup: allowed,
    editor: createJitEditor(arm),
    plans,
    presenter: setupPresenter,
    refresh: (subscriptions) => inBackground(() => inventory.refreshAnew(subscriptions)),
  });
  return {
    plans,
    desk: createSetupDesk({ ...common, settle, newId: randomUUID }),
    planner: createSetupPlanner({ watch, jit, estate, plans, places: createJitPlaces(arm), rights }),
    startSweep: () => startSetupSweep({ ...common, settle }),
    stop: settle.stop,
  };
}
