// From an Action.Execute invoke to our own words.
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { type Occasion, occasionOf } from './said.ts';

/** A button of a card, pressed; or a card asking by itself for the view of the person who looks at it. */
export interface Clicked extends Occasion {
  readonly verb: string;
  /** The action's data with the card's inputs merged in. Outside data: check it before use. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The message that holds the card; `undefined` where the channel did not say. */
  readonly messageId: string | undefined;
  /** `automatic`: nobody pressed anything, the client refreshes the card. */
  readonly trigger: 'manual' | 'automatic';
}

/** `adaptiveCard/action`, from https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
const cardAction = z.object({
  action: z.object({
    type: z.literal('Action.Execute'),
    verb: z.string().min(1),
    data: z.record(z.string(), z.unknown()).nullish(),
  }),
  trigger: z.enum(['manual', 'automatic']).nullish().catch('manual'),
});

/** What was clicked; `undefined` when the activity is no well-formed card action. */
export function clickedIn(activity: Activity): Clicked | undefined {
  if (activity.type !== 'invoke' || activity.name !== 'adaptiveCard/action') return undefined;
  const { data: value } = cardAction.safeParse(activity.value);
  if (value === undefined) return undefined;
  return {
    ...occasionOf(activity),
    verb: value.action.verb,
    data: value.action.data ?? {},
    messageId: activity.replyToId ?? undefined,
    trigger: value.trigger ?? 'manual',
  };
}
