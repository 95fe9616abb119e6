// Which rules of an NSG bear on a port, as far down as Azure ever looks.
import type { Protocol } from '../machine.ts';
import { protocolMatch, protocolsOf, type ReadyRule, readyRules } from './flow.ts';
import type { Pattern, Span } from './pattern.ts';
import { EVERY_PORT } from './port-pattern.ts';
import type { NsgRule } from './rule.ts';

/** What is asked of one private address, from whatever source. */
export interface PortAsked {
  readonly port: number;
  readonly protocol: Protocol;
  readonly destination: string;
}

const EVERY_ADDRESS: Span = { first: 0, last: 2 ** 32 - 1 };

/**
 * The inbound rules that match some IPv4 source, or may match one, in priority order. What stands below a rule that
 * matches every source is never reached and is left out. @throws RangeError when the destination is not IPv4.
 */
export function rulesThatMatter(rules: readonly NsgRule[], asked: PortAsked): readonly ReadyRule[] {
  const protocols = protocolsOf(asked.protocol);
  const ready = readyRules(rules, asked).filter(
    ({ rule, source }) =>
      source.sure.length + source.doubtful.length > 0 &&
      protocols.some((protocol) => protocolMatch(rule.protocol, protocol) !== 'no'),
  );
  const last = ready.findIndex(
    ({ rule, about, source, sourcePort }) =>
      about === 'yes' &&
      holds(source, EVERY_ADDRESS) &&
      holds(sourcePort, EVERY_PORT) &&
      protocols.every((protocol) => protocolMatch(rule.protocol, protocol) === 'yes'),
  );
  return last < 0 ? ready : ready.slice(0, last + 1);
}

const holds = (pattern: Pattern, whole: Span): boolean =>
  pattern.sure.some(({ first, last }) => first <= whole.first && whole.last <= last);
