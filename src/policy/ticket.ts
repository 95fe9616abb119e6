// Patterns of tickets: regular expressions that are looked for in what people type.
import { RE2JS, RE2JSException } from 're2js';
import type { TicketPattern } from '../domain/policy/access-policy.ts';
import type { Path, Report } from './problem.ts';

const likeThis = 'write it like INC-\\d+';

/**
 * The pattern of a ticket. RE2 takes time in proportion to the length of what it searches, whatever the pattern, so no
 * reason can hold the bot up: https://github.com/google/re2/wiki/WhyRE2
 */
export function readTicket(text: string, path: Path, report: Report): TicketPattern | undefined {
  const [, inside] = /^\/(.+)\/[a-z]*$/.exec(text) ?? [];
  if (inside !== undefined)
    return report(path, `“ticket” is written without slashes around it; write ${inside}.`);
  if (/\(\?<?[=!]|\\[1-9]|\\k</.test(text))
    return report(
      path,
      `“ticket” must do without look-arounds and back-references, such as (?=…), (?!…) and \\1; ${likeThis}.`,
    );
  let ticket: RE2JS;
  try {
    ticket = RE2JS.compile(text, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    // How the package says that this is no regular expression; there is no other way to ask.
    if (!(error instanceof RE2JSException)) throw error;
    return report(
      path,
      `“ticket” is not a regular expression (${error.message.replace('error parsing regexp: ', '').replace('`(?i)', '`')}); ${likeThis}.`,
    );
  }
  const matches = (reason: string): boolean => ticket.matcher(reason).find();
  if (matches(''))
    return report(
      path,
      '“ticket” matches an empty text, so any reason would do; write what must be there, like INC-\\d+.',
    );
  return { pattern: text, matches };
}
