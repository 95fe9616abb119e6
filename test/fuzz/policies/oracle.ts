// What a policy file says to a question about one address, read straight off the file's own words.
import type { Known } from '../../../src/domain/policy/question.ts';
import { type AskedText, type groups, type PolicyText, people, type RuleText } from './documents.ts';

export interface Said {
  readonly kind: 'refused' | 'automatic' | 'approval' | 'break-glass';
  /** The rule that let it in. */
  readonly rule?: string;
}

const glob = (pattern: string, name: string): boolean =>
  new RegExp(
    `^${[...pattern].map((one) => (one === '*' ? '.*' : one === '?' ? '.' : one.replace(/\W/, '\\$&'))).join('')}$`,
    'i',
  ).test(name);

const bits = (address: string): string =>
  address
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
const isIn = (prefix: string, address: string): boolean => {
  const [network = '', length = '32'] = prefix.split('/');
  return bits(address).startsWith(bits(network).slice(0, Number(length)));
};

const secondsOf = (text: string): number => Number.parseInt(text, 10) * (text.endsWith('h') ? 3600 : 60);

function isRequester(rule: RuleText, asked: AskedText): Known {
  const requesters = rule.when?.requesters;
  if (requesters === undefined || requesters === 'everyone') return true;
  const each = requesters.map(
    (one): Known =>
      'person' in one
        ? people[one.person] === people.ada
        : asked.groups[one.group satisfies keyof typeof groups],
  );
  return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
}

/** Whether the rule is about what is asked; undefined: that depends on something unknown. */
function isAbout(rule: RuleText, asked: AskedText): Known {
  const { machines, ports, sources } = rule.when ?? {};
  if (machines !== undefined && !machines.some((pattern) => glob(pattern, asked.machine))) return false;
  if (ports !== undefined && !ports.includes(asked.port)) return false;
  if (sources !== undefined && !sources.some((prefix) => isIn(prefix, asked.source))) return false;
  return isRequester(rule, asked);
}

function keepsLimits(rule: RuleText, { seconds, source, reason, breakGlass }: AskedText): boolean {
  const breaks = breakGlass && rule.decision === 'approval';
  if (breaks && rule.breakGlass === undefined) return false;
  const longest = [
    ...(rule.longest === undefined ? [] : [rule.longest]),
    ...(breaks && typeof rule.breakGlass === 'object' ? [rule.breakGlass.longest] : []),
  ].map(secondsOf);
  if (longest.some((most) => seconds > most)) return false;
  if (rule.sources !== undefined && !rule.sources.some((prefix) => isIn(prefix, source))) return false;
  return !(rule.reason === 'required' || breaks) || /[a-z0-9]/i.test(reason);
}

/** A refusing rule wins, known or not; then the first that may match decides, if it is known to. */
export function saidBy({ rules }: PolicyText, asked: AskedText): Said {
  const about = rules.filter((rule) => isAbout(rule, asked) !== false);
  if (about.some(({ decision }) => decision === 'refused')) return { kind: 'refused' };
  const [first] = about;
  if (first === undefined || isAbout(first, asked) === undefined || !keepsLimits(first, asked))
    return { kind: 'refused' };
  const kind = first.decision === 'approval' && asked.breakGlass ? 'break-glass' : first.decision;
  return { kind, rule: first.name };
}
