// Which activities the bot takes at all, besides what their token proves.
import { isAllowedServiceUrl, type ServiceUrlRule } from './service-url.ts';

/** An activity that is turned away. `message` is a fixed sentence, safe to send back. */
export class NotAdmitted extends Error {
  override readonly name = 'NotAdmitted';
}

/** What is looked at. `conversation.tenantId` and `channelData.tenant.id` name the tenant in Teams, and at times `from.tenantId`. */
export interface Arriving {
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly tenantIds: readonly string[];
}

export interface AdmissionRules {
  readonly serviceUrls: ServiceUrlRule;
  /** The one tenant served: people are known by their Entra object id, and groups are looked up, within one tenant alone; `undefined`: any (authentication off, or a multi-tenant bot). Compared without case. */
  readonly tenantId: string | undefined;
}

/**
 * Whether the activity came over a channel whose `from.aadObjectId` can be believed.
 * Has to be asked before the token is checked: the SDK picks the check by `channelId`, and one of them
 * (`AseChannel`) accepts issuers that have nothing to do with Teams.
 * @throws NotAdmitted
 */
export function admitChannel({ channelId }: Arriving, { serviceUrls }: AdmissionRules): void {
  if (serviceUrls.kind === 'microsoft' && channelId !== 'msteams') {
    throw new NotAdmitted('This bot answers in Microsoft Teams only.');
  }
}

/**
 * Whether answers may go where the activity says, and whether it belongs to the tenant served.
 * A Teams package naming this bot can be uploaded in any tenant, so a valid token does not prove "ours".
 * @throws NotAdmitted
 */
export function admitOrigin({ serviceUrl, tenantIds }: Arriving, rules: AdmissionRules): void {
  if (!isAllowedServiceUrl(serviceUrl, rules.serviceUrls)) {
    throw new NotAdmitted('This service URL is not one the bot may answer to.');
  }
  const served = rules.tenantId?.toLowerCase();
  if (served === undefined) return;
  if (tenantIds.length === 0 || tenantIds.some((id) => id.toLowerCase() !== served)) {
    throw new NotAdmitted('This bot serves another organisation.');
  }
}
