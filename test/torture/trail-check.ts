// Whether the audit trail of a request tells its whole life in the order in which it must have been.
import type { AccessRequest, State } from '../../src/domain/access-request.ts';
import type { Entry } from './ledger-read.ts';

/** What may stand anywhere: what was said, what was seen, what went wrong meanwhile. */
const aside = new Set([
  'told',
  'card-shown',
  'decision-card-shown',
  'looked',
  'setback',
  'click-refused',
  'extension-refused',
  'decision-viewed',
  'decision-refused',
  'asked-again',
  'form-kept',
  'found-again',
  'lost',
]);

const sent = '(asked )?requested ';
const agreed = '(approval-asked decision-approve )?approved ';
/** However often it was in doubt and tried again, at most one ask was accepted, and it was the last. */
const askedInVain = '(initiate-sent (initiate-in-doubt )*initiate-not-taken )*';
const asked = `${askedInVain}initiate-sent (initiate-in-doubt )*`;
const accepted = `${asked}initiate-accepted `;
const opened = `opened (extension-asked (extension-ended )?)*(done (revoked )*(revoke-kept )?)?(extension-ended )?`;

const lives: Partial<Record<State, string>> = {
  closed: `${sent}${agreed}((${accepted}(${opened})?)|${asked})(ended |revoked ended |gone-early )(extension-ended )?closed `,
  superseded: `${sent}${agreed}${accepted}${opened}(ended )?superseded `,
  failed: `${sent}${agreed}${askedInVain}failed `,
  denied: `${sent}approval-asked decision-deny `,
  withdrawn: `asked (form-dropped |requested approval-asked withdrawn )`,
};

/** @returns what is wrong with it, in words */
export function trailProblems(request: AccessRequest, trail: readonly Entry[]): readonly string[] {
  const moves = trail.filter(({ kind }) => !aside.has(kind));
  const told = moves.map(({ kind }) => `${kind} `).join('');
  const life = lives[request.state];
  const problems: string[] = [];
  if (life === undefined || !new RegExp(`^${life}$`).test(told))
    problems.push(`the trail of a ${request.state} request says: ${told}`);
  // A note (of a click that was refused) moves nothing and has no version.
  const versions = trail.filter(({ version }) => version > 0);
  for (const [index, entry] of versions.entries()) {
    const before = versions[index - 1];
    if (before === undefined) continue;
    if (entry.version < before.version)
      problems.push(`${entry.kind} of version ${entry.version} stands after ${before.version}`);
    if (entry.at < before.at) problems.push(`${entry.kind} is older than ${before.kind} before it`);
  }
  if (Math.max(...trail.map(({ version }) => version)) > request.version)
    problems.push('the trail is ahead of the request');
  return problems.map((problem) => `request ${request.id}: ${problem}`);
}
