// Why a request that waited for approvers cannot be had any more: what of it is the access policy's doing.

import type { Refusal } from '../src/domain/refusal.ts';
import { say } from './escape.ts';

const ofAccessPolicy: ReadonlySet<Refusal['code']> = new Set([
  'no-access-policy',
  'no-rule',
  'rule-refuses',
  'rule-unknown',
  'several-rules',
  'source-outside-rule',
  'reason-missing',
  'ticket-missing',
  'break-glass-not-allowed',
  'no-approvals-channel',
]);

/** What stands before the refusals themselves. It may be another policy, or another hour of the week. */
export const goneSentence = (refusals: readonly Refusal[]): string =>
  refusals.some(
    (refusal) => ofAccessPolicy.has(refusal.code) || ('rule' in refusal && refusal.rule !== undefined),
  )
    ? say`When it was approved, the access policy no longer allowed it.`
    : say`When it was approved, it could no longer be had.`;
