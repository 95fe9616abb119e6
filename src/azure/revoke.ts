// Ends a grant before Azure does: deletes JIT's Allow rule, and only the very version of it that was read.
import { z } from 'zod';
import type { Revoke, StandingRule } from '../access/azure-ports.ts';
import { Fault } from '../access/fault.ts';
import { isJitAllowOnlyFor } from '../domain/nsg/jit-rule.ts';
import type { Arm } from './arm.ts';
import { armIdOf } from './arm-id.ts';
import { checked } from './checked.ts';
import { faultOf, reading } from './fault-of.ts';
import { unlessGone } from './missing.ts';
import type { WrittenRule } from './nsg-reads.ts';
import { createNsgWalk } from './nsg-walk.ts';
import { troubleOf } from './trouble.ts';

const versionShape = z.object({ etag: z.string() });

/** How long Azure may take to carry out what it accepted, and the pause between two questions, unless it names one. */
export interface Patience {
  readonly waitMilliseconds: number;
  readonly pollMilliseconds: number;
}

// A recorded deletion was done when it was asked after, ten seconds later. Longer than this, settling looks again.
const usual: Patience = { waitMilliseconds: 15_000, pollMilliseconds: 1000 };

/** The port on the real service. */
export function createRevoke(arm: Arm, { waitMilliseconds, pollMilliseconds }: Patience = usual): Revoke {
  const walk = createNsgWalk(arm);

  return {
    async standing(machine, { source, port }) {
      const guarded = await walk(machine);
      const privateAddresses = guarded.map(({ privateAddress }) => privateAddress);
      const rules = guarded
        .flatMap(({ onInterface = [], onSubnet = [] }) => [...onInterface, ...onSubnet])
        .filter(({ rule }) => isJitAllowOnlyFor(rule, { source, port, privateAddresses }))
        .map(standingRule);
      // Addresses that share an NSG share its rules.
      return [...new Map(rules.map((rule) => [rule.id.toLowerCase(), rule])).values()];
    },

    async remove({ id, etag }) {
      const part = armIdOf(id);
      const client = (await arm.network(part('subscriptions'))).securityRules;
      const address = [part('resourceGroups'), part('networkSecurityGroups'), part('securityRules')] as const;
      const versionNow = async (): Promise<string | undefined> => {
        const rule = await unlessGone(reading(() => client.get(...address)));
        return rule && checked(versionShape, rule, 'a security rule').etag;
      };

      // That DELETE heeds If-Match is documented nowhere. Having looked, the bot is right but for a moment even if not.
      const before = await versionNow();
      if (before === undefined) return 'gone';
      if (before !== etag) return 'changed';

      let status = 0;
      const deletion = client.delete(...address, {
        requestOptions: { headers: { 'If-Match': etag } },
        updateIntervalInMs: pollMilliseconds,
        onResponse: (response) => {
          status = response.status;
        },
      });
      const refusal = await deletion.submitted().then(() => undefined, nothingDeleted);
      if (refusal !== undefined) return refusal;

      const trouble = await deletion
        .pollUntilDone({ abortSignal: AbortSignal.timeout(waitMilliseconds) })
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      // Whatever was said of the deletion, also by a proxy or for want of the right to ask: the rule has the last word.
      const after = await versionNow().catch((cause: unknown) => {
        throw new Fault(
          'in-doubt',
          'Azure took the order to delete the Allow rule, and then did not answer.',
          {
            cause,
          },
        );
      });
      if (after !== undefined)
        throw new Fault('in-doubt', 'Azure took the order to delete the Allow rule, and it still stands.', {
          cause: trouble,
        });
      return status === 204 ? 'gone' : 'removed';
    },
  };
}

/** @throws Fault `unavailable`: a rule that cannot be named exactly cannot be deleted exactly, and is not "none" either. */
function standingRule({ rule: { nsg, name, priority }, id, etag }: WrittenRule): StandingRule {
  if (id === undefined || etag === undefined)
    throw new Fault('unavailable', `Azure described the rule ${name} of ${nsg} only in part.`);
  return { id, etag, rule: { nsg, name, priority } };
}

/** What a deletion ends with that Azure did not accept. @throws Fault */
function nothingDeleted(error: unknown): 'changed' | 'gone' {
  const { status, code } = troubleOf(error);
  if (status === 412) return 'changed';
  const fault = faultOf(error, { write: true });
  if (fault.code === 'missing') return 'gone';
  if (code === 'ScopeLocked')
    throw new Fault('rejected', 'A lock in Azure forbids the bot to delete the Allow rule.', {
      cause: error,
    });
  // A conflict passes; only a lock stays until somebody takes it away.
  if (status === 409 && fault.code === 'rejected')
    throw new Fault('unavailable', 'Another change in Azure is in the way.', { cause: error });
  throw fault;
}
