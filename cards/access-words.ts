// Who has access to a port now, a line each. All results are escaped Markdown.
import type { Open } from '../src/domain/access-request.ts';
import type { Access, Grant } from '../src/domain/machine-status.ts';
import { isRunning } from '../src/domain/sight.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { lastEnd, nameText } from './grant-words.ts';
import { ruleSourcesText } from './hole-words.ts';
import { inSentence } from './list-words.ts';
import { ruleText } from './sight-words.ts';
import { statusLooks, statusOfOpen } from './status.ts';
import { type Reader, when } from './when.ts';

/** Times are in the reader's zone, which is said elsewhere. */
export function accessLine(access: Access, reader: Reader, now: Instant): string {
  const at = (instant: Instant): string => when(instant, reader, now).time;
  switch (access.kind) {
    case 'ours':
      return say`**${asIs(nameText(access.grant.requester))}** from ${access.grant.terms.source}${asIs(grantText(access.grant, at))}`;
    case 'listed': {
      const { opening, works } = access;
      const status = isRunning(opening.status) ? '' : say`, status “${opening.status}”`;
      const why = opening.justification === '' ? '' : say`, “${escapeText(opening.justification)}”`;
      return say`Azure also lists ${asIs(ruleSourcesText(opening.sources))} until ${at(opening.endsAt)}, not as a grant of mine${asIs(status)}${asIs(why)}${asIs(works ? '' : say`; no rule lets it in now`)}`;
    }
    case 'unexplained':
      return say`JIT’s rule ${asIs(ruleText(access.rule))} lets in ${asIs(ruleSourcesText(access.sources))}, and nobody is known to have access by it`;
  }
}

const escapeText = (text: string) => asIs(escapeMarkdown(text, 80));

function grantText(grant: Grant, at: (instant: Instant) => string): string {
  switch (grant.state) {
    case 'approved':
      return say`, being opened`;
    case 'opening':
      return say`, being opened until ${asIs(at(lastEnd(grant)))}`;
    case 'open':
      return say` until ${asIs(at(grant.endsAt))}${asIs(troubleText(grant))}`;
    case 'closing':
      return say`, ended at ${asIs(at(grant.endsAt))}, not seen shut yet`;
  }
}

/** In the words of its card; nothing where it is ready. */
function troubleText(grant: Open): string {
  const status = statusOfOpen(grant);
  return status === 'ready' ? '' : say`, ${inSentence(statusLooks[status].word)}`;
}
