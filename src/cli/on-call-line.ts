// Who is on call by a policy file, for a terminal.
import { dutyText } from '../../cards/duty-words.ts';
import { plainPen } from '../../cards/pen.ts';
import type { AccessPolicy } from '../domain/policy/access-policy.ts';
import { dutyAt } from '../domain/policy/on-duty.ts';
import type { Instant } from '../domain/time.ts';

/** One line that begins with `what`, or none where the file does not say who is on call. */
export function onCallLine(what: string, { onCall }: AccessPolicy, at: Instant): readonly string[] {
  if (onCall === undefined) return [];
  const { people, until } = dutyAt(onCall, at);
  const timeZone = onCall.duty.kind === 'rotation' ? onCall.duty.timeZone : 'UTC';
  const names = people.map(({ name }) => name);
  return [`${what}: ${dutyText(names, until, { timeZone, locale: 'en-GB' }, plainPen)}.`];
}
