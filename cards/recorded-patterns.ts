// What the bot writes down in English and shows later, where something is inserted; and how that is said.
import { toSay } from './escape.ts';

/** How a value is said: as it is, or again in the reader's language where it is words of ours. */
export type ValueKind =
  /** A name, an id, a number. */
  | 'typed'
  /** `1 h 30 min`. */
  | 'span'
  /** `22, 3389 and 3 more`. */
  | 'list'
  /** People: `Ada and Grace`. */
  | 'names'
  /** Another text of ours: with its full stop, or without. */
  | 'sentence'
  | 'phrase';

/** Each with the kinds of its values. A test finds the ones that are missing. */
export const recordedPatterns: readonly (readonly [english: string, ...kinds: ValueKind[]])[] = [
  // Azure's answers, in src/azure.
  [toSay('Azure did not accept the changed JIT policy (HTTP 400, {0}). Nothing was changed.'), 'typed'],
  [toSay('Azure described the rule {0} of {1} only in part.'), 'phrase', 'typed'],
  [toSay('Azure described the rule {0} of {1} only in part: what it lets in is unknown.'), 'phrase', 'typed'],
  [toSay('Azure described {0} in a way the bot does not understand.'), 'phrase'],
  [toSay('Azure had an error of its own (HTTP {0}).'), 'typed'],
  [toSay('Azure refused the call (HTTP {0}).'), 'typed'],
  [toSay('Azure refused the call (HTTP {0}, {1}).'), 'typed', 'typed'],
  [toSay('The bot lacks the right {0} in Azure.'), 'typed'],
  [toSay('The requester lacks the right {0} in Azure, and Azure was asked in their name.'), 'typed'],
  // Why Azure refused an opening, in src/access/rejection-explained.ts.
  [toSay('{0} What it allows now could not be read: {1}'), 'sentence', 'phrase'],
  [toSay("Azure refused it as outside of the machine's JIT policy: {0}."), 'phrase'],
  [
    toSay(
      "Azure refused it as outside of the machine's JIT policy, although {0} lies in {1}, which the policy allows. It may take the policy's own prefix only.",
    ),
    'typed',
    'typed',
  ],
  [toSay('port {0} is not in the policy, which allows {1} now'), 'typed', 'list'],
  [toSay('the time of {0} is longer than the {1} it allows now'), 'span', 'span'],
  [toSay('the source {0} is outside of what it allows now, {1}'), 'typed', 'list'],
  // Setting JIT up, in src/access/setup.
  [toSay('It was begun {0} times, and the last try broke off without an answer.'), 'typed'],
  [toSay('JIT’s Deny rule for port {0} is not in front of the machine.'), 'list'],
  [toSay('JIT’s Deny rule for port {0} is still in front of the machine.'), 'list'],
  [
    toSay(
      'JIT’s Deny rule is there, but another address of the machine has no NSG in front of it: port {0} is open there.',
    ),
    'typed',
  ],
  [
    toSay('JIT’s Deny rule is there, and another rule of the NSGs cannot be told to leave port {0} shut.'),
    'typed',
  ],
  [toSay('{0} To turn it on, write “turn on defender for {1}”.'), 'sentence', 'typed'],
  // Telling on-call, in src/access/on-call-notices.ts.
  [toSay('To {0} alone: {1}'), 'typed', 'phrase'],
  [
    toSay(
      '{0}, and {1} could not be written to alone: whoever is on call must add the bot, or write to it in a personal chat',
    ),
    'phrase',
    'names',
  ],
  // Why it cannot be told whether a port is open, in src/domain/sight.ts and src/domain/nsg.
  [toSay('rule {0} (priority {1}): {2}'), 'typed', 'typed', 'phrase'],
  [toSay('protocol {0}'), 'typed'],
  [toSay('service tag {0}'), 'typed'],
  [toSay('unreadable port {0}'), 'typed'],
  [toSay('unreadable prefix {0}'), 'typed'],
  // Where nobody comes from, in src/domain/special-ranges.ts.
  [toSay('"this network" range {0}'), 'typed'],
  [toSay('carrier-grade NAT range {0}'), 'typed'],
  [toSay('link-local range {0}'), 'typed'],
  [toSay('loopback range {0}'), 'typed'],
  [toSay('multicast range {0}'), 'typed'],
  [toSay('private range {0}'), 'typed'],
  [toSay('reserved range {0}'), 'typed'],
];
