// The bot's way to Azure, wired: one clock, one budget, one client, and the machines that are there.
import type { Log } from './access/log-port.ts';
import { type Arm, createArm } from './azure/arm.ts';
import { type ArmBudget, createArmBudget } from './azure/arm-budget.ts';
import { type AzureClock, createAzureClock } from './azure/azure-clock.ts';
import { createInventory, type LiveInventory } from './azure/inventory.ts';
import type { Config } from './config.ts';
import type { Observing } from './observing.ts';

export interface AzureSide {
  /** What time it is, by Azure. */
  readonly clock: AzureClock;
  readonly budget: ArmBudget;
  readonly arm: Arm;
  /** Not started yet. */
  readonly inventory: LiveInventory;
}

/** Longest time one exchange with Azure may take; an initiate without an answer is a doubt after it. */
const azureMilliseconds = 20_000;

/** Asks Azure nothing yet. */
export function azureSide(
  { azure }: Pick<Config, 'azure'>,
  observing: Pick<Observing, 'azureAnswer' | 'azureCall'>,
  log: Log,
): AzureSide {
  const clock = createAzureClock({ log });
  const budget = createArmBudget(log);
  const arm = createArm({
    cloud: azure.cloud,
    timeLimitMilliseconds: azureMilliseconds,
    budget,
    onAnswer: (...answer) => {
      clock.heard(...answer);
      observing.azureAnswer(...answer);
    },
    onCall: observing.azureCall,
    ...(azure.armEndpoint === undefined ? {} : { armEndpoint: azure.armEndpoint }),
  });
  const inventory = createInventory(arm, {
    refreshSeconds: azure.refreshSeconds,
    log,
    now: clock.now,
    ...(azure.subscriptions === undefined ? {} : { subscriptions: azure.subscriptions }),
  });
  return { clock, budget, arm, inventory };
}
