// Why what an admin asked for cannot become a card, with the facts to say so.
import type { MachineChoice } from '../machine.ts';
import type { DefenderPlan } from './defender-plan.ts';
import type { LeftOutMachine } from './setup-change.ts';

export type SetupRefusal =
  | { readonly code: 'setup-off' }
  | { readonly code: 'no-machine'; readonly typed: string; readonly near: readonly MachineChoice[] }
  | { readonly code: 'too-many'; readonly typed: string; readonly count: number; readonly most: number }
  /** One machine is changed at a time. */
  | { readonly code: 'several'; readonly typed: string; readonly choices: readonly MachineChoice[] }
  | {
      readonly code: 'all-left-out';
      readonly leftOut: readonly LeftOutMachine[];
    }
  /** More than a card has lines for. */
  | {
      readonly code: 'too-many-ports';
      readonly machine: MachineChoice;
      readonly ports: number;
      readonly most: number;
    }
  | {
      readonly code: 'no-subscription';
      readonly typed: string;
      /** Those with the closest names. */
      readonly near: readonly { readonly id: string; readonly name: string }[];
    }
  | { readonly code: 'several-subscriptions'; readonly typed: string; readonly ids: readonly string[] }
  | { readonly code: 'plan-on'; readonly subscription: string; readonly plan: DefenderPlan }
  /** The bot's identity may not do it. `roles`: those of infra/roles that have what is missing. */
  | { readonly code: 'right-missing'; readonly actions: readonly string[]; readonly roles: readonly string[] }
  /** `why`: a sentence. `permission`: the missing Azure action. */
  | { readonly code: 'unread'; readonly why: string; readonly permission?: string };
