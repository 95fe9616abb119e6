// Refusals in words: what would be allowed, for every code.
import { equal } from 'node:assert/strict';
import { plainPen } from '../../cards/pen.ts';
import { refusalSentence, refusalWords } from '../../cards/refusal-words.ts';
import type { Refusal } from '../../src/domain/refusal.ts';

const sentences: readonly (readonly [refusal: Refusal, sentence: string])[] = [
  [
    { code: 'no-jit-policy', machine: 'db-9' },
    'db-9 has no just-in-time policy, so no port of it can be opened here; an admin can turn it on: “enable jit on db-9”.',
  ],
  [
    { code: 'machine-gone', machine: 'db-9' },
    'db-9 is no longer among the machines I can see; check the name and ask again.',
  ],
  [
    { code: 'machine-unread', machine: 'db-9' },
    'I cannot read the subscription of db-9 in Azure at the moment, so I do not know whether it is still there; try again later, or ask an admin.',
  ],
  [
    { code: 'port-not-offered', port: 8080, offered: [22, 3389, 8443] },
    'Port 8080 is not in the machine’s just-in-time policy; it allows 22 (SSH), 3389 (RDP) or 8443.',
  ],
  [
    { code: 'port-not-offered', port: undefined, offered: [3389] },
    'Choose a port that the machine’s just-in-time policy allows: 3389 (RDP).',
  ],
  [
    { code: 'source-missing' },
    'Enter the source address you connect from: an IPv4 address such as 203.0.113.7, or a CIDR such as 203.0.113.0/24.',
  ],
  [
    { code: 'source-not-ipv4', typed: '*home*' },
    '“∗home∗” is not an IPv4 address or CIDR; write it like 203.0.113.7 or 203.0.113.0/24.',
  ],
  [
    { code: 'source-not-ipv4', typed: 'office', networks: [] },
    '“office” is not an IPv4 address or CIDR, and the access policy has no names of networks; write it like 203.0.113.7 or 203.0.113.0/24.',
  ],
  [
    { code: 'source-not-ipv4', typed: 'hotel', networks: ['office', '*vpn*'] },
    '“hotel” is neither an IPv4 address or CIDR nor a network of the access policy; write it like 203.0.113.7 or 203.0.113.0/24, or name office or ∗vpn∗.',
  ],
  [
    {
      code: 'source-not-ipv4',
      typed: 'x',
      networks: Array.from({ length: 40 }, (_, index) => `net-${index}`),
    },
    '“x” is neither an IPv4 address or CIDR nor a network of the access policy; write it like 203.0.113.7 or 203.0.113.0/24, or name net-0, net-1, net-2, net-3, net-4, net-5, net-6, net-7 or 32 more.',
  ],
  [
    { code: 'source-several', network: 'office', prefixes: ['203.0.113.0/24', '198.51.100.7'] },
    '“office” is several networks in the access policy; enter the one you connect from: 203.0.113.0/24 or 198.51.100.7.',
  ],
  [
    { code: 'source-ipv6', typed: '2001:db8::1' },
    '“2001:db8::1” is an IPv6 address, and Azure opens ports to IPv4 only; enter the IPv4 address you connect from.',
  ],
  [
    { code: 'source-any', typed: '0.0.0.0/0' },
    '“0.0.0.0/0” would open the port to everybody; enter the one address you connect from, or a CIDR of /8 or narrower.',
  ],
  [
    { code: 'source-not-a-network', typed: '203.0.113.7/24', network: '203.0.113.0/24' },
    '“203.0.113.7/24” is not the start of a network; write 203.0.113.0/24 for the whole network, or one address without the slash.',
  ],
  [
    { code: 'source-not-public', typed: '10.1.2.3', range: 'private range 10.0.0.0/8' },
    '“10.1.2.3” is in the private range 10.0.0.0/8, from which nothing can reach this machine; enter the IPv4 address it sees you come from, usually your public one.',
  ],
  [
    { code: 'source-outside-policy', typed: '8.8.8.8', allowed: ['203.0.113.0/24', '198.51.100.7'] },
    '“8.8.8.8” is outside what the machine’s just-in-time policy allows; it allows 203.0.113.0/24 or 198.51.100.7.',
  ],
  [{ code: 'time-missing', maximumSeconds: 10_800 }, 'Enter how long you need it: up to 3 h.'],
  [
    { code: 'time-not-understood', typed: 'a while', maximumSeconds: 5400 },
    '“a while” is not a time I understand; write it like 1h, 90 min or until 17:00, up to 1 h 30 min.',
  ],
  [
    { code: 'too-long', maximumSeconds: 10_800 },
    'That is too long; the machine’s just-in-time policy allows up to 3 h.',
  ],
  [
    { code: 'too-long', maximumSeconds: 5400, rule: 'web' },
    'That is too long; rule “web” of the access policy allows up to 1 h 30 min.',
  ],
  [
    { code: 'no-access-policy', why: 'missing' },
    'There is no access policy, so every request is refused; an admin must put its file where I look for it.',
  ],
  [
    { code: 'no-access-policy', why: 'unreadable' },
    'The access policy cannot be read, so every request is refused; an admin must mend its file.',
  ],
  [
    { code: 'no-rule', machine: 'web-01', port: 3389 },
    'No rule of the access policy lets you open port 3389 (RDP) of web-01 from there at that time; ask an admin for a rule.',
  ],
  [
    { code: 'rule-refuses', rule: 'retired' },
    'Rule “retired” of the access policy refuses this; only an admin can change the policy.',
  ],
  [
    { code: 'rule-refuses', rule: 'retired', because: 'Switched off on *Monday*.' },
    'Rule “retired” of the access policy refuses this (Switched off on ∗Monday∗); only an admin can change the policy.',
  ],
  [
    { code: 'rule-unknown', rule: 'staff', unknown: 'requester' },
    'I could not find out whether rule “staff” of the access policy is about you, since I do not know whether you are in its groups; ask again in a few minutes, and tell an admin if it stays so.',
  ],
  [
    { code: 'rule-unknown', rule: 'prod', unknown: 'machine' },
    'I could not find out whether rule “prod” of the access policy is about this machine, since I do not know its resource group, subscription or tags; ask again in a few minutes, and tell an admin if it stays so.',
  ],
  [
    { code: 'several-rules', rules: ['day', 'night'] },
    'This falls under several rules that need different approvers, “day” and “night”; ask for a narrower source or a shorter time, so that one of them is about all of it.',
  ],
  [
    { code: 'source-outside-rule', typed: '8.8.8.8', allowed: ['office', '192.0.2.17'], rule: 'web' },
    '“8.8.8.8” is outside what rule “web” of the access policy allows; it allows office or 192.0.2.17.',
  ],
  [
    { code: 'reason-missing', rule: 'web' },
    'Rule “web” of the access policy wants a reason; write why you need this.',
  ],
  [
    { code: 'ticket-missing', rule: 'web', pattern: 'INC-\\d+' },
    'Rule “web” of the access policy wants a ticket in the reason; write one of the form INC-\\d+.',
  ],
  [
    { code: 'break-glass-not-allowed', rule: 'web' },
    'Rule “web” of the access policy lets nobody break glass; ask without it, and its approvers decide.',
  ],
  [
    { code: 'no-approvals-channel', rule: 'web', channel: '' },
    'Rule “web” of the access policy needs approval, and no channel is set for that; an admin must write “use this channel for approvals” in the one that is to decide.',
  ],
  [
    { code: 'no-approvals-channel', rule: 'web', channel: 'databases' },
    'Rule “web” of the access policy needs approval, and no channel is set for “databases”; an admin must write “use this channel for approvals of databases” in the one that is to decide.',
  ],
  [{ code: 'too-short', minimumSeconds: 60 }, 'That is too short; ask for 1 min or more.'],
  [{ code: 'reason-too-long', maximumLength: 500 }, 'The reason is too long; keep it to 500 characters.'],
];

describe('refusalSentence', () => {
  for (const [refusal, sentence] of sentences)
    it(`says what would be allowed after ${refusal.code}`, () => {
      equal(refusalSentence(refusal).replaceAll('\u200d', ''), sentence);
    });

  it('writes plainly for a terminal, without what would steer it', () => {
    equal(
      refusalWords({ code: 'rule-refuses', rule: 'a*b*\u001b[31m', because: '[x](y)' }, plainPen),
      'Rule “a*b*[31m” of the access policy refuses this ([x](y)); only an admin can change the policy.',
    );
  });

  it('says to ask for less where a part could be had', () => {
    equal(
      refusalWords({ code: 'no-rule', machine: 'web-01', port: 22 }, plainPen, { less: true }),
      'No rule of the access policy lets you open port 22 (SSH) of web-01 from there at that time; ask for a narrower source or a shorter time, or ask an admin for a rule.',
    );
  });

  it('says how to say what is not known, where people say it themselves', () => {
    equal(
      refusalWords({ code: 'rule-unknown', rule: 'a', unknown: 'machine' }, plainPen, { say: '--tag' }),
      'It is not known whether rule “a” of the access policy is about this; say so with --tag.',
    );
  });

  it('cuts a long list of allowed sources and says how many more there are', () => {
    const allowed = Array.from({ length: 20 }, (_, index) => `10.0.${index}.0/24`);
    const sentence = refusalSentence({ code: 'source-outside-policy', typed: '8.8.8.8', allowed });
    equal(sentence.endsWith('10.0.6.0/24, 10.0.7.0/24 or 12 more.'), true);
  });
});
