// What is known now of those who agreed to a request.
import type { Approval } from '../domain/grounds.ts';
import type { PersonFacts } from '../domain/policy/question.ts';
import type { Asked, Knowledge } from './knowledge.ts';

/** By object id. @param asked who was asked to decide, besides whom the policy in force lets @throws Fault */
export async function approverFacts(
  knowledge: Pick<Knowledge, 'deciderFacts'>,
  approvals: readonly Approval[],
  asked: Asked,
): Promise<ReadonlyMap<string, PersonFacts>> {
  const facts = approvals.map(
    async ({ by }) => [by.id, await knowledge.deciderFacts(by.id, asked, 'now')] as const,
  );
  return new Map(await Promise.all(facts));
}
