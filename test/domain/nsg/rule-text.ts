// NSG rules written in one line each, made into Azure's bodies (in either of their forms) and read as the bot reads them.
import { nsgRuleOf } from '../../../src/azure/nsg-rule.ts';
import type { AddressFilters, NsgRule } from '../../../src/domain/nsg/rule.ts';
import { JIT_ALLOW, JIT_DENY } from './rule-builder.ts';

/** Azure's bodies carry lists in plural fields, single values in singular or plural ones. */
export type Form = 'singular' | 'plural';

/**
 * `300 Allow rdp tcp from 203.0.113.0/24,10.0.0.0/8 to 10.0.0.4 port 22,3389 sport 0-99 outbound asg`: what is left out
 * is `*`. `jit` and `old-jit` are names as JIT gives them; `asg`: the source is an application security group.
 */
const LINE =
  /^(\d+) (Allow|Deny) (\S+)(?: (tcp|Tcp|udp|icmp|\d+))?(?: from (\S+))?(?: to (\S+))?(?: port (\S+))?(?: sport (\S+))?( outbound)?( asg)?$/;

const jitNames: Readonly<Record<string, string>> = {
  'Allow jit': JIT_ALLOW,
  'Deny jit': JIT_DENY,
  'Allow old-jit': JIT_ALLOW.replace('MicrosoftDefenderForCloud', 'SecurityCenter'),
  'Deny old-jit': JIT_DENY.replace('MicrosoftDefenderForCloud', 'SecurityCenter'),
  'Allow jit-deny-name': JIT_DENY,
};

/** What Azure puts into every NSG. */
const defaults: readonly string[] = [
  '65000 Allow AllowVnetInBound from VirtualNetwork to VirtualNetwork',
  '65001 Allow AllowAzureLoadBalancerInBound from AzureLoadBalancer',
  '65500 Deny DenyAllInBound',
];

function field(name: string, text: string | undefined, form: Form): object {
  const values = (text ?? '*').split(',');
  const [only, ...others] = values;
  const plural = form === 'plural' || others.length > 0;
  const singularName = name;
  const pluralName = name.endsWith('Prefix') ? `${name}es` : `${name}s`;
  return plural ? { [pluralName]: values } : { [singularName]: only, [pluralName]: [] };
}

function ruleIn(line: string, nsg: string, form: Form): NsgRule {
  const found = LINE.exec(line);
  if (found === null) throw new Error(`not a rule: ${line}`);
  const [, priority, access = '', name = '', protocol, from, to, port, sport, outbound, asg] = found;
  return nsgRuleOf(
    {
      name: jitNames[`${access} ${name}`] ?? name,
      access,
      direction: outbound === undefined ? 'Inbound' : 'Outbound',
      priority: Number(priority),
      protocol: protocol ?? '*',
      ...(asg === undefined
        ? field('sourceAddressPrefix', from, form)
        : { sourceApplicationSecurityGroups: [{ id: 'asg-1' }] }),
      ...field('destinationAddressPrefix', to, form),
      ...field('destinationPortRange', port, form),
      ...field('sourcePortRange', sport, form),
    },
    nsg,
  );
}

/** The rules of one NSG, Azure's defaults among them; `undefined`: no NSG. */
export const rulesIn = (
  lines: readonly string[] | undefined,
  nsg: string,
  form: Form = 'singular',
): readonly NsgRule[] | undefined => lines && [...lines, ...defaults].map((line) => ruleIn(line, nsg, form));

/** Where rules stand before one private address; left out: no NSG there. */
export interface Standing {
  readonly subnet?: readonly string[];
  readonly nic?: readonly string[];
}

/** The filters of 10.0.0.4, the machine's primary address. */
export const filtersOf = ({ subnet, nic }: Standing, form: Form = 'singular'): AddressFilters => ({
  privateAddress: '10.0.0.4',
  primary: true,
  onSubnet: rulesIn(subnet, 'nsg-subnet', form),
  onInterface: rulesIn(nic, 'nsg-nic', form),
});
