// Why Azure took an opening for outside the JIT policy: the policy is read, and the failure says what it allows now.
import type { Attempt, Failure } from '../domain/attempt.ts';
import { formatSeconds } from '../domain/duration.ts';
import { type Explanation, type Outside, outsidePolicy } from '../domain/outside-policy.ts';
import type { Terms } from '../domain/terms.ts';
import type { Seconds } from '../domain/time.ts';
import type { Jit } from './azure-ports.ts';
import { Fault } from './fault.ts';

/**
 * @param attempt the one that was refused @param error what asking for it came to
 * @returns `undefined` where Azure refused for another reason. Never rejects: what cannot be read is said to be unknown
 */
export async function rejectionExplained(
  jit: Jit,
  terms: Terms,
  attempt: Attempt,
  error: unknown,
): Promise<Failure | undefined> {
  if (!(error instanceof Fault) || error.reason !== 'outside-jit-policy') return undefined;
  const { port, source, policyId, machine } = terms;
  const seconds = Math.round((attempt.endsAt - attempt.sentAt) / 1000);
  try {
    const allowed = await jit.allowed(policyId, machine.azureId);
    return failureOf(outsidePolicy({ port, source, seconds }, allowed), terms, seconds);
  } catch (unread) {
    const why = unread instanceof Fault ? unread.message : 'Something went wrong inside the bot.';
    return failure(`${error.message} What it allows now could not be read: ${why}`);
  }
}

const failure = (message: string): Failure => ({ code: 'outside-jit-policy', message });

function failureOf(explanation: Explanation, terms: Terms, seconds: Seconds): Failure {
  const refused = "Azure refused it as outside of the machine's JIT policy";
  switch (explanation.kind) {
    case 'outside':
      return failure(
        `${refused}: ${explanation.parts.map((part) => partText(part, terms, seconds)).join('; ')}.`,
      );
    case 'part-of-prefix': {
      const { prefix } = explanation;
      return {
        ...failure(
          `${refused}, although ${terms.source} lies in ${prefix}, which the policy allows. It may take the policy's own prefix only.`,
        ),
        offer: prefix,
      };
    }
    case 'unexplained': {
      const hint = explanation.atLimit
        ? ' The time is as long as the policy allows, and clocks may differ: a minute less may do.'
        : '';
      return failure(`${refused}, although by what I read the policy allows port, source and time.${hint}`);
    }
  }
}

function partText(part: Outside, { port, source }: Terms, seconds: Seconds): string {
  switch (part.what) {
    case 'port':
      return part.allowed.length === 0
        ? 'the policy has no port of this machine any more'
        : `port ${port} is not in the policy, which allows ${listed(part.allowed.map(String))} now`;
    case 'time':
      return `the time of ${formatSeconds(seconds)} is longer than the ${formatSeconds(part.maximumSeconds)} it allows now`;
    case 'source':
      return `the source ${source} is outside of what it allows now, ${listed(part.allowed)}`;
  }
}

const mostListed = 6;

function listed(texts: readonly string[]): string {
  const more = texts.length - mostListed;
  return more > 0 ? `${texts.slice(0, mostListed).join(', ')} and ${more} more` : texts.join(', ');
}
