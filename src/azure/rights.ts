// What the bot may do, as Azure says itself, held against what its features need.
import { createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import { fewAtOnce } from '../access/few-at-once.ts';
import type { Feature, MissingRight, Rights, RightsSeen } from '../access/rights-port.ts';
import { allows, type Permission } from '../domain/rights/permission.ts';
import { askedBesides, azureCalls } from './actions.ts';
import type { Arm } from './arm.ts';
import { checked, text, texts } from './checked.ts';
import { reading } from './fault-of.ts';
import { parsedOrNothing, refusalOf } from './raw-call.ts';
import { namedSubscriptions, readVisibleSubscriptions, type Subscription } from './read-subscriptions.ts';
import { rolesWith } from './roles.ts';

const pageShape = z.object({
  value: z.array(z.object({ actions: texts, notActions: texts, condition: text })),
  nextLink: text,
});
/** Some assignments a page; a list that goes on after this many leads in circles. */
const mostPages = 100;
/** Subscriptions asked about at the same time. */
const atOnce = 4;

/** @param configured ids to look at; left out: all that Azure shows */
export function createRights(arm: Arm, configured?: readonly string[]): Rights {
  async function missingFor(wanted: readonly Feature[], subscriptionId: string): Promise<RightsSeen> {
    try {
      const missing = missingIn(await permissionsIn(arm, subscriptionId), wanted);
      return { kind: 'known', missing, roles: rolesWith(missing.map(({ action }) => action)) };
    } catch (error) {
      const why = error instanceof Fault ? error.message : 'The bot failed to read Azure.';
      return { kind: 'unknown', why };
    }
  }

  return {
    missingFor,
    rolesWith: (action) => rolesWith([action]),
    async look(wanted) {
      const subscriptions = await subscriptionsOf(arm, configured);
      return fewAtOnce(subscriptions, atOnce, async (subscription) => ({
        subscription,
        seen: await missingFor(wanted, subscription.id),
      }));
    },
  };
}

/** Those that are set up keep their ids for names where Azure does not show them: that is what is to be found out. */
async function subscriptionsOf(arm: Arm, configured?: readonly string[]): Promise<readonly Subscription[]> {
  if (configured === undefined) return readVisibleSubscriptions(arm);
  const visible = await readVisibleSubscriptions(arm).catch(() => []);
  return namedSubscriptions(configured, visible);
}

/** Permissions - List for subscription (2022-04-01), of whoever asks. @throws Fault: half a list is never returned */
async function permissionsIn(arm: Arm, subscriptionId: string): Promise<readonly Permission[]> {
  const client = arm.security(subscriptionId);
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/permissions`;
  const permissions: Permission[] = [];
  let next: string | undefined = `${client.$host}${path}?api-version=2022-04-01`;
  for (let page = 0; next !== undefined; page += 1) {
    if (page === mostPages) throw new Fault('unavailable', "Azure's list has no end.");
    const url: string = next;
    const body = await reading(async () =>
      bodyOf(await client.sendRequest(createPipelineRequest({ url, method: 'GET' }))),
    );
    const { value, nextLink } = checked(pageShape, body, 'the rights of the bot');
    // What is allowed under a condition only is not known to be allowed.
    for (const { actions, notActions, condition } of value)
      if (!condition) permissions.push({ actions: actions ?? [], notActions: notActions ?? [] });
    next = nextLink || undefined;
  }
  return permissions;
}

/** @throws RestError as the SDKs throw it, so that it becomes the same faults */
function bodyOf(response: PipelineResponse): unknown {
  if (response.status !== 200) throw refusalOf(response);
  return parsedOrNothing(response.bodyAsText);
}

/** What is not allowed of what these features need, in the catalogue's order. */
function missingIn(permissions: readonly Permission[], wanted: readonly Feature[]): readonly MissingRight[] {
  const rows = [...azureCalls.filter(({ inNoRole }) => inNoRole !== true), ...askedBesides];
  const lacking = Map.groupBy(
    rows.filter(({ action }) => !allows(permissions, action)),
    ({ action }) => action,
  );
  return [...lacking].flatMap(([action, same]): readonly MissingRight[] => {
    const needing = wanted.flatMap((feature) =>
      same.flatMap(({ why, without }) =>
        why[feature] === undefined ? [] : [{ feature, without: without?.[feature] }],
      ),
    );
    if (needing.length === 0) return [];
    const stopped = needing.filter(({ without }) => without === undefined).map(({ feature }) => feature);
    const sentences = needing.flatMap(({ without }) => without ?? []);
    return [{ action, features: [...new Set(stopped)], without: [...new Set(sentences)] }];
  });
}
