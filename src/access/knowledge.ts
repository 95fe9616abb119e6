// Finds out what judging needs: who is in which group and team, what was allowed in advance, which channels are set.
import { approvalsPurpose } from '../domain/channel-purpose.ts';
import type { ApproverParty, PolicyInForce, Rule } from '../domain/policy/access-policy.ts';
import type { Known, PersonFacts } from '../domain/policy/question.ts';
import type { Hearing } from '../domain/policy/ruling.ts';
import type { Instant } from '../domain/time.ts';
import type { Directory, Rosters } from './directory-ports.ts';
import type { Ledger } from './ledger-port.ts';
import type { PolicySource } from './policy-port.ts';

export interface Knowledge {
  /** Everything that is needed to judge what this person asks. @throws Fault when the ledger is away */
  hearingOf(personId: string, freshness: Freshness): Promise<Hearing>;
  /** What bears on whether this person may ask: their groups that rules ask for. Never rejects. */
  askerFacts(personId: string, freshness: Freshness): Promise<PersonFacts>;
  /** What bears on whether this person may decide, by the policy or by these parties of a request that waits. @throws Fault */
  deciderFacts(personId: string, asked: Asked, freshness: Freshness): Promise<PersonFacts>;
  policy(): PolicyInForce;
}

/** `now`: for a decision. `lately`: what was learned in the last minutes will do. */
export type Freshness = 'now' | 'lately';

/** Parties that a request recorded when it was sent, with the channel whose team they mean. */
export type Asked = readonly { readonly parties: readonly ApproverParty[]; readonly channel: string }[];

interface Parts {
  readonly ledger: Pick<Ledger, 'channel' | 'purposesServed' | 'allowancesFor'>;
  readonly directory: Directory;
  readonly rosters: Rosters;
  readonly policySource: Pick<PolicySource, 'current'>;
  readonly now: () => Instant;
}

export function createKnowledge({ ledger, directory, rosters, policySource, now }: Parts): Knowledge {
  const policy = () => policySource.current();

  async function hearingOf(personId: string, freshness: Freshness): Promise<Hearing> {
    const inForce = policy();
    const rules = rulesIn(inForce);
    const allowing = rules.some((rule) => rule.decision === 'approval' && rule.preApproval !== undefined);
    const [requester, given, channels] = await Promise.all([
      askerFacts(personId, freshness),
      allowing ? ledger.allowancesFor(personId, now()) : [],
      channelsSet(rules),
    ]);
    const allowances = await Promise.all(
      given.map(async (allowance) => ({
        allowance,
        giver: await deciderFacts(allowance.by.id, [], freshness),
      })),
    );
    return { policy: inForce, requester, allowances, channels };
  }

  async function askerFacts(personId: string, freshness: Freshness): Promise<PersonFacts> {
    const askers = rulesIn(policy()).flatMap(({ when }) => when.requesters ?? []);
    const groups = await membershipsIn(personId, groupsIn(askers), freshness);
    return { id: personId, groups, teams: new Map() };
  }

  async function deciderFacts(personId: string, asked: Asked, freshness: Freshness): Promise<PersonFacts> {
    const all = [...asked, ...decidersBy(rulesIn(policy()))];
    const ids = groupsIn(all.flatMap(({ parties }) => parties));
    const teams = all.filter(({ parties }) => parties.some(({ kind }) => kind === 'team'));
    const [groups, places] = await Promise.all([
      membershipsIn(personId, ids, freshness),
      Promise.all(
        [...new Set(teams.map(({ channel }) => channel))].map(
          async (channel) => [channel, await placeIn(personId, channel, freshness)] as const,
        ),
      ),
    ]);
    return { id: personId, groups, teams: new Map(places) };
  }

  async function membershipsIn(personId: string, ids: readonly string[], freshness: Freshness) {
    if (ids.length === 0) return new Map<string, Known>();
    return directory.memberOf(personId, ids, freshness === 'now');
  }

  async function placeIn(
    personId: string,
    name: string,
    freshness: Freshness,
  ): Promise<{ member: Known; owner: Known }> {
    const channel = await ledger.channel(approvalsPurpose(name));
    if (channel === undefined) return { member: undefined, owner: undefined };
    const { conversationId, teamGroupId: group } = channel;
    const fresh = freshness === 'now';
    const [roster, owner, inGroup] = await Promise.all([
      rosters.membersOf(conversationId, fresh),
      group === undefined ? undefined : directory.ownerOf(personId, group, fresh),
      group === undefined ? undefined : directory.memberOf(personId, [group], fresh),
    ]);
    // A roster asked for by a channel can be shorter than its team's; the team's group is then the surer list.
    const listed = roster?.some(({ id }) => id === personId);
    return { member: listed || (inGroup?.get(group ?? '') ?? listed), owner };
  }

  async function channelsSet(rules: readonly Rule[]): Promise<ReadonlySet<string>> {
    const names = rules.flatMap((rule) => (rule.decision === 'approval' ? [rule.approval.channel] : []));
    if (names.length === 0) return new Set();
    const served = await ledger.purposesServed();
    return new Set(names.filter((name) => served.has(approvalsPurpose(name))));
  }

  return { hearingOf, askerFacts, deciderFacts, policy };
}

/** The rules of the policy in force; without one, none. */
export const rulesIn = (inForce: PolicyInForce): readonly Rule[] =>
  inForce.kind === 'in-force' ? inForce.policy.rules : [];

/** Whom the rules let decide, those they escalate to included. */
const decidersBy = (rules: readonly Rule[]): Asked =>
  rules.flatMap((rule) => {
    if (rule.decision !== 'approval') return [];
    const { approvers, channel, escalate } = rule.approval;
    return [
      { parties: approvers, channel },
      ...(escalate === undefined ? [] : [{ parties: escalate.to, channel: escalate.channel ?? channel }]),
    ];
  });

const groupsIn = (parties: readonly { readonly kind: string; readonly id?: string }[]): readonly string[] => [
  ...new Set(parties.flatMap(({ kind, id }) => (kind === 'group' && id !== undefined ? [id] : []))),
];
