// What is wrong with what was typed into a card, and what to write instead. All escaped Markdown.
import { longestTimes } from '../../src/domain/setup/port-setting.ts';
import type { SetupProblem } from '../../src/domain/setup/setup-change.ts';
import { asIs, plainText, say, sayCounted } from '../escape.ts';
import { portText } from '../port-words.ts';
import { spanText } from '../when.ts';
import { namesText } from './setup-words.ts';

const bounds = (): string =>
  say`from ${asIs(spanText(longestTimes.least))} to ${asIs(spanText(longestTimes.most))}`;

/** One sentence or two. */
export function problemText(problem: SetupProblem): string {
  switch (problem.code) {
    case 'port-unclear':
      return say`${asIs(quoted(problem.typed))} is not a port. Write numbers from 1 to 65535, such as 22 or 3389, with commas between several.`;
    case 'port-twice':
      return say`Port ${asIs(portText(problem.port))} is there twice. Write each port once.`;
    case 'no-ports':
      return say`There is no port left. Write at least one, such as 22; to take JIT off a machine, cancel and write “disable jit on” with its name.`;
    case 'too-many-ports':
      return say`That is too many ports. Write ${problem.most} at most.`;
    case 'system-unknown':
      return sayCounted(
        problem.machines.length,
        {
          one: 'Azure does not say whether {1} runs Windows or Linux. Write the ports, such as 22 or 3389.',
          other: 'Azure does not say whether {1} run Windows or Linux. Write the ports, such as 22 or 3389.',
        },
        asIs(
          namesText(
            problem.machines.map((name) => ({ name })),
            5,
          ),
        ),
      );
    case 'protocol-unclear':
      return say`${asIs(quoted(problem.typed))} is not a protocol. Choose any, TCP or UDP.`;
    case 'time-unclear':
      return say`${asIs(quoted(problem.typed))} is not a length of time. Write it like 3h or 90 min, ${asIs(bounds())}.`;
    case 'time-out-of-bounds':
      return say`${asIs(quoted(problem.typed))} cannot be the longest time. Azure takes ${asIs(bounds())}; write for example 3h.`;
    case 'source-unclear':
      return say`${asIs(quoted(problem.typed))} is not an IPv4 address or CIDR. Write it like 203.0.113.7 or 203.0.113.0/24, with commas between several, or “any” alone for any source address.`;
    case 'no-sources':
      return say`Say from which source addresses it may be asked for: write addresses or CIDRs, or “any”.`;
    case 'nothing-changes':
      return say`That is what it says today, so there is nothing to write. Change something, or cancel.`;
    case 'count-differs':
      return say`That is not the number of machines. Type ${problem.count}, if JIT is to be turned off for all of them.`;
    case 'name-differs':
      return say`That is not the subscription’s name. Type it exactly as it stands above, capital letters too.`;
  }
}

const quoted = (typed: string): string =>
  plainText(typed) === '' ? say`What was written` : say`“${plainText(typed, 80)}”`;
