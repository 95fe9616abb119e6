// Why machines that were meant are left out of a change. All escaped Markdown.
import type { LeftOut, LeftOutMachine } from '../../src/domain/setup/setup-change.ts';
import { machineName, policyName } from '../azure-names.ts';
import { asIs, say } from '../escape.ts';
import { listText } from '../list-words.ts';
import { sayRecorded } from '../recorded.ts';
import { namesText } from './setup-words.ts';

/** Machines that share a reason in one line. @param most lines, and names in a line; the rest is counted */
export function leftOutLines(leftOut: readonly LeftOutMachine[], most: number): readonly string[] {
  const groups = [...Map.groupBy(leftOut, ({ why }) => reasonText(why))];
  const shown = groups.slice(0, most);
  const more = groups.slice(most).flatMap(([, members]) => members).length;
  return [
    ...shown.map(([reason, members]) => {
      const machines = members.map(({ machine }) => machine);
      return `**${namesText(machines, most)}**: ${reason}`;
    }),
    ...(more > 0 ? [say`… and ${more} more, for other reasons.`] : []),
  ];
}

/** Of one machine, as a whole: `web-01: no JIT policy lists it, …`. */
export const leftOutSentence = ({ machine, why }: LeftOutMachine): string =>
  `${machineName(machine)}: ${reasonText(why)}`;

function reasonText(why: LeftOut): string {
  switch (why.code) {
    case 'already-on':
      return say`listed by a JIT policy already; “configure jit on” with the name changes that.`;
    case 'not-on':
      return say`listed by no JIT policy, so there is nothing to take away.`;
    case 'no-nsg':
      return say`no NSG is in front of it, and JIT writes its rules into one. Put an NSG on its network interface or subnet first.`;
    case 'no-interface':
      return say`it has no network interface.`;
    case 'name-too-long':
      return say`its name is too long: the names of policy and machine may have 56 characters together.`;
    case 'in-several-policies':
      return say`several JIT policies list it (${asIs(listText(why.policies.map(policyName), 4))}). Leave it in one of them, in the portal, first.`;
    case 'plan-off':
      return say`the plan of Defender for Servers that has JIT is off there. Write “turn on defender for ${why.subscription}” first.`;
    case 'unread':
      return say`it could not be read: ${asIs(sayRecorded(why.why))}`;
  }
}
