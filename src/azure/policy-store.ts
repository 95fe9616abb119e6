// JIT policies read and replaced as raw JSON.
import { Fault } from '../access/fault.ts';
import type { Arm } from './arm.ts';
import { armIdOf } from './arm-id.ts';
import { reading } from './fault-of.ts';
import { type PolicyDocument, policyDocument } from './policy-document.ts';
import { rawCall } from './raw-call.ts';
import { refusedWrite } from './refused-write.ts';
import { troubleOf } from './trouble.ts';

const apiVersion = '2020-01-01';

export interface ReadPolicy {
  /** `undefined`: there is no such policy. */
  readonly document: PolicyDocument | undefined;
  /** None is documented. */
  readonly etag?: string | undefined;
}

export interface PolicyStore {
  /** @throws Fault */
  read(policyId: string): Promise<ReadPolicy>;
  /**
   * Sends the PUT once. What it answered is not believed: the policy is to be read back.
   * @returns `took`: Azure said yes; `conflict`: nothing was written, another change was in the way; or a Fault `in-doubt`
   * @throws Fault anything else: nothing was written
   */
  replace(
    policyId: string,
    body: PolicyDocument,
    etag: string | undefined,
  ): Promise<'took' | 'conflict' | Fault>;
}

/** On the real service. */
export function createPolicyStore(arm: Arm): PolicyStore {
  const place = (policyId: string) => {
    const part = armIdOf(policyId);
    const encoded = (segment: string) => `${segment}/${encodeURIComponent(part(segment))}`;
    const group = `/${encoded('subscriptions')}/${encoded('resourceGroups')}`;
    return {
      client: arm.security(part('subscriptions')),
      path: `${group}/providers/Microsoft.Security/${encoded('locations')}/${encoded('jitNetworkAccessPolicies')}`,
    };
  };

  return {
    async read(policyId) {
      const { client, path } = place(policyId);
      try {
        const { etag, json } = await reading(() => rawCall(client, { method: 'GET', path, apiVersion }));
        return { document: policyDocument(json()), etag };
      } catch (error) {
        if (isNoSuchPolicy(error)) return { document: undefined };
        throw error;
      }
    },

    async replace(policyId, body, etag) {
      const { client, path } = place(policyId);
      try {
        await rawCall(client, { method: 'PUT', path, apiVersion, body, etag });
        return 'took';
      } catch (error) {
        return notReplaced(error);
      }
    },
  };
}

/** Only Azure's own word for it: a group or subscription that is not there says nothing of a policy to be made. */
const isNoSuchPolicy = (error: unknown): boolean =>
  error instanceof Fault && error.code === 'missing' && troubleOf(error.cause).code === 'PolicyNotFound';

function notReplaced(error: unknown): 'conflict' | Fault {
  const { status, code, message } = troubleOf(error);
  if (status !== undefined && status < 500 && /not onboarded/i.test(message))
    throw new Fault(
      'rejected',
      'Azure takes no JIT policy while the plan of Defender for Servers is off for this subscription.',
      { cause: error, reason: 'plan-off' },
    );
  if (status === 400)
    throw new Fault(
      'rejected',
      `Azure did not accept the changed JIT policy (HTTP 400${code === undefined ? '' : `, ${code}`}). Nothing was changed.`,
      { cause: error },
    );
  try {
    return refusedWrite(error);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'in-doubt') return fault;
    throw fault;
  }
}
