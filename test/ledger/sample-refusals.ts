// Every refusal there is, so that one whose schema was forgotten is noticed.
import type { Refusal } from '../../src/domain/refusal.ts';

const byCode: { readonly [Code in Refusal['code']]: readonly Extract<Refusal, { code: Code }>[] } = {
  'no-jit-policy': [{ code: 'no-jit-policy', machine: 'web-01' }],
  'machine-gone': [{ code: 'machine-gone', machine: 'web-01' }],
  'machine-unread': [{ code: 'machine-unread', machine: 'web-01' }],
  'port-not-offered': [{ code: 'port-not-offered', port: 22, offered: [3389] }],
  'source-missing': [{ code: 'source-missing' }],
  'source-not-ipv4': [
    { code: 'source-not-ipv4', typed: 'home' },
    { code: 'source-not-ipv4', typed: 'home', networks: [] },
    { code: 'source-not-ipv4', typed: 'home', networks: ['office', 'vpn'] },
  ],
  'source-several': [
    { code: 'source-several', network: 'office', prefixes: ['203.0.113.0/24', '198.51.100.0/24'] },
  ],
  'source-ipv6': [{ code: 'source-ipv6', typed: '::1' }],
  'source-any': [{ code: 'source-any', typed: '*' }],
  'source-not-a-network': [{ code: 'source-not-a-network', typed: '10.0.0.1/8', network: '10.0.0.0/8' }],
  'source-not-public': [{ code: 'source-not-public', typed: '10.0.0.1', range: '10.0.0.0/8' }],
  'source-outside-policy': [{ code: 'source-outside-policy', typed: '1.1.1.1', allowed: ['2.2.2.0/24'] }],
  'time-missing': [{ code: 'time-missing', maximumSeconds: 3600 }],
  'time-not-understood': [{ code: 'time-not-understood', typed: 'soon', maximumSeconds: 3600 }],
  'time-passed': [{ code: 'time-passed', typed: 'until 9:00' }],
  'too-long': [
    { code: 'too-long', maximumSeconds: 3600 },
    { code: 'too-long', maximumSeconds: 3600, rule: 'production' },
  ],
  'too-short': [{ code: 'too-short', minimumSeconds: 60 }],
  'reason-too-long': [{ code: 'reason-too-long', maximumLength: 500 }],
  'no-access-policy': [{ code: 'no-access-policy', why: 'missing' }],
  'no-rule': [{ code: 'no-rule', machine: 'web-01', port: 3389 }],
  'rule-refuses': [
    { code: 'rule-refuses', rule: 'freeze' },
    { code: 'rule-refuses', rule: 'freeze', because: 'It is the end of the year.' },
  ],
  'rule-unknown': [{ code: 'rule-unknown', rule: 'production', unknown: 'requester' }],
  'several-rules': [{ code: 'several-rules', rules: ['office', 'vpn'] }],
  'source-outside-rule': [
    { code: 'source-outside-rule', typed: '1.1.1.1', allowed: ['office'], rule: 'production' },
  ],
  'reason-missing': [{ code: 'reason-missing', rule: 'production' }],
  'ticket-missing': [{ code: 'ticket-missing', rule: 'production', pattern: 'INC-\\d+' }],
  'break-glass-not-allowed': [{ code: 'break-glass-not-allowed', rule: 'production' }],
  'no-approvals-channel': [{ code: 'no-approvals-channel', rule: 'production', channel: 'prod' }],
};

export const everyRefusal: readonly Refusal[] = Object.values(byCode).flat();
